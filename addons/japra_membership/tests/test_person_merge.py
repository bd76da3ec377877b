import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import TODAY
from .person_merge_common import NIK, PersonMergeCase


@tagged("post_install", "-at_install")
class TestPersonMerge(PersonMergeCase):
    """What merging does, who may, and what it leaves."""

    # === WHAT IT DOES === #

    def test_asked_and_merged(self):
        self.drop.sudo().l10n_id_nik = NIK
        home = self.env["coop.household"].create(
            {
                "company_id": self.coop.id,
                "head_id": self.drop.id,
                "block": "C",
                "unit": "12",
            }
        )
        before, ledger = self._lines(), self._ledger()
        merge = self._draft()
        self.assertFalse(merge.problems_html)
        merge.action_request_approval()
        approval = merge.sudo().approval_id
        self.assertEqual(
            (merge.state, approval.kind, approval.reason, approval.role),
            ("waiting", "person.merge", "KTP sama", "board"),
        )
        self.assertEqual(
            approval.title, "KUN-0003 Siti  aminah into KUN-0001 Siti Aminah"
        )
        self.assertEqual(approval.partner_ids, self.keep | self.drop)
        # Nothing happens before somebody agreed.
        self.assertFalse(self.drop.merged_into_id)
        approval.with_user(self.board).action_approve()
        self.env.invalidate_all()
        self.assertEqual(
            (merge.state, merge.asked_by_id, merge.merged_by_id),
            ("merged", self.registrar, self.board),
        )
        self.assertEqual(
            merge.summary.splitlines(),
            [
                "Taken over: Phone, NIK.",
                "Moved: the place in C-12 Siti Aminah.",
                "Stays under the old record: KUN-0003 with Rp120.000.",
                "Stays under the old record: 1 receipts and 0 invoices.",
            ],
        )
        self.assertEqual(
            (self.drop.merged_into_id, self.drop.active), (self.keep, False)
        )
        self.assertEqual(self.keep.merged_ids, self.drop)
        self.assertEqual(self.keep.phone, "0812-1111-2222")
        self.assertEqual(self.keep.sudo().l10n_id_nik, NIK)
        self.assertFalse(self.drop.sudo().l10n_id_nik)
        self.assertEqual((home.head_id, home.person_ids.partner_id), (self.keep,) * 2)
        self.assertEqual(self.siti.house, "C-12")
        # The ledger, its seal and the owner of each account are what they were.
        self.assertEqual((self._lines(), self._ledger()), (before, ledger))
        self.assertEqual(self.again.account_ids.partner_id, self.drop)
        self.assertEqual(self.env["coop.control"].sudo()._failures(self.coop), [])
        self.assertEqual(self._money(self.again)[:2], (100_000, 20_000))

    def test_place_in_another_house_is_given_up(self):
        homes = self.env["coop.household"].create(
            [
                {
                    "company_id": self.coop.id,
                    "head_id": self.budi.partner_id.id,
                    "block": "C",
                    "unit": "1",
                    "person_ids": [
                        Command.create({"partner_id": self.budi.partner_id.id}),
                        Command.create({"partner_id": self.drop.id}),
                    ],
                },
                {
                    "company_id": self.coop.id,
                    "head_id": self.keep.id,
                    "block": "C",
                    "unit": "2",
                },
            ]
        )
        merge = self._merge()
        self.assertIn("Given up: the place in C-1 Budi Santoso.", merge.summary)
        self.assertEqual(
            [home.person_ids.partner_id for home in homes],
            [self.budi.partner_id, self.keep],
        )

    def test_read_through_the_pointer(self):
        self._merge()
        mine = self.siti.with_user(self.registrar).merged_html
        self.assertIn("KUN-0003", mine)
        self.assertIn("Rp120.000", mine)
        old = self.again.with_user(self.registrar).merged_html
        self.assertIn("Siti Aminah", old)
        self.assertIn(f"/odoo/res.partner/{self.keep.id}", old)
        self.assertIn(
            "The same person is recorded as KUN-0001 Siti Aminah now.",
            self.again.with_user(self.teller)._receipt_warning(),
        )
        self.assertFalse(self.siti._receipt_warning())
        self.assertFalse(self.budi.merged_html)
        for member in self.siti | self.again:
            self.assertFalse(member.with_user(self.registrar).double_html)
        # Neither is a double of a further Siti, only the one that stays.
        doubles = self.budi.partner_id._find_doubles(
            self.coop, "Siti Aminah", False, 1990, ""
        )
        self.assertEqual(doubles, self.keep)

    def test_third_record_points_to_the_last(self):
        third = self._admit("Siti Aminah", "2026-10-02", birth_year=1990)
        self._step(third, "left", reason="Tercatat dua kali", decision_ref="3/2026")
        self._merge(keep=third.partner_id, drop=self.drop)
        self._merge(drop=third.partner_id)
        self.assertEqual(
            (self.drop | third.partner_id).merged_into_id,
            self.keep,
        )
        self.assertEqual(self.siti._same_person(), self.again | third)

    def test_the_old_record_takes_nothing_more(self):
        self._merge()
        self._assert_refused(
            "was merged into another record: use Siti Aminah",
            self._step,
            self.again,
            "applied",
        )
        self._assert_refused(
            "was merged into another record",
            self._step,
            self.again,
            "corrected",
            reason="Salah",
        )
        self._assert_refused(
            "was merged into another record", self.drop.write, {"active": True}
        )
        self._assert_refused(
            "was merged into another record",
            self.env["coop.household"].create,
            {"company_id": self.coop.id, "head_id": self.drop.id, "unit": "1"},
        )
        self._assert_refused(
            "Siti  aminah was merged already", self._draft().action_request_approval
        )

    # === THE LIST OF POSSIBLE DUPLICATES === #

    def test_list(self):
        doubles = self.env["coop.person.double"].with_user(self.registrar)
        found = doubles.search([])
        self.assertEqual(
            [(row.first_label, row.second_label, row.birth_year) for row in found],
            [("KUN-0001 Siti Aminah", "KUN-0003 Siti  aminah", 1990)],
        )
        action = found.action_compare()
        self.assertEqual(
            (action["res_model"], action["context"]),
            (
                "coop.person.merge",
                {
                    "default_keep_id": self.keep.id,
                    "default_drop_id": self.drop.id,
                    "default_company_id": self.coop.id,
                },
            ),
        )
        # The record with the open membership stays, whichever is older.
        self.assertEqual(
            self.drop.with_user(self.registrar)._open_merge(self.keep, self.coop)[
                "context"
            ],
            action["context"],
        )
        self.assertFalse(doubles.with_user(self.other_registrar).search([]))
        form = Form(doubles.env["coop.person.merge"].with_context(**action["context"]))
        form.reason = "KTP sama"
        compared = form.compare_html
        for words in ("KUN-0003/POKOK: Rp100.000", "KUN-0001", "0812-1111-2222"):
            self.assertIn(words, compared)
        merge = form.save()
        merge.action_swap()
        self.assertEqual((merge.keep_id, merge.drop_id), (self.drop, self.keep))
        self.assertIn("let this record stay", merge.problems_html)
        # Asked for once, the list leads to what was asked for.
        merge.action_swap()
        merge.action_request_approval()
        self.assertEqual(found.action_compare()["res_id"], merge.id)

    def test_merged_leaves_the_list(self):
        self._merge()
        self.assertFalse(self.env["coop.person.double"].search([]))

    def test_two_persons_leave_the_list(self):
        merge = self._draft(reason="")
        self._assert_refused("Say how you know", merge.action_different)
        merge.reason = "Kembar nama, alamat lain"
        merge.action_different()
        self.assertEqual(
            (merge.state, merge.different_on, merge.asked_by_id),
            ("different", TODAY, self.registrar),
        )
        self.assertFalse(self.env["coop.person.double"].search([]))
        self._assert_refused("stays as it is", merge.write, {"reason": "Lain"})
        self._assert_refused("stays as it is", merge.unlink)

    def test_one_nik_under_two_names(self):
        self._merge()
        self.keep.sudo().l10n_id_nik = NIK
        # Typed before the member was, as a contact open to every cooperative.
        self.env["res.partner"].create({"name": "Aminah"})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET l10n_id_nik = %s WHERE name = 'Aminah'", [NIK]
        )
        double = self.env["coop.person.double"].with_user(self.registrar).search([])
        self.assertEqual(
            (double.first_label, double.second_label),
            ("KUN-0001 Siti Aminah", "Aminah"),
        )

    def test_two_nik_are_two_persons(self):
        self.keep.sudo().l10n_id_nik = NIK
        self.drop.sudo().l10n_id_nik = "3171014501900013"
        self.assertFalse(self.env["coop.person.double"].search([]))
        self._assert_refused(
            "The two have different NIK", self._draft().action_request_approval
        )

    # === WHO MAY === #

    def test_nobody_agrees_alone(self):
        both = self._make_user(
            "dua", "japra_membership.group_registrar,japra_base.group_board"
        )
        merge = self._draft(user=both)
        merge.action_request_approval()
        approval = merge.sudo().approval_id
        self._assert_refused(
            "Nobody approves what they asked for themselves",
            approval.with_user(both).action_approve,
        )

    def test_others_over_rpc(self):
        merge = self._draft()
        values = {
            "keep_id": self.keep.id,
            "drop_id": self.drop.id,
            "reason": "Saya tahu",
        }
        for user in (self.teller, self.treasurer, self.board):
            for method, args in (
                ("create", [values]),
                ("write", [merge.ids, {"reason": "Lain"}]),
                ("action_request_approval", [merge.ids]),
                ("action_swap", [merge.ids]),
                ("action_different", [merge.ids]),
                ("unlink", [merge.ids]),
            ):
                with self.subTest(user=user.login, method=method):
                    self._assert_denied(
                        self._rpc, user, "coop.person.merge", method, *args
                    )
        self._assert_denied(
            self._rpc, self.other_registrar, "coop.person.merge", "read", merge.ids
        )
        self._assert_refused(
            "Both records are of the same cooperative.",
            self._rpc,
            self.other_registrar,
            "coop.person.merge",
            "create",
            values,
        )
        foreign = self._draft(
            keep=self._admit("Ana", "2026-10-01", self.other).partner_id,
            drop=self.rasela.partner_id,
            user=self.other_registrar,
            company_id=self.other.id,
        )
        for method, args in (
            ("create", [{**values, "company_id": self.other.id}]),
            ("write", [foreign.ids, {"keep_id": self.keep.id}]),
        ):
            with self.assertRaises(UserError) as caught:
                self._rpc(self.other_registrar, "coop.person.merge", method, *args)
            self.assertNotIn("Siti", str(caught.exception))

    def test_forged(self):
        deed = {"merged_on": "2026-11-24 03:00:00", "merged_by_id": self.board.id}
        merge = self._draft()
        for method, args in (
            ("write", [merge.ids, deed]),
            (
                "create",
                [{"keep_id": self.keep.id, "drop_id": self.drop.id, **deed}],
            ),
        ):
            self._assert_refused(
                "by the approval of another person only",
                self._rpc,
                self.registrar,
                "coop.person.merge",
                method,
                *args,
            )
        self._assert_refused(
            "merged under Possible Duplicates",
            self._rpc,
            self.registrar,
            "res.partner",
            "write",
            self.drop.ids,
            {"merged_into_id": self.keep.id},
        )
        for method in ("_merge", "_problems", "_on_approved"):
            with self.assertRaises(AccessError):
                self._rpc(self.registrar, "coop.person.merge", method, merge.ids)

    def test_the_log_stays(self):
        merge = self._merge()
        self._assert_refused("stays as it is", merge.write, {"reason": "Lain"})
        self._assert_refused("stays as it is", merge.unlink)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.ForeignKeyViolation),
            self.env.cr.savepoint(),
        ):
            self.drop.sudo().unlink()

    def test_the_merge_of_core_is_refused(self):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        neighbour = self._apply("Calon Satu").partner_id.sudo()
        self._assert_refused(
            "the registrar merges people under Possible Duplicates",
            wizard._merge,
            (neighbour | self.keep).ids,
            self.keep,
        )
