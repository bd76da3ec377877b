from datetime import date
from decimal import Decimal

from odoo.tests import tagged

from .common import CoopCase


@tagged("post_install", "-at_install")
class TestParameter(CoopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls.env["coop.parameter"].create(
            {"code": "test.wajib", "name": "Simpanan Wajib", "unit": "amount"}
        )

    def enter(self, valid_from, value, company=None, user=None, **values):
        return (
            self.env["coop.parameter.value"]
            .with_user(user or self.administrator)
            .create(
                {
                    "parameter_id": self.rule.id,
                    "valid_from": valid_from,
                    "value": value,
                    "company_id": company.id if company else False,
                    **values,
                }
            )
        )

    def value(self, day, company=None):
        return self.env["coop.parameter"]._value(
            "test.wajib", company or self.coop, date.fromisoformat(day)
        )

    def test_value_of_the_day(self):
        self.enter("2025-01-01", 10000)
        self.enter("2026-01-01", 20000, self.coop)
        self.enter("2026-07-01", 25000, self.coop)
        self.assertEqual(self.value("2025-12-31"), Decimal(10000))
        self.assertEqual(self.value("2026-06-30"), Decimal(20000))
        self.assertEqual(self.value("2026-07-01"), Decimal(25000))
        self.assertEqual(self.value("2026-07-01", self.other), Decimal(10000))

    def test_history(self):
        self.enter("2025-01-01", 10000)
        self.enter("2026-03-01", 11000)
        self.enter("2026-01-01", 20000, self.coop)
        self.enter("2026-01-01", 21000, self.coop)
        history = self.env["coop.parameter"]._history
        # The law of March does not come back over the bylaws of January, and the
        # later of two rows of one day counts.
        self.assertEqual(
            history("test.wajib", self.coop),
            [(date(2025, 1, 1), Decimal(10000)), (date(2026, 1, 1), Decimal(21000))],
        )
        self.assertEqual(
            history("test.wajib", self.other),
            [(date(2025, 1, 1), Decimal(10000)), (date(2026, 3, 1), Decimal(11000))],
        )

    def test_decimals(self):
        self.rule.unit = "percent"
        self.enter("2026-01-01", 7.1234)
        self.assertEqual(self.value("2026-01-01"), Decimal("7.1234"))

    def test_no_value(self):
        self.enter("2026-01-01", 20000, self.coop)
        self._assert_refused("Simpanan Wajib has no value on", self.value, "2025-12-31")
        self._assert_refused(
            "unknown has no value",
            self.env["coop.parameter"]._value,
            "unknown",
            self.coop,
            date(2026, 1, 1),
        )

    def test_rows_stay(self):
        row = self.enter("2026-01-01", 20000, self.coop)
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
        self._assert_refused("Enter a new one", row.sudo().write, {"confirmed": False})
        self._assert_refused("Enter a new one", row.sudo().unlink)

    def test_who_enters_values(self):
        self.enter("2026-01-01", 1, self.coop, user=self.board)
        self._assert_denied(self.enter, "2026-01-01", 1, user=self.board)
        self._assert_denied(self.enter, "2026-01-01", 1, self.other, user=self.board)
        for user in (self.treasurer, self.staff, self.supervisor, self.portal):
            self._assert_denied(self.enter, "2026-01-01", 1, self.coop, user=user)
        self.enter("2026-01-01", 1, user=self.administrator)

    def test_reads_its_own_and_the_law(self):
        law = self.enter("2026-01-01", 1)
        mine = self.enter("2026-01-01", 2, self.coop)
        self.env["coop.parameter.value"].create(
            {
                "parameter_id": self.rule.id,
                "valid_from": "2026-01-01",
                "value": 3,
                "company_id": self.other.id,
            }
        )
        rows = self.env["coop.parameter.value"].with_user(self.staff)
        self.assertEqual(rows.search([("parameter_id", "=", self.rule.id)]), law | mine)

    def test_what_is_no_value(self):
        self._assert_refused("whole rupiah", self.enter, "2026-01-01", 1000.5)
        self._assert_refused("whole rupiah", self.enter, "2026-01-01", -1)
        self.rule.unit = "day"
        for value in (0, 32, 1.5):
            self._assert_refused("from 1 to 31", self.enter, "2026-01-01", value)

    def test_in_force_today(self):
        self.enter("2026-01-01", 20000, self.coop)
        self.enter("2026-12-01", 30000, self.coop)
        rule = self.rule.with_company(self.coop).with_user(self.staff)
        self.assertEqual(self.plain(rule.current_label), "Rp 20.000")
        self.assertEqual(rule.current_from, date(2026, 1, 1))
        self.assertFalse(self.rule.with_company(self.other).current_label)

    def test_labels(self):
        for unit, value, label in (
            ("percent", 7.5, "7.5 %"),
            ("percent", 10, "10 %"),
            ("day", 10, "day 10 of the month"),
            ("number", 1200, "1.200"),
            ("number", 0, "0"),
            ("amount", 1200000, "Rp 1.200.000"),
        ):
            self.rule.unit = unit
            row = self.enter("2026-01-01", value)
            self.assertEqual(self.plain(row.value_label), label)

    def plain(self, label):
        """Without what depends on the languages of the database."""
        return label.replace("\xa0", " ").replace(",", ".")
