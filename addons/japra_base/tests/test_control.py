from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import TODAY, CoopCase


@tagged("post_install", "-at_install")
class TestControl(CoopCase):
    """Every check is seen to fail, on books broken by SQL."""

    def setUp(self):
        super().setUp()
        self.move = self.receive("r/1", {self.member(): 1000})
        self.line = self.move.line_ids.filtered("coop_account_id")
        self.assert_whole()

    def failures(self, as_of=None):
        self.env.invalidate_all()
        return {
            failure["check"]: failure
            for failure in self.env["coop.control"]._failures(self.coop, as_of)
        }

    def execute(self, query, *params):
        self.env.flush_all()
        self.env.cr.execute(query, params)

    def test_sums(self):
        self.execute(
            "UPDATE account_move_line SET coop_account_id = NULL WHERE id = %s",
            self.line.id,
        )
        failures = self.failures()
        self.assertEqual(set(failures), {"sums", "lines", "chain"})
        self.assertEqual(failures["sums"]["record"], self.member().account_id)
        self.assertIn("1.000", failures["sums"]["message"].replace(",", "."))
        self.assertEqual(failures["lines"]["record"], self.line)
        self.assertIn(self.move.name, failures["lines"]["message"])
        self.assertNotIn("sums", self.failures(as_of=TODAY - timedelta(days=1)))

    def test_lines(self):
        for column, value in (
            ("partner_id", self.member("Budi").partner_id.id),
            ("date", "2026-11-01"),
            ("coop_account_id", self.member(kind="UJI2").id),
        ):
            with self.subTest(column=column), self.env.cr.savepoint() as savepoint:
                self.execute(
                    f"UPDATE account_move_line SET {column} = %s WHERE id = %s",
                    value,
                    self.line.id,
                )
                self.assertEqual(self.failures()["lines"]["record"], self.line)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_lines_without_origin(self):
        self.execute(
            "UPDATE account_move SET coop_origin_key = NULL WHERE id = %s", self.move.id
        )
        self.assertEqual(set(self.failures()), {"lines"})

    def test_numbers(self):
        second = self.receive("r/2", {self.member(): 1000})
        self.execute(
            "UPDATE account_move SET name = 'KWX/2026/11/0003', sequence_number = 3 "
            "WHERE id = %s",
            second.id,
        )
        failure = self.failures()["numbers"]
        self.assertEqual(failure["record"], self.book().journal)
        self.assertEqual(
            failure["message"],
            "KWX/2026/11/ holds 2 entries, numbered from 1 to 3.",
        )

    def test_unsealed(self):
        late = self.receive("r/2", {self.member(): 1000})
        self.assertEqual(self.failures(), {})
        self.execute(
            "UPDATE account_move SET create_date = %s WHERE id = %s",
            fields.Datetime.now() - timedelta(days=2),
            late.id,
        )
        self.assertEqual(set(self.failures()), {"unsealed"})

    def test_chain(self):
        self.execute(
            "UPDATE account_move SET inalterable_hash = '$4$x' WHERE id = %s",
            self.move.id,
        )
        failure = self.failures()["chain"]
        self.assertIn(self.move.name, failure["message"])

    def test_other_cooperative_is_not_named(self):
        self.execute(
            "UPDATE account_move_line SET coop_account_id = NULL WHERE id = %s",
            self.line.id,
        )
        self.assertEqual(self.env["coop.control"]._failures(self.other), [])

    def test_screen_of_the_treasurer(self):
        Result = self.env["coop.control.result"].with_user(self.treasurer)
        self.assertEqual(Result.action_check()["tag"], "soft_reload")
        self.assertEqual(Result.search([]).mapped("check_name"), ["ok"])
        self.execute(
            "UPDATE account_move SET inalterable_hash = '$4$x' WHERE id = %s",
            self.move.id,
        )
        self.env.invalidate_all()
        with self.assertLogs("odoo.addons.japra_base", "ERROR"):
            Result.action_check()
        row = Result.search([])
        self.assertEqual(row.check_name, "chain")
        self.assertEqual(row.action_open_record()["res_id"], self.coop.id)
        other = self.env["coop.control.result"].with_user(self.other_treasurer)
        self.assertFalse(other.search([]))

    def test_nightly(self):
        with self.enter_registry_test_mode():
            self.env.ref("japra_base.ir_cron_coop_check").method_direct_trigger()
        self.env.invalidate_all()
        results = self.env["coop.control.result"].search(
            [("company_id", "in", (self.coop | self.other).ids)]
        )
        self.assertEqual(results.mapped("check_name"), ["ok", "ok"])

    def test_results_are_not_written_by_hand(self):
        values = {
            "company_id": self.coop.id,
            "checked_on": "2026-11-24 00:00:00",
            "check_name": "ok",
            "message": "x",
        }
        for user in (self.treasurer, self.supervisor, self.administrator):
            self._assert_denied(
                self._rpc, user, "coop.control.result", "create", values
            )
        for user in (self.staff, self.portal):
            self._assert_denied(
                self._rpc, user, "coop.control.result", "action_check", []
            )
