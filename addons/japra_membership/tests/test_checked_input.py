from odoo.tests import tagged

from .common import MembershipCase

BIG = 2**40


@tagged("post_install", "-at_install")
class TestCheckedInput(MembershipCase):
    """What is no value of a field is answered with one sentence, over RPC too."""

    def test_in_place_of_a_value(self):
        for name, value, sentence in (
            ("membership_id", BIG, "is chosen from the list"),
            ("membership_id", "abc", "is chosen from the list"),
            ("membership_id", True, "is chosen from the list"),
            ("means", "cek", "is chosen from the list"),
            ("means", ["cash"], "is chosen from the list"),
            ("line_ids", "abc", "is chosen from the list"),
            ("date", "9999-12-31", "is a date"),
            ("date", "kemarin", "is a date"),
            ("amount_tendered", "nan", "a number below one trillion"),
            ("note", 5, "is a text"),
        ):
            with self.subTest(name=name, value=value):
                self._assert_refused(
                    sentence,
                    self._rpc,
                    self.teller,
                    "coop.receipt",
                    "create",
                    {"membership_id": self.siti.id, name: value},
                )

    def test_months_of_a_waiver(self):
        values = {"account_id": self._account(self.siti, "wajib").id, "reason": "x"}
        for month in ("abc", 5, ["x"], "9999-12-31"):
            with self.subTest(month=month):
                self._assert_refused(
                    "is a date",
                    self._rpc,
                    self.registrar,
                    "coop.dues.waiver",
                    "create",
                    {**values, "month_from": month, "month_until": month},
                )

    def test_day_of_the_arrears(self):
        members = self.env["coop.membership"].with_user(self.teller)
        for day in ("abc", 5, True, ["x"], "9999-12-31"):
            with self.subTest(day=day):
                self._assert_refused(
                    "choose one",
                    members.with_context(coop_as_of=day).search_read,
                    [("id", "=", self.siti.id)],
                    ["amount_due"],
                )
