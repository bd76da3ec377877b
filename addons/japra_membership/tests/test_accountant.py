from lxml import etree

from odoo.tests import tagged

from .common import POKOK, WAJIB, MembershipCase


@tagged("post_install", "-at_install")
class TestAccountant(MembershipCase):
    """A member's lines in Odoo's own journal items, for who works with the books."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._pay(cls.siti, pokok=POKOK, wajib=WAJIB)
        cls._pay(cls.budi, pokok=POKOK)
        cls._pay(cls.rasela, user=cls.other_teller, pokok=POKOK)

    def _found(self, user, name, typed):
        """What the search box finds when something is typed for a field of it."""
        view = self.env.ref("account.view_account_move_line_filter").id
        arch = etree.fromstring(
            self.env(user=user)["account.move.line"].get_view(view, "search")["arch"]
        )
        self.assertTrue(arch.xpath(f"//field[@name='{name}']"), name)
        lines = self._rpc(
            user,
            "account.move.line",
            "search_read",
            [(name, "ilike", typed), ("parent_state", "=", "posted")],
            ["coop_account_id", "credit"],
            order="id",
        )
        return [
            (line["coop_account_id"] and line["coop_account_id"][1], line["credit"])
            for line in lines
            if line["credit"]
        ]

    def test_by_name_and_by_account(self):
        siti = [("KUN-0001/POKOK", 100_000), ("KUN-0001/WAJIB", 20_000)]
        for user in (self.treasurer, self.supervisor, self.auditor):
            with self.subTest(user.login):
                self.assertEqual(self._found(user, "partner_id", "siti amin"), siti)
                self.assertEqual(self._found(user, "coop_account_id", "siti am"), siti)
                self.assertEqual(self._found(user, "coop_account_id", "kun-0001"), siti)
                self.assertEqual(
                    self._found(user, "coop_account_id", "0001/WAJIB"), siti[1:]
                )
                self.assertEqual(self._found(user, "coop_account_id", "Ruminah"), [])

    def test_grouped_by_member_account(self):
        groups = self._rpc(
            self.auditor,
            "account.move.line",
            "formatted_read_group",
            [("coop_account_id", "!=", False), ("parent_state", "=", "posted")],
            ["coop_account_id"],
            ["credit:sum"],
        )
        self.assertEqual(
            [(row["coop_account_id"][1], row["credit:sum"]) for row in groups],
            [
                ("KUN-0001/POKOK", 100_000),
                ("KUN-0001/WAJIB", 20_000),
                ("KUN-0002/POKOK", 100_000),
            ],
        )
        arch = self.env["account.move.line"].get_view(
            self.env.ref("account.view_account_move_line_filter").id, "search"
        )["arch"]
        self.assertIn("'group_by': 'coop_account_id'", arch)
