from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .run_common import RunCase


@tagged("post_install", "-at_install")
class TestRunUndo(RunCase):
    """A part reversed as a whole, and one booking of it corrected."""

    def correct(self, item, reason="Sudah keluar", user=None):
        wizard = self._rpc(
            user or self.treasurer,
            "coop.run.correct",
            "create",
            {"item_id": item.id, "reason": reason},
        )
        self._rpc(user or self.treasurer, "coop.run.correct", "action_apply", [wizard])
        self.env.invalidate_all()

    def reverse(self, move, user=None):
        """Core's own wizard on the entry."""
        user = user or self.treasurer
        context = {"active_model": "account.move", "active_ids": move.ids}
        values = {"journal_id": move.journal_id.id, "reason": "Salah tarif"}
        wizard = self._rpc(
            user, "account.move.reversal", "create", values, context=context
        )
        self._rpc(
            user, "account.move.reversal", "reverse_moves", [wizard], context=context
        )
        self.env.invalidate_all()
        return move.reversal_move_ids

    def test_reversed(self):
        run = self.booked()
        first, second, _third = self.entries(run)
        reversal = self.reverse(first)
        self.assertEqual(reversal.coop_origin_key, f"reversal/{first.id}")
        self.assertEqual(
            self._legs(reversal),
            [
                ("11199901", "", 0, 3000),
                ("31199902", "KUN-A1", 1000, 0),
                ("31199902", "KUN-A2", 2000, 0),
            ],
        )
        self.assertEqual(
            self.items(run)[:3],
            [
                ("KUN-A1", 1000, "reversed", 1),
                ("KUN-A2", 2000, "reversed", 1),
                ("KUN-A3", 3000, "done", 2),
            ],
        )
        self.assertEqual(
            run.result,
            "5 bookings of Rp15.000 in all were made as of 24 November 2026. "
            "2 of them (Rp3.000) were reversed or corrected afterwards.",
        )
        self._assert_refused("booked already", self.reverse, first)
        self._assert_refused("Reversed", self.correct, run.item_ids[0])
        self.assertEqual(second.reversal_move_ids, self.env["account.move"])
        self.assert_books()

    def test_corrected(self):
        run = self.booked()
        item = run.item_ids[3]
        line = item.move_id.line_ids.filtered(
            lambda line: line.coop_account_id == self.accounts[3]
        )
        self.assertEqual(line.coop_run_item_id, item)
        self.correct(item)
        move = item.correction_move_id
        self.assertEqual(
            move.coop_origin_key,
            f"correction/{item.move_id.id}/{self.accounts[3].id}/{item.id}",
        )
        self.assertEqual(move.name, "HDH/2026/11/0004")
        self.assertEqual(
            self._legs(move),
            [("11199901", "", 0, 4000), ("31199902", "KUN-A4", 4000, 0)],
        )
        self.assertEqual(move.line_ids.coop_corrected_line_id, line)
        self.assertEqual(
            (item.state, item.correction_reason), ("corrected", "Sudah keluar")
        )
        self.assertEqual(self.items(run)[2], ("KUN-A3", 3000, "done", 2))
        self.assertEqual(self.accounts[3].balance, 0)
        self.assertEqual(self.accounts[2].balance, 3000)
        # At most once, and not again by reversing the whole.
        self._assert_refused("was corrected already", self.correct, item)
        self._assert_refused(
            "1 bookings of HDH/2026/11/0002 were corrected already",
            self.reverse,
            item.move_id,
        )
        self.assert_books()

    def test_correction_reversed(self):
        run = self.booked()
        item = run.item_ids[0]
        self.correct(item)
        reversal = self.reverse(item.correction_move_id)
        self.assertEqual(
            self._legs(reversal),
            [("11199901", "", 1000, 0), ("31199902", "KUN-A1", 0, 1000)],
        )
        self.assertEqual(item.state, "done")
        self._assert_refused("was corrected already", self.correct, item)
        # Now the whole can be reversed.
        self.reverse(item.move_id)
        self.assertEqual(item.state, "reversed")
        self.assertEqual(self.accounts[0].balance, 0)
        self.assert_books()

    def test_second_cooperative(self):
        run = self.booked(self.other_treasurer)
        item = run.item_ids[4]
        self._assert_denied(self.correct, item)
        self.correct(item, user=self.other_treasurer)
        self.assertEqual(
            self._legs(item.correction_move_id),
            [("11199901", "", 0, 5000), ("31199902", "RAS-A5", 5000, 0)],
        )
        reversal = self.reverse(self.entries(run)[0], self.other_treasurer)
        self.assertEqual(
            self._legs(reversal),
            [
                ("11199901", "", 0, 3000),
                ("31199902", "RAS-A1", 1000, 0),
                ("31199902", "RAS-A2", 2000, 0),
            ],
        )
        self.assert_books(self.other)

    def test_of_two_cooperatives(self):
        """Who works in both corrects where the run is, whatever is chosen above."""
        both = new_test_user(
            self.env,
            "uji.bendahara.dua",
            groups="base.group_user,japra_base.group_treasurer",
            company_id=self.coop.id,
            company_ids=[Command.set((self.coop | self.other).ids)],
        )
        context = {"allowed_company_ids": (self.coop | self.other).ids}
        run = self._rpc(
            both,
            "coop.run",
            "create",
            {"kind": "coop.test.run", "company_id": self.other.id},
            context=context,
        )
        run = self.env["coop.run"].browse(run)
        for button in ("dry_run", "start"):
            self._rpc(both, "coop.run", f"action_{button}", run.ids, context=context)
        # Only Kunir is chosen: the run of Rasela is out of reach.
        self._assert_denied(
            self._rpc,
            both,
            "coop.run",
            "action_stop",
            run.ids,
            context={"allowed_company_ids": self.coop.ids},
        )
        self.work(run)
        self.assertEqual(self.entries(run).company_id, self.other)
        self.assert_books(self.other)

    def test_reason(self):
        item = self.booked().item_ids[0]
        self._assert_refused("Give the reason", self.correct, item, "  ")

    def test_not_worked_out(self):
        """A kind that says something else today corrects nothing."""
        item = self.booked().item_ids[0]
        self.place["cash"] = self.book().cash.copy({"code": "11199909"})
        self._assert_refused("reverse the whole entry", self.correct, item)

    def test_waiting(self):
        run = self.started()
        self._assert_refused("Waiting", self.correct, run.item_ids[0])
