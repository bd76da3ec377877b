from datetime import date
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CoopCase


@tagged("post_install", "-at_install")
class TestSealing(CoopCase):
    def results(self):
        return [
            row["status"]
            for row in self.coop.with_user(self.treasurer)._check_hash_integrity()[
                "results"
            ]
            if row["journal_name"].startswith("Kwitansi")
        ]

    def test_seal_across_a_month_change(self):
        moves = self.env["account.move"]
        for number, day in enumerate(
            (date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 2)), 1
        ):
            moves |= self.receive(f"r/{number}", {self.member(): 1000}, day=day)
        self.assertEqual(
            moves.mapped("name"),
            ["KWX/2026/10/0001", "KWX/2026/11/0001", "KWX/2026/11/0002"],
        )
        journal = self.book().journal
        self.assertEqual(moves._coop_seal(journal), 3)
        self.assertEqual(moves._coop_seal(journal), 0)
        self.assertTrue(all(moves.mapped("inalterable_hash")))
        self.assertEqual(self.results(), ["verified", "verified"])
        moves |= self.receive("r/4", {self.member(): 1000}, day=date(2026, 10, 5))
        self.assertEqual(moves._coop_seal(journal), 1)
        self.assertEqual(self.results(), ["verified", "verified"])

    def test_seal_in_pieces(self):
        for number in range(5):
            self.receive(f"r/{number}", {self.member(): 1000})
        journal = self.book().journal
        Move = self.env["account.move"]
        self.assertEqual(
            [Move._coop_seal(journal, limit=2) for _i in range(4)], [2, 2, 1, 0]
        )
        self.assertEqual(self.results(), ["verified"])

    def test_first_seal_writes_no_group(self):
        """Two who close their first session at one moment would meet in its row."""
        Groups = type(self.env["res.groups"])
        self.receive("r/1", {self.member(): 1000})
        with patch.object(Groups, "write", autospec=True) as write:
            self.env["account.move"]._coop_seal(self.book().journal)
        self.assertFalse([call for call in write.mock_calls if call.args[0]])
        self.assertEqual(self.results(), ["verified"])

    def test_hash_covers_the_member_account(self):
        move = self.receive("r/1", {self.member(): 1000})
        self.env["account.move"]._coop_seal(self.book().journal)
        line = move.line_ids.filtered("coop_account_id")
        self.env.cr.execute(
            "UPDATE account_move_line SET coop_account_id = %s WHERE id = %s",
            [self.member("Budi").id, line.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self.results(), ["corrupted"])

    def test_forgetting_a_person_keeps_the_chain(self):
        self.receive("r/1", {self.member(): 1000})
        self.env["account.move"]._coop_seal(self.book().journal)
        self.member().partner_id.write(
            {"name": "-", "vat": False, "phone": False, "active": False}
        )
        self.env.invalidate_all()
        self.assertEqual(self.results(), ["verified"])

    def test_ordinary_lines_keep_their_hash(self):
        fields = self.env["account.move.line"]._get_integrity_hash_fields()
        self.assertNotIn("coop_account_id", fields)
        move = self.receive("r/1", {self.member(): 1000})
        self.assertEqual(
            [
                "coop_account_id" in line._get_integrity_hash_fields()
                for line in move.line_ids
            ],
            [False, True],
        )

    def test_cron(self):
        mine = self.receive("r/1", {self.member(): 1000})
        theirs = self.receive(
            "r/1", {self.member(company=self.other): 1000}, company=self.other
        )
        with self.enter_registry_test_mode():
            self.env.ref("japra_base.ir_cron_coop_seal").method_direct_trigger()
        self.env.invalidate_all()
        self.assertTrue(mine.inalterable_hash)
        self.assertTrue(theirs.inalterable_hash)

    def test_cron_goes_on_past_a_broken_journal(self):
        """A gap made by SQL stops its own journal only, and the check names it."""
        self.receive("r/1", {self.member(): 1000})
        broken = self.receive("r/2", {self.member(): 1000})
        self.env.cr.execute(
            "UPDATE account_move SET name = 'KWX/2026/11/0009', sequence_number = 9 "
            "WHERE id = %s",
            [broken.id],
        )
        self.env.invalidate_all()
        theirs = self.receive(
            "r/1", {self.member(company=self.other): 1000}, company=self.other
        )
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.env["account.move"]._coop_seal(self.book().journal)
        with self.enter_registry_test_mode():
            self.env.ref("japra_base.ir_cron_coop_seal").method_direct_trigger()
        self.env.invalidate_all()
        self.assertTrue(theirs.inalterable_hash)
        self.assertFalse(broken.inalterable_hash)
        self.assertIn(
            "numbers",
            [
                failure["check"]
                for failure in self.env["coop.control"]._failures(self.coop)
            ],
        )

    def test_forged_seal(self):
        """A hash is written by the sealer, never by hand."""
        move = self.receive("r/1", {self.member(): 1000})
        self._assert_refused(
            "is booked and cannot be changed",
            self._rpc,
            self.accountant,
            "account.move",
            "write",
            move.ids,
            {"inalterable_hash": "$4$0"},
        )
