from odoo.tests import tagged

from .common import POKOK, TODAY, WAJIB, MembershipCase


@tagged("post_install", "-at_install")
class TestPerformance(MembershipCase):
    """The number of queries never follows the number of members."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.many = cls.env["coop.membership"].create(
            [
                {
                    "name": f"Warga {number}",
                    "company_id": cls.coop.id,
                    "date_admitted": "2026-02-01",
                }
                for number in range(40)
            ]
        )
        for member in cls.many[:5]:
            cls._pay(member, pokok=POKOK, wajib=WAJIB)

    def _queries(self, method):
        self.env.flush_all()
        self.env.invalidate_all()
        method()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        method()
        return self.env.cr.sql_log_count - before

    def _page(self, limit):
        members = self.env["coop.membership"].with_user(self.teller)
        return lambda: members.web_search_read(
            [],
            {
                name: {}
                for name in (
                    "number",
                    "name",
                    "phone",
                    "balance_pokok",
                    "balance_wajib",
                    "amount_due",
                )
            },
            limit=limit,
        )

    def test_list_of_members(self):
        few, many = self._queries(self._page(5)), self._queries(self._page(40))
        self.assertEqual(few, many)
        self.assertLess(many, 25)

    def test_arrears_of_a_company(self):
        dues = self.env["coop.dues"]
        self.assertEqual(self._queries(lambda: dues._arrears(self.coop, TODAY)), 7)

    def test_import_of_many(self):
        rows = [[f"Impor {number}", "2026-03-01"] for number in range(20)]
        members = self.env["coop.membership"].with_company(self.coop)
        before = self.env.cr.sql_log_count
        result = members.load(["name", "date_admitted"], rows)
        self.assertEqual(len(result["ids"]), 20)
        self.assertLess(self.env.cr.sql_log_count - before, 20 * 25)
