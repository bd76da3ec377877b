from datetime import date
from decimal import Decimal

from odoo.fields import Command
from odoo.tests import tagged

from ..models.coop_dated_value import TableRow
from .parameter_common import ParameterCase


@tagged("post_install", "-at_install")
class TestParameterKinds(ParameterCase):
    """Every kind of value comes back as what it is, and nothing else goes in."""

    # === KINDS OF VALUE === #

    def kind(self, unit, values, **rule):
        """The Python value and the words of a value of this kind."""
        self.law.write({"unit": unit, **rule})
        row = self.env["coop.parameter.value"].browse(
            self.enact(self.administrator, **values)
        )
        self.assertEqual(self.value("2026-01-01", code="test.law"), row._get_value())
        return row._get_value(), self.plain(row.value_label)

    def test_numbers(self):
        for unit, value, label in (
            ("percent", 7.5, "7.5 %"),
            ("percent", 10, "10 %"),
            ("percent", 7.1234, "7.1234 %"),
            ("day", 10, "day 10 of the month"),
            ("number", 1200, "1.200"),
            ("number", 0, "0"),
            ("amount", 1200000, "Rp 1.200.000"),
        ):
            with self.subTest(label):
                self.assertEqual(
                    self.kind(unit, {"value": value}), (Decimal(str(value)), label)
                )
        self.assertEqual(
            self.kind("number", {"value": 9}, measure="persons"),
            (Decimal(9), "9 persons"),
        )

    def test_date(self):
        value, label = self.kind("date", {"value_date": "2026-12-31"})
        self.assertEqual(value, date(2026, 12, 31))
        # In the language of the database.
        self.assertIn(label, ("31 December 2026", "31 Desember 2026"))

    def test_choice(self):
        self.law.option_ids = [
            Command.create({"code": "month", "name": "Every month"}),
            Command.create({"code": "year", "name": "Every year"}),
        ]
        month = self.law.option_ids[0]
        self.assertEqual(
            self.kind("choice", {"choice_id": month.id}), ("month", "Every month")
        )

    def test_table(self):
        rows = [
            {"label": "Kelas A", "lower": 0, "upper": 36, "value": 25000},
            {"label": "Kelas A", "lower": 37, "value": 30000},
            {"label": "Kelas B", "value": 40000},
        ]
        value, label = self.kind(
            "table",
            {"row_ids": [[0, 0, row] for row in rows]},
            cell_unit="amount",
        )
        self.assertEqual(
            value,
            [
                TableRow("Kelas A", Decimal(0), Decimal(36), Decimal(25000)),
                TableRow("Kelas A", Decimal(37), None, Decimal(30000)),
                TableRow("Kelas B", Decimal(0), None, Decimal(40000)),
            ],
        )
        self.assertEqual(
            label,
            "Kelas A 0–36: Rp 25.000; Kelas A 37–…: Rp 30.000; Kelas B: Rp 40.000",
        )

    def test_what_is_no_value(self):
        def refuse(sentence, unit, **values):
            self.law.unit = unit
            with self.subTest(unit=unit, values=values):
                self._assert_refused(sentence, self.enact, self.administrator, **values)

        refuse("whole rupiah", "amount", value=1000.5)
        refuse("whole rupiah", "amount", value=-1)
        for value in (0, 32, 1.5):
            refuse("from 1 to 31", "day", value=value)
        for unit in ("number", "amount", "percent"):
            for value in (float("nan"), float("inf"), 1e12, -1e12, 10**400):
                refuse("has no such value", unit, value=value)
            for value in ("dua puluh", "20", [20], {"a": 1}, True):
                refuse("has no such value", unit, value=value)
        refuse("is a date: enter it", "date", value=5)
        for day in ("besok", "2026-02-30", 5, [2026]):
            refuse("is a date: enter day, month and year", "date", value_date=day)
            refuse("is a date: enter day, month and year", "number", valid_from=day)
        self.law.option_ids = [Command.create({"code": "a", "name": "Setiap bulan"})]
        foreign = self.env["coop.parameter.option"].create(
            {"parameter_id": self.rule.id, "code": "b", "name": "B"}
        )
        refuse("is one of these: Setiap bulan", "choice", value=1)
        refuse("is one of these: Setiap bulan", "choice", choice_id=foreign.id)

    def test_what_is_no_table(self):
        self.law.write({"unit": "table", "cell_unit": "amount"})
        for sentence, *rows in (
            ("at least one row",),
            ("whole rupiah", {"value": 0.5}),
            ("has no such value", {"value": "x"}),
            ("has no such value", {"lower": float("nan"), "value": 1}),
            ("ends before it begins", {"lower": 5, "upper": 4, "value": 1}),
            ("about the same", {"label": "A", "value": 1}, {"label": "A", "value": 2}),
            (
                "about the same",
                {"lower": 1, "upper": 5, "value": 1},
                {"lower": 5, "value": 2},
            ),
        ):
            with self.subTest(rows=rows):
                self._assert_refused(
                    sentence,
                    self.enact,
                    self.administrator,
                    row_ids=[[0, 0, row] for row in rows],
                )
