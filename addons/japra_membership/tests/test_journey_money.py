from datetime import date

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.japra_base.calc.qr import qr_svg
from odoo.addons.japra_base.tests.common import TODAY

from .journey_common import JourneyCase

BASE = "https://koperasi.example.id"
SMALL_PHONE = "360x740"
NAMES = ("Darsinah", "Saefudin", "Nurlaela")


@tagged("post_install", "-at_install")
class TestJourneyMoney(JourneyCase):
    """Money that bounces and money that goes out, from the counter to the ledger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home = cls._found_kunir()
        cls.teller = cls.home.users["teller"]
        cls.treasurer = cls.home.users["treasurer"]
        cls.chair = cls.home.users["board"]
        cls.env["ir.config_parameter"].set_param("web.base.url", BASE)

    def _household(self):
        """Three of one door, of whom one paid two months and two paid none."""
        joined = date(2026, 8, 3)
        registrar = self.home.at_work("registrar")
        # Whom the old book has and the list had not is entered with the board's rights.
        board = self.env.ref("japra_base.group_board")
        registrar.user.sudo().group_ids |= board
        members = registrar["coop.membership"].create(
            [{"name": name, "date_admitted": joined} for name in NAMES]
        )
        registrar.user.sudo().group_ids -= board
        registrar["coop.household"].create(
            {
                "head_id": members[0].partner_id.id,
                "kampung": "Kampung Susun Kunir",
                "rt": "6",
                "rw": "4",
                "block": "D",
                "unit": "09",
                "person_ids": [
                    Command.create({"partner_id": member.partner_id.id})
                    for member in members
                ],
            }
        )
        by_bank = {"means": "transfer", "reference": "BRI 0112"}
        for member, wajib in zip(members, (40_000, 0, 0), strict=True):
            self.home.pay(member, joined, pokok=100_000, wajib=wajib, **by_bank)
        self.home.print_all()
        return members.with_env(self.env)

    def test_payment_of_a_household_bounces(self):
        members = self._household()
        owed = [
            (100_000, 40_000, 40_000),
            (100_000, 0, 80_000),
            (100_000, 0, 80_000),
        ]
        self.assertEqual(list(map(self._money, members)), owed)

        self.play("japra_household_pays", self.teller, url="/odoo/loket")
        receipt = members[0].receipt_ids.filtered(
            lambda receipt: receipt.means == "qris"
        )
        self.assertEqual(
            (receipt.reference, receipt.state, round(receipt.amount_total)),
            ("QR-0130", "posted", 130_000),
        )
        self.assertEqual(
            self._legs(receipt.move_id),
            [
                ("11130010", "", 130_000, 0),
                ("31110020", "KUN-0034/WAJIB", 0, 20_000),
                ("31110020", "KUN-0035/WAJIB", 0, 60_000),
                ("31110020", "KUN-0036/WAJIB", 0, 50_000),
            ],
        )
        self.assertEqual(
            list(map(self._money, members)),
            [
                (100_000, 60_000, 20_000),
                (100_000, 60_000, 20_000),
                (100_000, 50_000, 30_000),
            ],
        )
        self._check_slips(receipt, members)
        self._check_page(receipt, "Sah", "hp-cek-sah")

        self.play("japra_payment_bounces", self.treasurer)
        self.assertEqual(
            (receipt.state, receipt.reversal_reason),
            ("reversed", "QRIS ditolak bank: QR-0130"),
        )
        self.assertEqual(
            self._legs(receipt.move_id.reversal_move_ids),
            [
                ("11130010", "", 0, 130_000),
                ("31110020", "KUN-0034/WAJIB", 20_000, 0),
                ("31110020", "KUN-0035/WAJIB", 60_000, 0),
                ("31110020", "KUN-0036/WAJIB", 50_000, 0),
            ],
        )
        self.assertEqual(list(map(self._money, members)), owed)
        self.assertEqual(
            members.mapped("oldest_due"),
            [date(2026, 10, 10), date(2026, 8, 10), date(2026, 8, 10)],
        )
        self._check_page(receipt, "DIBATALKAN", "hp-cek-dibatalkan")
        self.play("japra_household_owes_again", self.teller, url="/odoo/loket")
        self.assertEqual(
            self.env["coop.control"].sudo()._failures(self.home.company), []
        )

    def test_withdrawal_waits_for_the_chair(self):
        saver = self.env["coop.membership"].search(
            [("company_id", "=", self.home.company.id), ("number", "=", "KUN-0015")]
        )
        self.home.pay(saver, TODAY, sukarela=600_000)
        saver.invalidate_recordset()
        self.assertEqual(round(saver.balance_sukarela), 600_000)
        self.play("japra_payout_asked", self.teller)
        payout = saver.receipt_ids.filtered(lambda receipt: receipt.state == "draft")
        self.assertEqual(
            (payout.direction, round(payout.amount_total), payout.approval_state),
            ("out", 550_000, "waiting"),
        )
        self._assert_refused_for_now(payout)

        self.play("japra_payout_chair", self.chair, SMALL_PHONE)
        self.env.invalidate_all()
        self.assertEqual(payout.approval_state, "approved")
        self.assertEqual(
            payout.approval_id.decision_ids.approver_id.name, "Marwati Saputra"
        )

        self.play("japra_payout_paid", self.teller)
        payout.invalidate_recordset()
        self.assertEqual(payout.state, "posted")
        self.assertEqual(
            self._legs(payout.move_id),
            [
                ("11110001", "", 0, 550_000),
                ("21300010", "KUN-0015/SUKARELA", 550_000, 0),
            ],
        )
        saver.invalidate_recordset()
        self.assertEqual(round(saver.balance_sukarela), 50_000)
        paper = self._paper("kwitansi", self.teller, payout, "kertas-penarikan")[0]
        for words in (
            "BUKTI KAS KELUAR",
            payout.name,
            f"Dibayarkan kepada {saver.name} (KUN-0015)",
            "Lima ratus lima puluh ribu rupiah",
            "Penarikan Simpanan Sukarela",
        ):
            self.assertIn(words, paper)
        # Who signs for it.
        self.assertTrue(paper.strip().endswith(f"Yang menerima, {saver.name}"), paper)
        self.assertEqual(
            self.env["coop.control"].sudo()._failures(self.home.company), []
        )

    def _assert_refused_for_now(self, payout):
        """Asked for is not agreed to, and what the chair is shown stays."""
        mine = payout.with_user(self.teller)
        with self.assertRaisesRegex(UserError, "Marwati Saputra"):
            mine.action_post()
        with self.assertRaisesRegex(UserError, "its papers stay"):
            mine.paper_ids.unlink()
        self.assertEqual(payout.paper_ids.mapped("name"), ["Tagihan sekolah.png"])

    def _check_slips(self, receipt, members):
        """A slip each that shows nobody else's figures, and one total for the payer."""
        pages = self._paper("kwitansi", self.teller, receipt, "kertas-serumah")
        self.assertEqual(len(pages), 4)
        slips = list(zip(pages, NAMES, ("20", "60", "50"), strict=False))
        for page, name, amount in slips:
            self.assertIn(f"Rp{amount}.000", page)
            self.assertIn("Darsinah", page)
            for _page, other, figure in slips:
                if other not in (name, "Darsinah"):
                    self.assertNotIn(other, page)
                    self.assertNotIn(f"Rp{figure}.000 Jumlah", page)
        for words in (*NAMES, "Rp130.000", "Seratus tiga puluh ribu rupiah"):
            self.assertIn(words, pages[3])

    def _check_page(self, receipt, verdict, name):
        """What the code on a slip opens on any phone, without a login."""
        code = receipt._check_address(receipt.line_ids[1].membership_id)
        report = self.env["report.japra_membership.report_kwitansi"]
        values = report._get_report_values(receipt.ids)
        member = receipt.line_ids[1].membership_id
        self.assertEqual(values["qr"](receipt, member), qr_svg(code, size_mm=24))
        page = self.look(code.removeprefix(BASE), name)
        for words in (
            verdict,
            "Koperasi Konsumen Kunir Pinangsia Sejahtera",
            receipt.name,
            "24 November 2026",
            "Rp60.000",
        ):
            self.assertIn(words, page)
        for secret in (*NAMES, "KUN-0035", "Wajib"):
            self.assertNotIn(secret, page)
