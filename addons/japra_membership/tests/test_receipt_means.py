from odoo.tests import tagged

from .common import POKOK, WAJIB, MembershipCase


@tagged("post_install", "-at_install")
class TestReceiptMeans(MembershipCase):
    """Cash with its change, and money that comes by the bank."""

    def _bank(self, company=None):
        return self.env["account.journal"].search(
            [("company_id", "=", (company or self.coop).id), ("type", "=", "bank")],
            limit=1,
        )

    def test_cash_given_and_cash_kept(self):
        receipt = self._receipt(self.siti, pokok=POKOK, wajib=WAJIB)
        receipt.amount_tendered = 150_000
        self.assertEqual(receipt.amount_change, 30_000)
        receipt.action_post()
        self.assertEqual(
            self._legs(receipt),
            [
                ("11110001", "", 120_000, 0),
                ("31110010", "KUN-0001/POKOK", 0, 100_000),
                ("31110020", "KUN-0001/WAJIB", 0, 20_000),
            ],
        )
        self._assert_refused(
            "is booked and cannot be changed",
            receipt.write,
            {"amount_tendered": 200_000},
        )

    def test_the_member_lets_the_change_be_saved(self):
        receipt = self._receipt(self.siti, pokok=POKOK, sukarela=50_000)
        receipt.amount_tendered = 150_000
        receipt.action_post()
        self.assertEqual(receipt.amount_change, 0)
        self.assertEqual(
            self._legs(receipt),
            [
                ("11110001", "", 150_000, 0),
                ("31110010", "KUN-0001/POKOK", 0, 100_000),
                ("21300010", "KUN-0001/SUKARELA", 0, 50_000),
            ],
        )
        self.assertEqual(self.siti.balance_sukarela, 50_000)

    def test_too_little_cash(self):
        receipt = self._receipt(self.siti, pokok=POKOK)
        receipt.amount_tendered = 99_000
        self._assert_refused("Rp1.000 are missing", receipt.action_post)

    def test_transfer_and_qris(self):
        for company, teller, member, number in (
            (self.coop, self.teller, self.siti, "KUN-0001"),
            (self.other, self.other_teller, self.rasela, "RAS-0001"),
        ):
            for means in ("transfer", "qris"):
                with self.subTest(company=company.name, means=means):
                    receipt = self._receipt(member, user=teller, wajib=WAJIB)
                    receipt.write({"means": means, "reference": "TRX 77"})
                    self.assertEqual(receipt.cash_journal_id, self._bank(company))
                    receipt.action_post()
                    self.assertEqual(
                        self._legs(receipt),
                        [
                            ("11130010", "", 20_000, 0),
                            ("31110020", f"{number}/WAJIB", 0, 20_000),
                        ],
                    )
        reversal = receipt.with_user(self.treasurer)
        self._assert_denied(reversal.check_access, "read")

    def test_a_bounced_transfer(self):
        receipt = self._receipt(self.siti, pokok=POKOK)
        receipt.means = "transfer"
        receipt.action_post()
        self.assertEqual(self._money(self.siti)[0], 100_000)
        receipt.with_user(self.treasurer)._reverse("Transfer ditolak bank")
        move = receipt.sudo().move_id
        self.assertEqual(
            self._legs(move.reversal_move_ids),
            [
                ("11130010", "", 0, 100_000),
                ("31110010", "KUN-0001/POKOK", 100_000, 0),
            ],
        )
        # What was owed is owed again, and nothing is on its way any more.
        self.assertEqual(self._money(self.siti)[0], 0)
        clearing = (move | move.reversal_move_ids).line_ids.filtered(
            lambda line: line.account_id == self.coop.coop_clearing_account_id
        )
        self.assertTrue(all(clearing.mapped("reconciled")))

    def test_the_line_of_the_bank_closes_it(self):
        receipt = self._receipt(self.siti, pokok=POKOK)
        receipt.means = "transfer"
        receipt.action_post()
        move = receipt.sudo().move_id
        sent = move.line_ids.filtered(
            lambda line: line.account_id == self.coop.coop_clearing_account_id
        )
        self.assertEqual(round(sent.amount_residual), 100_000)
        seen = (
            self.env["account.bank.statement.line"]
            .with_user(self.treasurer)
            .create(
                {
                    "journal_id": self._bank().id,
                    "date": "2026-11-24",
                    "payment_ref": "Setoran warga",
                    "amount": 100_000,
                }
            )
        )
        suspense = seen._seek_for_lines()[1]
        suspense.account_id = self.coop.coop_clearing_account_id
        (suspense + sent.with_user(self.treasurer)).reconcile()
        self.assertTrue(sent.reconciled)
        self.assertEqual(sent.amount_residual, 0)

    def test_only_who_pays_cash_gets_change(self):
        receipt = self._receipt(self.siti, pokok=POKOK)
        receipt.write({"means": "qris", "amount_tendered": 150_000})
        self.assertEqual(receipt.amount_change, 0)
        self._assert_refused("pays in cash gets change", receipt.action_post)

    def test_a_cash_box_is_no_bank(self):
        receipt = self._receipt(self.siti, pokok=POKOK)
        box = receipt.cash_journal_id
        receipt.means = "transfer"
        receipt.cash_journal_id = box
        self._assert_refused("Choose a bank account", receipt.action_post)
