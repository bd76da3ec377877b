import io

from pdfminer.high_level import extract_pages, extract_text

from odoo.fields import Command
from odoo.tests import Form, tagged, users

from .common import POKOK, TODAY, WAJIB, MembershipCase


@tagged("post_install", "-at_install")
class TestReceiptMany(MembershipCase):
    """One payment for a household or for several members, by whoever brings it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("id_ID")
        cls.env["ir.module.module"]._load_module_terms(["japra_membership"], ["id_ID"])
        cls.tini = cls._admit("Tini", "2026-11-01")
        cls.env["coop.household"].create(
            {
                "company_id": cls.coop.id,
                "head_id": cls.siti.partner_id.id,
                "block": "C",
                "unit": "12",
                "person_ids": [Command.create({"partner_id": cls.tini.partner_id.id})],
            }
        )
        cls.nephew = cls.env["res.partner"].create(
            {"name": "Keponakan", "company_id": cls.coop.id}
        )

    def _draft(self, *rows, **values):
        """A receipt of the teller; rows of (member, kind, amount)."""
        return (
            self.env["coop.receipt"]
            .with_user(self.teller)
            .create(
                {
                    "membership_id": rows[0][0].id,
                    "company_id": self.coop.id,
                    "date": TODAY,
                    "line_ids": [
                        Command.create(
                            {
                                "coop_account_id": self._account(member, kind).id,
                                "amount": amount,
                            }
                        )
                        for member, kind, amount in rows
                    ],
                    **values,
                }
            )
        )

    @users("uji.tel")
    def test_form_proposes_the_whole_household(self):
        form = Form(self.env["coop.receipt"])
        form.membership_id = self.siti.with_env(self.env)
        form.whole_household = True
        receipt = form.save()
        self.assertEqual(
            [
                (line.coop_account_id.number, round(line.amount))
                for line in receipt.line_ids
                if line.amount
            ],
            [
                ("KUN-0001/POKOK", 100_000),
                ("KUN-0001/WAJIB", 60_000),
                ("KUN-0003/POKOK", 100_000),
                ("KUN-0003/WAJIB", 20_000),
            ],
        )
        receipt.action_post()
        self.assertEqual(receipt.amount_total, 280_000)

    def test_one_entry_for_three_members(self):
        receipt = self._draft(
            (self.siti, "pokok", POKOK),
            (self.tini, "wajib", WAJIB),
            (self.budi, "wajib", WAJIB),
            partner_id=self.nephew.id,
        )
        receipt.action_post()
        self.assertEqual(
            self._legs(receipt),
            [
                ("11110001", "", 140_000, 0),
                ("31110010", "KUN-0001/POKOK", 0, 100_000),
                ("31110020", "KUN-0003/WAJIB", 0, 20_000),
                ("31110020", "KUN-0002/WAJIB", 0, 20_000),
            ],
        )
        move = receipt.sudo().move_id
        self.assertEqual(
            move.line_ids.sorted("id").partner_id.mapped("name"),
            ["Keponakan", "Siti Aminah", "Tini", "Budi Santoso"],
        )
        # Each of them sees it, also who did not stand at the counter.
        self.assertEqual(self.budi.receipt_ids, receipt.sudo())
        self.assertEqual(self._money(self.tini)[:2], (0, 20_000))
        found = self.env["coop.receipt"].search(
            [("line_ids.membership_id", "=", self.tini.id)]
        )
        self.assertEqual(found, receipt.sudo())

        receipt.with_user(self.treasurer)._reverse("Salah keluarga")
        self.assertEqual(receipt.state, "reversed")
        self.assertEqual(
            self._legs(receipt.sudo().move_id.reversal_move_ids),
            [
                ("11110001", "", 0, 140_000),
                ("31110010", "KUN-0001/POKOK", 100_000, 0),
                ("31110020", "KUN-0003/WAJIB", 20_000, 0),
                ("31110020", "KUN-0002/WAJIB", 20_000, 0),
            ],
        )
        self.assertEqual(self._money(self.tini)[:2], (0, 0))

    def test_in_the_second_cooperative(self):
        other = self._admit("Wati", "2026-11-01", self.other)
        receipt = (
            self.env["coop.receipt"]
            .with_user(self.other_teller)
            .create(
                {
                    "membership_id": self.rasela.id,
                    "line_ids": [
                        Command.create(
                            {
                                "coop_account_id": self._account(member, "wajib").id,
                                "amount": 20_000,
                            }
                        )
                        for member in (self.rasela, other)
                    ],
                }
            )
        )
        receipt.action_post()
        self.assertEqual(
            self._legs(receipt),
            [
                ("11110001", "", 40_000, 0),
                ("31110020", "RAS-0001/WAJIB", 0, 20_000),
                ("31110020", "RAS-0002/WAJIB", 0, 20_000),
            ],
        )
        self.assertEqual(receipt.company_id, self.other)

    def test_somebody_elses_room_counts_too(self):
        receipt = self._draft(
            (self.siti, "wajib", WAJIB), (self.budi, "pokok", 100_001)
        )
        self._assert_refused("At most Rp100.000", receipt.action_post)

    def test_what_another_receipt_of_the_batch_paid(self):
        """The second of two for one member sees the first, whoever stood there."""
        both = self._draft((self.siti, "pokok", POKOK), (self.budi, "pokok", 60_000))
        again = self._draft((self.budi, "pokok", 60_000))
        self._assert_refused("At most Rp40.000", (both + again).action_post)

    def test_each_slip_shows_nobody_elses_figures(self):
        receipt = self._draft(
            (self.siti, "pokok", 91_000),
            (self.tini, "wajib", 13_000),
            (self.budi, "wajib", 17_000),
            partner_id=self.nephew.id,
        )
        receipt.action_post()
        pdf, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.teller)
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf("japra_membership.action_report_kwitansi", receipt.ids)
        )
        pages = [
            " ".join(extract_text(io.BytesIO(pdf), page_numbers=[n]).split())
            for n, _page in enumerate(extract_pages(io.BytesIO(pdf)))
        ]
        self.assertEqual(len(pages), 4)
        own = [
            ("Siti Aminah", "KUN-0001", "Rp91.000"),
            ("Budi Santoso", "KUN-0002", "Rp17.000"),
            ("Tini", "KUN-0003", "Rp13.000"),
        ]
        for n in range(3):
            self.assertIn("Keponakan untuk", pages[n])
            for m, others in enumerate(own):
                for word in others:
                    check = self.assertIn if n == m else self.assertNotIn
                    check(word, pages[n])
            self.assertNotIn("Rp121.000", pages[n])
        for word in ("Keponakan", "KUN-0001 Siti Aminah", "Rp121.000"):
            self.assertIn(word, pages[3])
        self.assertIn("Seratus dua puluh satu ribu rupiah", pages[3])
