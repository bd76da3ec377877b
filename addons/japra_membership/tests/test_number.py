from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.res_company import COUNTERS
from .common import MembershipCase


@tagged("post_install", "-at_install")
class TestNumber(MembershipCase):
    """Numbers of members: letters first, no gap, never twice."""

    def test_each_cooperative_counts_for_itself(self):
        self.assertEqual(
            (self.siti + self.budi + self.rasela).mapped("number"),
            ["KUN-0001", "KUN-0002", "RAS-0001"],
        )

    def test_counter_goes_on_behind_the_paper_register(self):
        self._admit("Dari Buku", "2026-02-01", number="KUN-0033")
        self._admit("Dari Buku Lain", "2026-02-01", number="A/7")
        self._admit("Lebih Awal", "2026-02-01", number="KUN-0012")
        self.assertEqual(self._admit("Baru", "2026-11-24").number, "KUN-0034")

    def test_number_far_beyond_the_counter(self):
        """A slip of the finger would push every later number with it."""
        values = {"name": "Salah Ketik", "date_admitted": "2026-02-01"}
        for number in ("KUN-99999999", "KUN-10002", f"KUN-{10**20}"):
            with self.subTest(number):
                self._assert_refused(
                    f"Member number {number} is far beyond the last one, which is 2:",
                    self._rpc,
                    self.registrar,
                    "coop.membership",
                    "create",
                    dict(values, number=number),
                )
        self.assertEqual(self._admit("Baru", "2026-11-24").number, "KUN-0003")
        # Other letters are of another series: the counter does not know them.
        self._admit("Buku Lama", "2026-02-01", number="A-99999999")
        self._admit("Rumah Jauh", "2026-02-01", number="KUN-10002")
        self.assertEqual(self._admit("Lagi", "2026-11-24").number, "KUN-10003")

    def test_nobody_draws_a_number(self):
        """Core lets every user draw from any sequence: that would leave a gap."""
        counter = self.coop._member_sequence()
        for user in (self.teller, self.auditor, self.board, self.administrator):
            for code in ("coop.membership", "coop.certificate"):
                self._assert_refused(
                    "by the approval, the admission or the certificate only",
                    self._rpc,
                    user,
                    "ir.sequence",
                    "next_by_code",
                    code,
                    context={"coop_guard": True},
                )
        self._assert_refused(
            "by the approval, the admission or the certificate only",
            self._rpc,
            self.administrator,
            "ir.sequence",
            "next_by_id",
            counter.ids,
        )
        self.assertEqual(self._admit("Baru", "2026-11-24").number, "KUN-0003")

    def test_counter_of_another_cooperative(self):
        """How many members the others have is theirs to tell."""
        counters = self.env["ir.sequence"].search([("code", "in", list(COUNTERS))])
        own, foreign = (
            counters.filtered(lambda counter, one=company: counter.company_id == one)
            for company in (self.coop, self.other)
        )
        self.assertEqual(sorted(foreign.mapped("code")), sorted(COUNTERS))
        for user in (self.registrar, self.treasurer, self.administrator):
            self.assertEqual(
                self._rpc(user, "ir.sequence", "search", [("id", "in", foreign.ids)]),
                [],
            )
            self._assert_denied(
                self._rpc, user, "ir.sequence", "read", foreign.ids, ["number_next"]
            )
            self._rpc(user, "ir.sequence", "read", own.ids, ["number_next"])

    def test_number_is_not_used_up_by_a_refusal(self):
        self._assert_refused("in the future", self._admit, "Besok", "2026-11-25")
        self.assertEqual(self._admit("Baru", "2026-11-24").number, "KUN-0003")

    @mute_logger("odoo.sql_db")
    def test_two_admissions_at_the_same_instant(self):
        """The second waits for a new try instead of getting the same number."""
        # Real transactions of their own, on a company that is committed.
        with self.registry.cursor() as one, self.registry.cursor() as two:
            first = api.Environment(one, SUPERUSER_ID, {})["res.company"]
            second = api.Environment(two, SUPERUSER_ID, {})["res.company"]
            company = first.search([], limit=1, order="id")
            number = company._member_sequence().next_by_id()
            with self.assertRaises(OperationalError):
                second.browse(company.id)._member_sequence().next_by_id()
            two.rollback()
            one.rollback()
            self.assertEqual(
                second.browse(company.id)._member_sequence().next_by_id(), number
            )
            two.rollback()
