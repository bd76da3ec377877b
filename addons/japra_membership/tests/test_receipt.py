from datetime import date

from odoo.tests import Form, tagged, users

from .common import POKOK, TODAY, WAJIB, MembershipCase


@tagged("post_install", "-at_install")
class TestReceipt(MembershipCase):
    """Money comes in at the counter and stands in the ledger, once."""

    @users("uji.tel")
    def test_form_proposes_everything_late(self):
        form = Form(self.env["coop.receipt"])
        form.membership_id = self.siti.with_env(self.env)
        receipt = form.save()
        self.assertEqual(
            [
                (line.coop_account_id.number, line.amount_due, line.amount, line.label)
                for line in receipt.line_ids
            ],
            [
                ("KUN-0001/POKOK", 100_000, 100_000, "Simpanan Pokok"),
                (
                    "KUN-0001/WAJIB",
                    60_000,
                    60_000,
                    "Simpanan Wajib September 2026 – November 2026",
                ),
                ("KUN-0001/SUKARELA", 0, 0, "Simpanan Sukarela"),
            ],
        )
        self.assertEqual(receipt.partner_id, self.siti.partner_id)
        self.assertEqual(receipt.cash_journal_id.type, "cash")
        self.assertEqual(receipt.amount_total, 160_000)

    @users("uji.tel")
    def test_proposes_no_share_that_is_paid(self):
        self._pay(self.siti, pokok=POKOK, wajib=60_000)
        form = Form(self.env["coop.receipt"])
        form.membership_id = self.siti.with_env(self.env)
        receipt = form.save()
        self.assertEqual(
            [(line.coop_account_id.number, line.amount) for line in receipt.line_ids],
            [("KUN-0001/WAJIB", 0), ("KUN-0001/SUKARELA", 0)],
        )

    @users("uji.tel")
    def test_many_at_once(self):
        """In the order given; each paper says what the member paid before it."""
        receipts = (
            self._receipt(self.siti, date=date(2026, 10, 5), pokok=POKOK)
            + self._receipt(self.budi, date=date(2026, 11, 24), wajib=WAJIB)
            + self._receipt(self.siti, date=date(2026, 11, 24), wajib=WAJIB * 2)
        )
        receipts.action_post()
        self.assertEqual(
            receipts.mapped("name"),
            ["KWT/2026/10/0001", "KWT/2026/11/0001", "KWT/2026/11/0002"],
        )
        self.assertEqual(
            [self._legs(receipt) for receipt in receipts],
            [
                [
                    ("11110001", "", 100_000, 0),
                    ("31110010", "KUN-0001/POKOK", 0, 100_000),
                ],
                [
                    ("11110001", "", 20_000, 0),
                    ("31110020", "KUN-0002/WAJIB", 0, 20_000),
                ],
                [
                    ("11110001", "", 40_000, 0),
                    ("31110020", "KUN-0001/WAJIB", 0, 40_000),
                ],
            ],
        )
        self.assertEqual(
            [(row["number"], row["balance"]) for row in receipts[2].standing],
            [("KUN-0001/POKOK", 100_000), ("KUN-0001/WAJIB", 40_000)],
        )

    @users("uji.tel")
    def test_one_bad_receipt_stops_all(self):
        receipts = self._receipt(self.siti, pokok=POKOK) + self._receipt(
            self.budi, wajib=0
        )
        self._assert_refused("enter an amount", receipts.action_post)
        self.assertEqual(receipts.mapped("state"), ["draft", "draft"])

    @users("uji.tel")
    def test_one_entry(self):
        receipt = self._receipt(self.siti, pokok=POKOK, wajib=WAJIB * 2)
        receipt.action_post()
        self.assertEqual(receipt.state, "posted")
        self.assertEqual(receipt.name, "KWT/2026/11/0001")
        self.assertEqual(
            self._legs(receipt),
            [
                ("11110001", "", 140_000, 0),
                ("31110010", "KUN-0001/POKOK", 0, 100_000),
                ("31110020", "KUN-0001/WAJIB", 0, 40_000),
            ],
        )
        move = receipt.sudo().move_id
        self.assertEqual(move.coop_origin_key, f"receipt/{receipt.id}")
        self.assertEqual(move.line_ids.coop_receipt_id, receipt.sudo())
        self.assertEqual(move.journal_id, self.coop.coop_receipt_journal_id)
        self.assertEqual(
            self._money(self.siti), (100_000, 40_000, 20_000, date(2026, 11, 10))
        )

    def test_line_labels_name_nobody(self):
        receipt = self._pay(self.siti, pokok=POKOK, wajib=30_000)
        self.assertEqual(
            receipt.sudo().move_id.line_ids.mapped("name"),
            [
                "KUN-0001/POKOK, KUN-0001/WAJIB",
                "Simpanan Pokok, KUN-0001/POKOK",
                "Simpanan Wajib September 2026 – Oktober 2026 (sebagian), "
                "KUN-0001/WAJIB",
            ],
        )

    @users("uji.tel")
    def test_empty_form_warns_of_nobody(self):
        self.assertFalse(Form(self.env["coop.receipt"]).member_warning)

    def test_what_the_paper_says_is_kept(self):
        receipt = self._pay(self.siti, pokok=POKOK, wajib=30_000)
        self._pay(self.siti, wajib=30_000)
        self.assertEqual(
            receipt.standing,
            [
                {
                    "member": self.siti.id,
                    "product": "Simpanan Pokok",
                    "number": "KUN-0001/POKOK",
                    "balance": 100_000,
                    "owed": 0,
                    "paid_until": False,
                },
                {
                    "member": self.siti.id,
                    "product": "Simpanan Wajib",
                    "number": "KUN-0001/WAJIB",
                    "balance": 30_000,
                    "owed": 30_000,
                    "paid_until": "2026-09-01",
                },
            ],
        )

    def test_paper_of_an_earlier_day(self):
        receipt = self._pay(self.siti, date=date(2026, 10, 1), pokok=POKOK)
        self.assertEqual([row["owed"] for row in receipt.standing], [0, 20_000])

    def test_prepayment(self):
        receipt = self._pay(self.siti, wajib=60_000 + 3 * WAJIB)
        self.assertEqual(receipt.standing[1]["paid_until"], "2027-02-01")
        self.assertEqual(
            self._money(self.siti), (0, 120_000, 100_000, date(2026, 9, 15))
        )
        self.assertEqual(self._money(self.siti, date(2027, 3, 9))[2], 100_000)
        self.assertEqual(self._money(self.siti, date(2027, 3, 10))[2], 120_000)

    def test_line_of_nothing_books_nothing(self):
        receipt = self._pay(self.siti, pokok=0, wajib=WAJIB)
        self.assertEqual(receipt.line_ids.coop_account_id.number, "KUN-0001/WAJIB")
        self.assertEqual(
            self._legs(receipt),
            [
                ("11110001", "", 20_000, 0),
                ("31110020", "KUN-0001/WAJIB", 0, 20_000),
            ],
        )

    def test_duplicate_is_a_draft(self):
        receipt = self._pay(self.siti, pokok=POKOK)
        copy = receipt.copy()
        self.assertEqual(
            (copy.state, copy.name, copy.standing), ("draft", False, False)
        )
        self.assertFalse(copy.sudo().move_id)

    def test_another_payer(self):
        receipt = self._receipt(self.siti, wajib=WAJIB)
        receipt.partner_id = self.budi.partner_id
        receipt.action_post()
        lines = receipt.sudo().move_id.line_ids
        self.assertEqual(
            lines.mapped("partner_id.name"), ["Budi Santoso", "Siti Aminah"]
        )
        self.assertEqual(self._money(self.siti)[1], 20_000)
        self.assertEqual(self._money(self.budi)[1], 0)

    def test_reversal(self):
        receipt = self._pay(self.siti, pokok=POKOK, wajib=WAJIB)
        wizard = (
            self.env["coop.receipt.reverse"]
            .with_user(self.treasurer)
            .create({"receipt_id": receipt.id, "reason": "Salah anggota"})
        )
        wizard.action_apply()
        self.assertEqual(receipt.state, "reversed")
        self.assertEqual(receipt.reversal_reason, "Salah anggota")
        self.assertEqual(self._money(self.siti), (0, 0, 160_000, date(2026, 9, 15)))
        reversal = receipt.sudo().move_id.reversal_move_ids
        self.assertEqual(
            sorted(
                (line.coop_account_id.number or "", round(line.debit))
                for line in reversal.line_ids
            ),
            [("", 0), ("KUN-0001/POKOK", 100_000), ("KUN-0001/WAJIB", 20_000)],
        )
        self._assert_refused("reversed already", wizard.action_apply)

    def test_reversal_in_the_journal_shows_on_the_receipt(self):
        receipt = self._pay(self.siti, pokok=POKOK)
        receipt.sudo().move_id._reverse_moves(cancel=True)
        self.assertEqual(receipt.state, "reversed")

    def test_pays_again_after_the_reversal(self):
        receipt = self._pay(self.siti, pokok=POKOK)
        receipt._reverse("Salah")
        self._pay(self.siti, pokok=POKOK)
        self.assertEqual(self._money(self.siti)[0], 100_000)

    def test_control_check_finds_nothing(self):
        self._pay(self.siti, pokok=POKOK, wajib=WAJIB)
        self._pay(self.rasela, user=self.other_teller, pokok=POKOK)
        self._pay(self.budi, pokok=1_000)._reverse("Salah")
        for company in self.coop + self.other:
            self.env["account.move"]._coop_seal(company.coop_receipt_journal_id)
            self.assertEqual(self.env["coop.control"]._failures(company), [])

    def test_numbers_follow_the_month(self):
        names = [
            self._pay(self.siti, date=day, wajib=1_000).name
            for day in (date(2026, 10, 31), TODAY, date(2026, 10, 31))
        ]
        self.assertEqual(
            names, ["KWT/2026/10/0001", "KWT/2026/11/0001", "KWT/2026/10/0002"]
        )
