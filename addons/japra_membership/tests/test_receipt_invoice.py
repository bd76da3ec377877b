from odoo.fields import Command
from odoo.tests import Form, tagged, users

from .common import POKOK, TODAY
from .invoice_common import InvoiceCase


@tagged("post_install", "-at_install")
class TestReceiptInvoice(InvoiceCase):
    """An ordinary customer invoice of a member, paid at the counter with the shares."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rent = cls._bill(cls.siti.partner_id, 250_000)
        cls.water = cls._bill(cls.siti.partner_id, 45_000, day="2026-11-10")

    def _draft(self, *invoices, member=None, shares=(), **values):
        """A receipt of the teller: [(invoice, amount)], {kind: amount}."""
        member = member or self.siti
        lines = [
            {"coop_account_id": self._account(member, kind).id, "amount": amount}
            for kind, amount in shares
        ]
        lines += [{"invoice_id": move.id, "amount": paid} for move, paid in invoices]
        return (
            self.env["coop.receipt"]
            .with_user(self.teller)
            .create(
                {
                    "membership_id": member.id,
                    "company_id": member.company_id.id,
                    "date": TODAY,
                    "line_ids": [Command.create(line) for line in lines],
                    **values,
                }
            )
        )

    @users("uji.tel")
    def test_proposed_oldest_first(self):
        form = Form(self.env["coop.receipt"])
        form.membership_id = self.siti.with_env(self.env)
        receipt = form.save()
        self.assertEqual(
            [
                (line.document, line.amount_due, line.amount)
                for line in receipt.line_ids
            ],
            [
                ("KUN-0001/POKOK", 100_000, 100_000),
                ("KUN-0001/WAJIB", 60_000, 60_000),
                (self.rent.name, 250_000, 250_000),
                (self.water.name, 45_000, 45_000),
                ("KUN-0001/SUKARELA", 0, 0),
            ],
        )
        self.assertEqual(receipt.line_ids[2].label, f"Faktur {self.rent.name}")
        receipt.action_post()
        self.assertEqual(receipt.amount_total, 455_000)
        self.assertEqual(
            (self.rent + self.water).sudo().mapped("payment_state"), ["paid", "paid"]
        )

    def test_one_entry_with_shares_and_two_invoices(self):
        receipt = self._draft(
            (self.rent, 250_000), (self.water, 20_000), shares=[("pokok", POKOK)]
        )
        receipt.action_post()
        self.assertEqual(
            self._legs(receipt),
            [
                ("11110001", "", 370_000, 0),
                ("31110010", "KUN-0001/POKOK", 0, 100_000),
                ("11210010", "", 0, 250_000),
                ("11210010", "", 0, 20_000),
            ],
        )
        self.assertEqual(self.rent.payment_state, "paid")
        self.assertEqual(self.water.payment_state, "partial")
        self.assertEqual(self.water.amount_residual, 25_000)
        self.assertFalse(self.env["account.payment"].search([]))
        self.assertIn(receipt, self.siti.receipt_ids.with_user(self.teller))
        # What stays open stands on the paper among what is still owed.
        self.assertEqual(
            [
                (row["product"], row["number"], row["balance"], row["owed"])
                for row in receipt.standing
                if row["balance"] is None
            ],
            [
                (
                    f"Faktur {self.water.name}",
                    "jatuh tempo 10/11/2026",
                    None,
                    25_000,
                )
            ],
        )
        # What is left is paid another day.
        rest = self._draft((self.water, 25_000))
        rest.action_post()
        self.assertEqual(self.water.payment_state, "paid")
        self._assert_whole()

    def test_reversed(self):
        receipt = self._draft((self.rent, 250_000), shares=[("pokok", POKOK)])
        receipt.action_post()
        receipt.with_user(self.treasurer)._reverse("Salah orang")
        self.assertEqual(
            self._legs(receipt.sudo().move_id.reversal_move_ids),
            [
                ("11110001", "", 0, 350_000),
                ("31110010", "KUN-0001/POKOK", 100_000, 0),
                ("11210010", "", 250_000, 0),
            ],
        )
        self.rent.invalidate_recordset()
        self.assertEqual(self.rent.payment_state, "not_paid")
        self.assertEqual(self.rent.amount_residual, 250_000)
        # And it can be paid again.
        self._draft((self.rent, 250_000)).action_post()
        self.assertEqual(self.rent.payment_state, "paid")

    def test_in_a_second_cooperative(self):
        bill = self._bill(self.rasela.partner_id, 80_000, company=self.other)
        receipt = (
            self.env["coop.receipt"]
            .with_user(self.other_teller)
            .create(
                {
                    "membership_id": self.rasela.id,
                    "company_id": self.other.id,
                    "date": TODAY,
                    "line_ids": [
                        Command.create({"invoice_id": bill.id, "amount": 80_000})
                    ],
                }
            )
        )
        receipt.action_post()
        self.assertEqual(
            self._legs(receipt),
            [("11110001", "", 80_000, 0), ("11210010", "", 0, 80_000)],
        )
        self.assertEqual(bill.payment_state, "paid")

    def test_household_pays_the_bill_of_another(self):
        bill = self._bill(self.budi.partner_id, 30_000)
        receipt = self._draft((bill, 30_000), shares=[("pokok", POKOK)])
        receipt.action_post()
        self.assertEqual(
            receipt.line_ids.mapped("membership_id.name"),
            ["Siti Aminah", "Budi Santoso"],
        )
        owed = receipt.sudo().move_id.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        self.assertEqual(owed.partner_id, self.budi.partner_id)
        self.assertEqual(bill.payment_state, "paid")

    def test_refused(self):
        too_much = self._draft((self.water, 45_001))
        self._assert_refused("At most Rp45.000 more", too_much.action_post)
        self._pay(self.siti, pokok=POKOK)
        out = self._draft((self.water, 1_000), direction="out")
        self._assert_refused("paid by money in only", out.action_post)
        future = self._bill(self.siti.partner_id, 1_000, day="2026-12-05")
        self._assert_refused("of a later day", self._draft((future, 1_000)).action_post)
        stranger = self._bill(
            self.env["res.partner"].create(
                {"name": "Warung Bu Ani", "company_id": self.coop.id}
            ),
            9_000,
        )
        self._assert_refused(
            "no open invoice of a member", self._draft((stranger, 1_000)).action_post
        )
        credit = self._bill(self.siti.partner_id, 5_000, move_type="out_refund")
        self._assert_refused(
            "no open invoice of a member", self._draft((credit, 1_000)).action_post
        )
        foreign = self._bill(self.rasela.partner_id, 7_000, company=self.other)
        self._assert_refused("all of one cooperative", self._draft, (foreign, 1_000))

    def test_a_stranger_tells_nothing(self):
        """What a teller may not read she does not learn by naming its id."""
        stranger = self._bill(
            self.env["res.partner"].create(
                {"name": "Warung Bu Ani", "company_id": self.coop.id}
            ),
            9_000,
        )
        line = self._draft((stranger, 1_000)).line_ids
        self.assertFalse(line.document)
        self.assertEqual(line.amount_due, 0)
        self.assertEqual(line.label, "Faktur ")

    def test_paid_invoice_stays_paid(self):
        self._draft((self.rent, 250_000)).action_post()
        bill = self.rent.with_user(self.treasurer)
        self._assert_refused("This is paid by KWT/2026/11/0001", bill.button_draft)
        terms = bill.line_ids.filtered(lambda line: line.matched_credit_ids)
        self._assert_refused("This is matched with", terms.remove_move_reconcile)
        self.assertEqual(self.rent.payment_state, "paid")

    def test_two_drafts_of_one_invoice(self):
        """Who comes second is told what is open, also in one click."""
        both = self._draft((self.rent, 250_000)) + self._draft((self.rent, 250_000))
        self._assert_refused("At most Rp0 more", both.action_post)

    def _assert_whole(self):
        self.assertEqual(self.env["coop.control"]._failures(self.coop), [])
