from datetime import date
from decimal import Decimal

from odoo.fields import Command
from odoo.tests import tagged

from .common import TODAY
from .parameter_common import ParameterCase


@tagged("post_install", "-at_install")
class TestParameter(ParameterCase):
    """Which value holds when, who enters it, and that it stays."""

    # === WHAT HOLDS WHEN === #

    def test_value_of_the_day(self):
        self.propose("2025-01-01", 10000)
        self.decide(("2026-01-01", 20000), ("2026-07-01", 25000))
        self.assertEqual(self.value("2025-12-31"), Decimal(10000))
        self.assertEqual(self.value("2026-06-30"), Decimal(20000))
        self.assertEqual(self.value("2026-07-01"), Decimal(25000))
        self.assertEqual(self.value("2026-07-01", self.other), Decimal(10000))

    def test_history(self):
        self.propose("2025-01-01", 10000)
        self.propose("2026-03-01", 11000)
        self.decide(("2026-01-01", 20000))
        self.decide(("2026-01-01", 21000))
        history = self.env["coop.parameter"]._history
        # The proposal of March does not come back over the bylaws of January, and
        # the later of two rows of one day counts.
        self.assertEqual(
            history("test.wajib", self.coop),
            [(date(2025, 1, 1), Decimal(10000)), (date(2026, 1, 1), Decimal(21000))],
        )
        self.assertEqual(
            history("test.wajib", self.other),
            [(date(2025, 1, 1), Decimal(10000)), (date(2026, 3, 1), Decimal(11000))],
        )

    def test_the_later_issued_counts(self):
        """Not the later drafted one."""
        first, second = (
            self.env["coop.decision"].create(
                {
                    "company_id": self.coop.id,
                    "name": f"D-{value}",
                    "date": "2025-01-01",
                    "title": "Simpanan wajib",
                    "line_ids": [
                        Command.create(
                            {
                                "parameter_id": self.rule.id,
                                "valid_from": "2026-01-01",
                                "value": value,
                            }
                        )
                    ],
                }
            )
            for value in (1, 2)
        )
        second._issue()
        first._issue()
        self.assertEqual(self.value("2026-01-01"), Decimal(1))

    def test_no_value(self):
        self.decide(("2026-01-01", 20000))
        self._assert_refused("Simpanan Wajib has no value on", self.value, "2025-12-31")
        self._assert_refused(
            "unknown has no value",
            self.env["coop.parameter"]._value,
            "unknown",
            self.coop,
            date(2026, 1, 1),
        )

    def test_queries_do_not_grow(self):
        """Rules are read in one query each time, however many values they have."""

        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["coop.parameter"]._histories(["test.wajib"], self.coop)
            return self.env.cr.sql_log_count - before

        self.decide(("2026-01-01", 1))
        count()
        few = count()
        self.decide(*((f"2026-{month:02}-02", month) for month in range(1, 13)))
        self.assertEqual(count(), few)

    # === APPEND-ONLY === #

    def test_rows_stay(self):
        decided = self.decide(("2026-01-01", 20000)).value_ids
        law = self.env["coop.parameter.value"].browse(
            self.enact(self.administrator, value=9)
        )
        for row in decided | law:
            for user in (self.administrator, self.board, self.treasurer, self.staff):
                self._assert_refused(
                    "Enter a new one",
                    self._rpc,
                    user,
                    "coop.parameter.value",
                    "write",
                    row.ids,
                    {"value": 1},
                )
                self._assert_denied(
                    self._rpc, user, "coop.parameter.value", "unlink", row.ids
                )
            # Not even where rights do not count.
            self._assert_refused(
                "Enter a new one", row.sudo().write, {"confirmed": False}
            )
            self._assert_refused("Enter a new one", row.sudo().unlink)

    def test_tables_stay(self):
        self.law.unit = "table"
        number = self.enact(
            self.administrator, row_ids=[[0, 0, {"label": "A", "value": 1}]]
        )
        row = self.env["coop.parameter.value"].browse(number).row_ids
        for user in (self.administrator, self.board):
            self._assert_refused(
                "Enter a new one",
                self._rpc,
                user,
                "coop.parameter.row",
                "create",
                {"value_id": number, "label": "B", "value": 2},
            )
            self._assert_refused(
                "Enter a new one",
                self._rpc,
                user,
                "coop.parameter.value",
                "write",
                number,
                {"row_ids": [[1, row.id, {"value": 2}]]},
            )
        self._assert_denied(
            self._rpc, self.staff, "coop.parameter.row", "write", row.ids, {"value": 2}
        )
        # The board may write rows, of its drafts only.
        for values in ({"value": 2}, {"value_id": False}):
            self._assert_refused(
                "Enter a new one",
                self._rpc,
                self.board,
                "coop.parameter.row",
                "write",
                row.ids,
                values,
            )
        self._assert_refused(
            "Enter a new one",
            self._rpc,
            self.board,
            "coop.parameter.row",
            "unlink",
            row.ids,
        )
        # A new value does not take the rows of another one.
        self._assert_refused(
            "Enter a new one",
            self.env["coop.parameter.value"].create,
            {
                "parameter_id": self.law.id,
                "valid_from": "2026-02-01",
                "row_ids": [Command.link(row.id)],
            },
        )
        self.assertEqual(row.value_id.id, number)

    # === WHO ENTERS WHAT === #

    def test_the_law_is_the_administrator_s(self):
        everybody_else = (
            self.board,
            self.treasurer,
            self.staff,
            self.supervisor,
            self.portal,
        )
        for user in everybody_else:
            self._assert_denied(self.enact, user, value=9)
        self.enact(self.administrator, value=9)
        self.assertEqual(self.value("2026-01-01", code="test.law"), Decimal(9))
        self._assert_refused(
            "the same for every cooperative",
            self.env["coop.parameter.value"].create,
            {
                "parameter_id": self.law.id,
                "valid_from": "2026-01-01",
                "value": 3,
                "decision_id": self.decide(("2026-01-01", 1)).id,
            },
        )

    def test_nobody_enters_a_bylaw_by_hand(self):
        decision = self.decide(("2026-01-01", 20000))
        values = {
            "parameter_id": self.rule.id,
            "valid_from": "2026-01-01",
            "value": 1,
            "company_id": self.coop.id,
            "decision_id": decision.id,
        }
        for user in (self.board, self.treasurer, self.staff, self.portal):
            self._assert_denied(
                self._rpc, user, "coop.parameter.value", "create", values
            )
        for context in ({}, {"coop_guard": True}, {"default_company_id": self.coop.id}):
            self._assert_refused(
                "enter its new value in a decision",
                self._rpc,
                self.administrator,
                "coop.parameter.value",
                "create",
                values,
                context=context,
            )
        self._assert_refused(
            "needs a decision of the same cooperative",
            self.env["coop.parameter.value"].create,
            {**values, "decision_id": False},
        )
        self._assert_refused(
            "needs a decision of the same cooperative",
            self.env["coop.parameter.value"].create,
            {**values, "company_id": self.other.id},
        )
        self.assertEqual(self.value("2026-01-01"), Decimal(20000))

    def test_rules_themselves_are_nobody_s(self):
        option = self.env["coop.parameter.option"].create(
            {"parameter_id": self.rule.id, "code": "a", "name": "A"}
        )
        for user in (self.administrator, self.board, self.treasurer, self.staff):
            for model, record in (
                ("coop.parameter", self.rule),
                ("coop.parameter.option", option),
            ):
                for method, *args in (
                    ("create", {"code": "x", "name": "X"}),
                    ("write", record.ids, {"name": "X"}),
                    ("unlink", record.ids),
                ):
                    self._assert_denied(self._rpc, user, model, method, *args)

    def test_a_proposal_is_not_confirmed(self):
        self._assert_refused(
            "a proposal only",
            self.env["coop.parameter.value"].create,
            {"parameter_id": self.rule.id, "valid_from": "2026-01-01", "value": 1},
        )

    def test_reads_its_own_and_the_law(self):
        law = self.propose("2026-01-01", 1)
        mine = self.decide(("2026-01-01", 2)).value_ids
        self.decide(("2026-01-01", 3), company=self.other)
        rows = self.env["coop.parameter.value"].with_user(self.staff)
        self.assertEqual(rows.search([("parameter_id", "=", self.rule.id)]), law | mine)

    def test_reads_its_own_tables_and_those_of_the_law(self):
        self.rule.unit = "table"
        line = {
            "parameter_id": self.rule.id,
            "valid_from": "2026-01-01",
            "row_ids": [Command.create({"value": 1})],
        }
        mine, foreign = (self._decide(c, [line]) for c in (self.coop, self.other))
        law = self.propose("2026-01-01", 0, row_ids=[Command.create({"value": 1})])
        seen = self.env["coop.parameter.row"].with_user(self.staff).search([])
        self.assertIn(law.row_ids, seen)
        self.assertIn(mine.value_ids.row_ids, seen)
        self.assertIn(mine.line_ids.row_ids, seen)
        self.assertFalse(seen & foreign.value_ids.row_ids)
        self.assertFalse(seen & foreign.line_ids.row_ids)

    # === CONFIRMED OR NOT === #

    def test_in_force_today(self):
        self.decide(("2026-01-01", 20000), ("2026-12-01", 30000))
        rule = self.rule.with_company(self.coop).with_user(self.staff)
        self.assertEqual(self.plain(rule.current_label), "Rp 20.000")
        self.assertEqual(rule.current_from, date(2026, 1, 1))
        self.assertEqual(rule.current_standing, "confirmed")
        other = self.rule.with_company(self.other)
        self.assertFalse(other.current_label)
        self.assertEqual(other.current_standing, "missing")

    def test_papers_ask(self):
        confirmed = self.env["coop.parameter"]._is_confirmed
        self.assertFalse(confirmed("test.wajib", self.coop, TODAY))
        self.propose("2025-01-01", 10000)
        self.assertFalse(confirmed("test.wajib", self.coop, TODAY))
        self.assertEqual(
            self.rule.with_company(self.coop).current_standing, "unconfirmed"
        )
        self.decide(("2026-01-01", 20000))
        self.assertTrue(confirmed("test.wajib", self.coop, TODAY))
        self.assertFalse(confirmed("test.wajib", self.coop, date(2025, 12, 31)))
        self.assertFalse(confirmed("test.wajib", self.other, TODAY))

    def test_screens_show_what_is_not_confirmed(self):
        """A badge in every view, on a phone too."""
        for view in ("form", "list", "kanban"):
            arch = self.env["coop.parameter"].get_view(
                self.env.ref(f"japra_base.coop_parameter_view_{view}").id, view
            )["arch"]
            with self.subTest(view):
                self.assertRegex(
                    arch,
                    r'name="current_standing" widget="badge"[^>]*'
                    r'decoration-warning="current_standing == .unconfirmed.',
                )
        self.assertEqual(arch.count("current_standing"), 4)

    def test_seeds(self):
        """What the law says today, read on 24-11-2026, and what nobody has settled."""
        for code, value, confirmed in (
            ("founders.primer", 9, True),
            ("founders.sekunder", 3, True),
            ("board.term_max", 5, True),
            ("meeting.annual_months", 6, True),
            ("meeting.report_months", 1, True),
            ("report.primer_months", 4, False),
            ("report.sekunder_months", 6, False),
            ("board.minimum", 3, False),
            ("supervisors.minimum", 3, False),
        ):
            with self.subTest(code):
                self.assertEqual(self.value("2026-11-24", code=code), Decimal(value))
                self.assertEqual(
                    self.env["coop.parameter"]._is_confirmed(code, self.coop, TODAY),
                    confirmed,
                )
        shares = self.value("2026-11-24", code="shu.split")
        self.assertEqual(sum(row.value for row in shares), Decimal(100))
        self.assertEqual(self.value("2026-11-24", code="capital.loss_rule"), "shares")
        for row in self.env["coop.parameter.value"].search([("confirmed", "=", True)]):
            self.assertTrue(row.legal_basis or row.decision_id)
