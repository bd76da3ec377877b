from datetime import date

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .common import POKOK, TODAY, MembershipCase

FEE = 25_000
AGES = ["late_0_30", "late_31_60", "late_61_90", "late_over_90"]


@tagged("post_install", "-at_install")
class TestAgeing(MembershipCase):
    """How old arrears are, and what a payment that bounces does to them."""

    def _ages(self, member, as_of=TODAY):
        member = member.with_context(coop_as_of=str(as_of))
        member.invalidate_recordset()
        return [round(member[name]) for name in AGES]

    def _by_bucket(self, as_of=TODAY, user=None, company=None):
        ages = self.env["coop.arrears.age"].with_user(user or self.teller)
        ages = ages.with_context(
            coop_as_of=str(as_of), allowed_company_ids=(company or self.coop).ids
        )
        ages.invalidate_model()
        return {
            bucket: round(amount)
            for bucket, amount in ages._read_group([], ["bucket"], ["amount:sum"])
        }

    # === AGES === #

    def test_buckets(self):
        # Pokok and September 15 Sep (70 days), October 45 days, November 14 days.
        self.assertEqual(self._ages(self.siti), [20_000, 20_000, 120_000, 0])
        self.assertEqual(self._ages(self.budi), [120_000, 0, 0, 0])
        self.assertEqual(self.siti.oldest_month, "September 2026")
        with freeze_time("2026-12-31 03:00:00"):
            self.assertEqual(
                self._ages(self.siti, date(2026, 12, 31)),
                [20_000, 20_000, 20_000, 120_000],
            )

    def test_borders(self):
        """30, 60 and 90 days belong to the younger bucket."""
        self._pay(self.siti, pokok=POKOK, wajib=0, date="2026-09-15")
        for day, expected in (
            ("2026-10-09", [20_000, 0, 0, 0]),
            ("2026-10-15", [40_000, 0, 0, 0]),
            ("2026-10-16", [20_000, 20_000, 0, 0]),
            ("2026-11-09", [20_000, 20_000, 0, 0]),
            ("2026-11-14", [20_000, 40_000, 0, 0]),
            ("2026-11-15", [20_000, 20_000, 20_000, 0]),
        ):
            with self.subTest(day):
                self.assertEqual(self._ages(self.siti, day), expected)

    def test_oldest_first(self):
        self._pay(self.siti, pokok=POKOK, wajib=30_000)
        self.assertEqual(self._ages(self.siti), [20_000, 10_000, 0, 0])
        self.assertEqual(self.siti.oldest_month, "Oktober 2026")
        self.assertEqual(self.siti.paid_until, "September 2026")

    def test_as_of_a_day(self):
        day = date(2026, 10, 31)
        self.assertEqual(self._ages(self.siti, day), [20_000, 120_000, 0, 0])
        self.assertEqual(self._by_bucket(day), {"0": 20_000, "1": 120_000})
        self.assertEqual(self._by_bucket(date(2026, 9, 1)), {})

    def test_dues_that_stopped_grow_older(self):
        self._step(self.siti, "died", date="2026-10-11", told_by="Anaknya")
        self.assertEqual(self._ages(self.siti), [0, 20_000, 120_000, 0])

    def test_drawn(self):
        self.assertEqual(self._by_bucket(), {"2": 120_000, "1": 20_000, "0": 140_000})
        rows = self.env["coop.arrears.age"].with_user(self.treasurer).search([])
        self.assertEqual(
            [
                (row.membership_id, row.product_id.code, row.bucket, round(row.amount))
                for row in rows
            ],
            [
                (self.siti, "POKOK", "2", 100_000),
                (self.siti, "WAJIB", "2", 20_000),
                (self.siti, "WAJIB", "1", 20_000),
                (self.budi, "POKOK", "0", 100_000),
                (self.siti, "WAJIB", "0", 20_000),
                (self.budi, "WAJIB", "0", 20_000),
            ],
        )
        late = self.env["coop.dues"]._arrears(self.coop, TODAY)
        self.assertEqual(
            sum(amount for amount, _since in late.values()),
            sum(self._by_bucket().values()),
        )

    def test_drawn_for_the_own_cooperative_only(self):
        self.assertEqual(
            self._by_bucket(user=self.other_teller, company=self.other),
            {"0": 20_000, "1": 120_000},
        )
        self._assert_denied(self._by_bucket, user=self.other_teller)
        self._assert_denied(self._by_bucket, user=self.portal)
        for method, args in (("unlink", []), ("write", [{"amount": 0}])):
            row = self.env["coop.arrears.age"].with_user(self.treasurer).search([])[0]
            self._assert_denied(
                self._rpc, self.treasurer, "coop.arrears.age", method, row.ids, *args
            )

    def test_exported(self):
        members = self.env["coop.membership"].with_user(self.treasurer)
        late = members.with_context(coop_as_of="2026-11-24").search(
            [("amount_due", ">", 0)], order="oldest_due"
        )
        columns = ["number", "oldest_month", "paid_until", *AGES, "amount_due"]
        rows = late.export_data(columns)["datas"]
        self.assertEqual(
            rows,
            [
                ["KUN-0001", "September 2026", "", 20_000, 20_000, 120_000, 0, 160_000],
                ["KUN-0002", "November 2026", "", 120_000, 0, 0, 0, 120_000],
            ],
        )

    def test_list_is_read_at_once(self):
        members = self.env["coop.membership"].with_user(self.teller)
        late = members.search([("amount_due", ">", 0)])
        spec = dict.fromkeys(["number", "oldest_month", *AGES], {})
        self.assertEqual(len(late.web_read(spec)), 2)

    def test_wizard(self):
        wizard = (
            self.env["coop.arrears"]
            .with_user(self.treasurer)
            .create({"date": "2026-10-31"})
        )
        action = wizard.action_open_age()
        self.assertEqual(action["res_model"], "coop.arrears.age")
        self.assertEqual(action["context"], {"coop_as_of": "2026-10-31"})
        self.assertIn("31 Oktober 2026", action["name"])
        wizard.date = TODAY
        self.assertEqual(wizard.action_open_age()["context"], {})

    # === A PAYMENT THAT BOUNCES === #

    def _bounce(self, receipt):
        receipt.with_user(self.treasurer)._reverse("Setoran ditolak bank")
        self.assertEqual(receipt.state, "reversed")

    def test_pokok_comes_back(self):
        before = self._money(self.budi), self._ages(self.budi)
        receipt = self._pay(self.budi, pokok=POKOK)
        self.assertEqual(self._money(self.budi), (100_000, 0, 20_000, TODAY))
        self._bounce(receipt)
        self.assertEqual((self._money(self.budi), self._ages(self.budi)), before)
        self.assertEqual(before, ((0, 0, 120_000, TODAY), [120_000, 0, 0, 0]))

    def test_wajib_comes_back(self):
        receipt = self._pay(self.siti, wajib=60_000)
        self.assertEqual(self._ages(self.siti), [0, 0, 100_000, 0])
        self.assertEqual(self.siti.paid_until, "November 2026")
        self._bounce(receipt)
        self.assertEqual(self._ages(self.siti), [20_000, 20_000, 120_000, 0])
        self.assertFalse(self.siti.paid_until)
        self.assertEqual(self.siti.oldest_month, "September 2026")

    def test_entry_fee_comes_back(self):
        self._set_value(self.coop, "entry_fee", FEE, "2026-01-01")
        member = self._apply()
        self._agree(member)
        member = member.with_env(self.env)
        fee = self._pay(member, entry_fee=FEE)
        self._pay(member, pokok=POKOK)
        member.with_user(self.registrar).action_admit()
        self.assertEqual(self._ages(member), [20_000, 0, 0, 0])
        self._bounce(fee)
        # Admitted, it is owed as everything else.
        self.assertEqual(self._ages(member), [45_000, 0, 0, 0])
        self.assertEqual(
            self.env["coop.dues"]._arrears(self.coop, TODAY)[
                self._account(member, "entry_fee").id
            ],
            (25_000, TODAY),
        )

    def test_period_comes_back(self):
        tariff = self.env["coop.parameter"].create(
            {"code": "uji.tahunan", "name": "Wajib tahunan", "unit": "amount"}
        )
        self._decide(self.coop, [("uji.tahunan", "2026-01-01", 60_000)], "2026-01-01")
        product = self.env["coop.product"].create(
            {
                "code": "TAHUNAN",
                "name": "Simpanan Wajib Tahunan",
                "company_id": self.coop.id,
                "account_id": self._account(self.siti, "wajib").account_id.id,
                "share_kind": "wajib",
                "tariff_id": tariff.id,
                "due_period": "year",
            }
        )
        account = product.coop_account_ids.filtered(
            lambda a: a.membership_id == self.siti
        )
        self.assertEqual(self._ages(self.siti), [20_000, 20_000, 180_000, 0])
        receipt = (
            self.env["coop.receipt"]
            .with_user(self.teller)
            .create(
                {
                    "membership_id": self.siti.id,
                    "company_id": self.coop.id,
                    "line_ids": [
                        Command.create(
                            {"coop_account_id": account.id, "amount": 60_000}
                        )
                    ],
                }
            )
        )
        receipt.action_post()
        self.assertEqual(self._ages(self.siti), [20_000, 20_000, 120_000, 0])
        self._bounce(receipt)
        self.assertEqual(self._ages(self.siti), [20_000, 20_000, 180_000, 0])
