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

    def _import_queries(self, start, count):
        """Half of the rows have a number of the paper register, half are given one."""
        rows = [
            [
                f"Impor {number}",
                "" if number % 2 else f"KUN-{number:04}",
                "1980",
                "P",
                "2026-03-01",
            ]
            for number in range(start, start + count)
        ]
        members = self.env["coop.membership"].with_user(self.registrar)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        result = members.load(
            ["name", "number", "birth_year", "sex", "date_admitted"], rows
        )
        self.env.flush_all()
        self.assertEqual(len(result["ids"] or []), count, result["messages"])
        return self.env.cr.sql_log_count - before

    def test_import_of_many(self):
        self._import_queries(100, 10)
        few, many = self._import_queries(200, 20), self._import_queries(300, 40)
        self.assertLessEqual(many - few, 10)
