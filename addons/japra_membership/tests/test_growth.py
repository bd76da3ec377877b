from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import POKOK, WAJIB, MembershipCase


@tagged("post_install", "-at_install")
class TestGrowth(MembershipCase):
    """Members and their capital by month, for who may see them, of the own coop."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._pay(cls.siti, date="2026-10-05", pokok=POKOK, wajib=WAJIB)
        cls._pay(cls.siti, wajib=2 * WAJIB)
        cls._pay(cls.rasela, user=cls.other_teller, pokok=POKOK)

    def _months(self, user, model, groupby, *measures):
        rows = self._rpc(
            user,
            f"coop.growth.{model}",
            "formatted_read_group",
            [],
            groupby,
            [f"{measure}:sum" for measure in measures],
        )
        return [
            tuple(
                row[name][1] if name == "product_id" else row[name]
                for name in (*groupby[1:], *(f"{one}:sum" for one in measures))
            )
            for row in rows
        ]

    def test_members(self):
        self._step(self.siti, "died", told_by="Anaknya", date="2026-11-20")
        self.assertEqual(
            self._months(
                self.registrar, "member", ["date:month"], "came", "went", "members"
            ),
            [(1, 0, 1), (1, 1, 0)],
        )
        self._step(self.siti, "corrected", reason="Salah orang")
        self.assertEqual(
            self._months(self.teller, "member", ["date:month"], "came", "went"),
            [(1, 0), (1, 0)],
        )
        self.assertEqual(
            self._months(self.other_teller, "member", ["date:month"], "members"),
            [(1,)],
        )

    def test_capital(self):
        expected = [
            ("Entry Share", 100_000),
            ("Mandatory Share", 20_000),
            ("Mandatory Share", 40_000),
        ]
        for user in (self.treasurer, self.board, self.supervisor, self.auditor):
            with self.subTest(user.login):
                rows = self._months(
                    user, "capital", ["date:month", "product_id"], "amount"
                )
                self.assertEqual(
                    [(name, round(sum_)) for name, sum_ in rows],
                    expected,
                )
        for user in (self.teller, self.registrar):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._months(user, "capital", ["date:month"], "amount")

    def test_capital_is_the_ledger(self):
        rows = self.env["coop.growth.capital"].search(
            [("company_id", "=", self.coop.id)]
        )
        self.assertEqual(
            {(row.date, row.product_id.share_kind, round(row.amount)) for row in rows},
            {
                (date(2026, 10, 1), "pokok", 100_000),
                (date(2026, 10, 1), "wajib", 20_000),
                (date(2026, 11, 1), "wajib", 40_000),
            },
        )

    def test_nobody_writes_it(self):
        for user in (self.treasurer, self.administrator):
            with self.subTest(user.login):
                self._assert_denied(
                    self._rpc,
                    user,
                    "coop.growth.member",
                    "create",
                    {"members": 1},
                )
