from datetime import date

from odoo.tests import tagged

from .common import POKOK, TODAY, WAJIB, MembershipCase

FEE = 25_000


@tagged("post_install", "-at_install")
class TestCapital(MembershipCase):
    """Entry fees, several mandatory shares, and a pokok that changes."""

    def _approved(self, name="Rahayu Lestari"):
        member = self._apply(name)
        self._agree(member)
        return member.with_env(self.env)

    def _second_wajib(self, period, amount=50_000, since="2026-10-01", user=None):
        """A second mandatory share with a rule of its own, as the treasurer sets it."""
        tariff = self.env["coop.parameter"].create(
            {"code": "uji.khusus", "name": "Wajib khusus", "unit": "amount"}
        )
        self._decide(self.coop, [("uji.khusus", since, amount)], since)
        return (
            self.env["coop.product"]
            .with_user(user or self.treasurer)
            .create(
                {
                    "code": "KHUSUS",
                    "name": "Simpanan Wajib Khusus",
                    "company_id": self.coop.id,
                    "account_id": self._account(self.siti, "wajib").account_id.id,
                    "share_kind": "wajib",
                    "tariff_id": tariff.id,
                    "due_period": period,
                }
            )
        )

    def _late(self, product, member, as_of=TODAY):
        account = member.account_ids.filtered(lambda a: a.product_id == product)
        return self.env["coop.dues"]._arrears(self.coop, as_of)[account.id]

    # === BEFORE THE ADMISSION === #

    def test_applicant_is_never_in_arrears(self):
        member = self._approved()
        self.assertEqual(self._money(member), (0, 0, 0, None))
        late = self.env["coop.dues"]._members_in_arrears(self.coop, TODAY)
        self.assertNotIn(member.id, [member_id for _since, member_id in late])
        found = self.env["coop.membership"].with_user(self.teller)
        self.assertNotIn(member, found.search([("amount_due", ">", 0)]))
        # What is to be paid still stands on the form and is asked at the counter.
        self.assertIn("Rp100.000", member.dues_html)
        self._pay(member, pokok=POKOK)
        member.with_user(self.registrar).action_admit()
        self.assertEqual(self._money(member), (100_000, 0, 20_000, TODAY))

    # === ENTRY FEE === #

    def test_fee_is_income_in_the_same_receipt(self):
        self._set_value(self.coop, "entry_fee", FEE, "2026-01-01")
        member = self._approved()
        self.assertEqual(
            member.account_ids.mapped("number"),
            ["KUN-P0001/PANGKAL", "KUN-P0001/POKOK"],
        )
        self.assertIn("Rp125.000 is not paid yet", member._admission_blockers()[0])
        receipt = self._pay(member, pokok=POKOK, entry_fee=10_000)
        self.assertIn("Rp15.000 is not paid yet", member._admission_blockers()[0])
        self._assert_refused(
            "At most Rp15.000 more", self._pay, member, entry_fee=15_001
        )
        self.assertEqual(
            [leg[:1] + leg[2:] for leg in self._legs(receipt)[1:]],
            [("31110010", 0, 100_000), ("81100060", 0, 10_000)],
        )
        self.assertEqual(self._legs(receipt)[2][1], "KUN-P0001/PANGKAL")
        # Still owed it stands on the paper, without a balance.
        self.assertEqual(
            [(row["number"], row["balance"], row["owed"]) for row in receipt.standing],
            [
                ("KUN-P0001/POKOK", 100_000, 0),
                ("KUN-P0001/PANGKAL", 0, 15_000),
            ],
        )
        receipt = self._pay(member, entry_fee=15_000)
        self.assertEqual(
            [row["number"] for row in receipt.standing], ["KUN-P0001/POKOK"]
        )
        member.with_user(self.registrar).action_admit()
        self.assertEqual(self._money(member), (100_000, 0, 20_000, TODAY))

    def test_fee_is_never_paid_out_to_a_member(self):
        self._set_value(self.coop, "entry_fee", FEE, "2026-01-01")
        member = self._approved()
        self._pay(member, pokok=POKOK, entry_fee=FEE)
        member.with_user(self.registrar).action_admit()
        account = self._account(member, "entry_fee")
        self.assertFalse(account._can_pay_out())
        payout = self._receipt(member, entry_fee=FEE)
        payout.direction = "out"
        self._assert_refused("only to who leaves", payout.action_post)
        self._assert_refused(
            "only to who leaves",
            self._rpc,
            self.teller,
            "coop.receipt",
            "action_post",
            payout.ids,
        )
        self._step(member, "leaving", reason="Pindah", told_by="Sendiri")
        # The case waits with the pokok alone.
        self.assertEqual(round(member.amount_held), 100_000)

    def test_fee_goes_back_when_it_comes_to_nothing(self):
        self._set_value(self.coop, "entry_fee", FEE, "2026-01-01")
        member = self._approved()
        self._pay(member, pokok=POKOK, entry_fee=FEE)
        self._step(member, "withdrawn", reason="Pindah")
        self.assertEqual(round(member.amount_held), 125_000)
        payout = self._receipt(member, pokok=POKOK, entry_fee=FEE)
        payout.write({"direction": "out", "note": "Batal"})
        self._assert_refused("needs the approval", payout.action_post)
        payout.action_request_approval()
        payout.sudo().approval_id.with_user(self.board).action_approve()
        payout.action_post()
        self.assertEqual(
            [leg[:1] + leg[2:] for leg in self._legs(payout)[1:]],
            [("31110010", 100_000, 0), ("81100060", 25_000, 0)],
        )
        member.invalidate_recordset()
        self.assertEqual(round(member.amount_held), 0)

    def test_reversed_fee_is_owed_again(self):
        self._set_value(self.coop, "entry_fee", FEE, "2026-01-01")
        member = self._approved()
        receipt = self._pay(member, pokok=POKOK, entry_fee=FEE)
        self.assertEqual(member._admission_blockers(), [])
        receipt.with_user(self.treasurer)._reverse("Uang palsu")
        self.assertIn("Rp125.000 is not paid yet", member._admission_blockers()[0])

    def test_fee_asks_nothing_of_who_is_there(self):
        self._set_value(self.coop, "entry_fee", FEE, "2026-01-01")
        self.assertFalse(self._account(self.siti, "entry_fee"))
        taken_over = self._admit("Dari Buku", "2026-11-01")
        self.assertFalse(self._account(taken_over, "entry_fee"))

    def test_fee_account_is_income(self):
        fee = self.env["coop.product"].search(
            [("company_id", "=", self.coop.id), ("share_kind", "=", "entry_fee")]
        )
        equity = self._account(self.siti, "pokok").account_id
        self._assert_refused(
            "An entry fee is income",
            self._rpc,
            self.treasurer,
            "coop.product",
            "write",
            fee.ids,
            {"account_id": equity.id},
        )

    # === ANOTHER POKOK === #

    def test_higher_pokok_makes_everybody_owe_the_difference(self):
        receipt = self._pay(self.siti, date=date(2026, 10, 1), pokok=POKOK)
        entry = self._legs(receipt)
        self._set_value(self.coop, "pokok", 150_000, "2026-11-20")
        account = self._account(self.siti, "pokok")
        arrears = self.env["coop.dues"]._arrears
        self.assertEqual(arrears(self.coop, date(2026, 11, 19))[account.id], (0, None))
        self.assertEqual(
            arrears(self.coop, TODAY)[account.id], (50_000, date(2026, 11, 20))
        )
        # Who came after the change owes the whole on the day of coming.
        budi = self._account(self.budi, "pokok")
        self.assertEqual(arrears(self.coop, TODAY)[budi.id], (150_000, TODAY))
        self.assertEqual(self._legs(receipt), entry)
        self._pay(self.siti, pokok=50_000)
        self.assertEqual(arrears(self.coop, TODAY)[account.id], (0, None))

    def test_lower_pokok_returns_nothing(self):
        self._pay(self.siti, pokok=POKOK)
        self._set_value(self.coop, "pokok", 80_000, "2026-11-20")
        self.assertEqual(self._money(self.siti)[0], 100_000)
        self._assert_refused("At most Rp0 more", self._pay, self.siti, pokok=1)
        payout = self._receipt(self.siti, pokok=20_000)
        payout.direction = "out"
        self._assert_refused("only to who leaves", payout.action_post)

    def test_reversed_top_up_is_owed_again(self):
        self._pay(self.siti, pokok=POKOK)
        self._set_value(self.coop, "pokok", 150_000, "2026-11-20")
        receipt = self._pay(self.siti, pokok=50_000)
        receipt.with_user(self.treasurer)._reverse("Cek ditolak")
        account = self._account(self.siti, "pokok")
        self.assertEqual(
            self.env["coop.dues"]._arrears(self.coop, TODAY)[account.id],
            (50_000, date(2026, 11, 20)),
        )

    # === SEVERAL MANDATORY SHARES === #

    def test_yearly_share_beside_the_monthly(self):
        product = self._second_wajib("year", since="2026-01-01")
        self.assertEqual(self._late(product, self.siti), (50_000, date(2026, 9, 15)))
        account = self.siti.account_ids.filtered(lambda a: a.product_id == product)
        self.assertEqual(account.number, "KUN-0001/KHUSUS")
        draft = self._receipt(self.siti, pokok=0)
        draft.line_ids.coop_account_id = account
        draft.line_ids.amount = 50_000
        draft.action_post()
        self.assertEqual(
            draft.line_ids.label, "Simpanan Wajib Khusus Januari 2026 – Desember 2026"
        )
        self.assertEqual(self._late(product, self.siti), (0, None))
        row = next(r for r in draft.standing if r["number"] == account.number)
        self.assertEqual(row["paid_until"], "2026-12-01")
        # The monthly one is a matter of its own.
        wajib = self._account(self.siti, "wajib") - account
        self.assertEqual(
            self.env["coop.dues"]._arrears(self.coop, TODAY)[wajib.id],
            (3 * WAJIB, date(2026, 9, 15)),
        )

    def test_share_owed_once_from_the_day_decided(self):
        product = self._second_wajib("once")
        self.assertEqual(self._late(product, self.siti, date(2026, 9, 30)), (0, None))
        self.assertEqual(self._late(product, self.siti), (50_000, date(2026, 10, 1)))
        self.assertEqual(self._late(product, self.budi), (50_000, TODAY))
        self.assertFalse(
            self.rasela.account_ids.filtered(lambda a: a.product_id == product)
        )

    def test_what_decides_the_dues_stays(self):
        product = self._second_wajib("month")
        for values in ({"due_period": "year"}, {"tariff_id": False}):
            self._assert_refused(
                "Make a new product instead",
                self._rpc,
                self.treasurer,
                "coop.product",
                "write",
                product.ids,
                values,
            )

    def test_tariff_is_an_amount_of_the_bylaws(self):
        law = self.env["coop.parameter"].search([("scope", "=", "national")], limit=1)
        self._assert_refused(
            "Only a mandatory share has a tariff",
            self._rpc,
            self.treasurer,
            "coop.product",
            "create",
            [
                {
                    "code": "SALAH",
                    "name": "Salah",
                    "company_id": self.coop.id,
                    "account_id": self._account(self.siti, "wajib").account_id.id,
                    "share_kind": "wajib",
                    "tariff_id": law.id,
                }
            ],
        )

    def test_who_may_set_products(self):
        self._assert_denied(self._second_wajib, "month", user=self.teller)
        self._assert_denied(self._second_wajib, "month", user=self.other_teller)
