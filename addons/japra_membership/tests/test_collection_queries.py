from odoo.fields import Command
from odoo.tests import tagged

from .common import POKOK, TODAY, MembershipCase


@tagged("post_install", "-at_install")
class TestCollectionQueries(MembershipCase):
    """A list of a whole kampung asks the database no more often than one of an RT."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        people = cls.env["coop.membership"].create(
            [
                {
                    "name": f"Warga {number}",
                    "company_id": cls.coop.id,
                    "date_admitted": "2026-02-01",
                }
                for number in range(26)
            ]
        )
        cls.env["coop.household"].create(
            [
                {
                    "company_id": cls.coop.id,
                    "head_id": member.partner_id.id,
                    "rt": "9" if number < 2 else "1" if number < 6 else "2",
                    "block": "C",
                    "unit": str(number),
                }
                for number, member in enumerate(people)
            ]
        )

    def _queries(self, method):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        method()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _walk(self, rt):
        """(members, queries of filling in, queries of booking) of an RT."""
        teller = self.env["coop.collection"].with_user(self.teller)
        collection = teller.create(
            {"company_id": self.coop.id, "date": TODAY, "rt": rt}
        )
        filling = self._queries(collection.action_fill)
        collection.write(
            {
                "line_ids": [
                    Command.update(line.id, {"amount": POKOK})
                    for line in collection.line_ids
                ]
            }
        )
        booking = self._queries(collection.action_post)
        return len(collection.line_ids), filling, booking

    def test_many_as_few(self):
        self._walk("9")
        few, many = self._walk("1"), self._walk("2")
        self.assertEqual((few[0], many[0]), (4, 20))
        # Not one of them for each of the sixteen members more.
        self.assertLess(many[1] - few[1], 4)
        self.assertLess(many[2] - few[2], 4)
