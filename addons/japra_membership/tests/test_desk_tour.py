from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.japra_base.tests.pictures import PHONE, PicturesCase

from .common import MembershipCase


@tagged("post_install", "-at_install")
class TestDeskTour(MembershipCase, PicturesCase):
    """A teller, a keyboard, a queue and a line that breaks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.teller.write({"name": "Yuni Astuti", "lang": "id_ID"})
        cls.joko = cls._admit("Joko Susilo", "2026-10-20")
        cls.env["coop.household"].create(
            {
                "company_id": cls.coop.id,
                "head_id": cls.siti.partner_id.id,
                "block": "C",
                "unit": "12",
                "person_ids": [Command.create({"partner_id": cls.joko.partner_id.id})],
            }
        )
        for unit in ("1", "120"):
            namesake = cls._admit("Siti Aminah", "2026-11-01")
            cls.env["coop.household"].create(
                {
                    "company_id": cls.coop.id,
                    "head_id": namesake.partner_id.id,
                    "block": "C",
                    "unit": unit,
                }
            )

    def _receipts(self):
        return self.env["coop.receipt"].search(
            [("company_id", "=", self.coop.id)], order="id"
        )

    def test_queue(self):
        # A sentence that the server says is a warning of its log.
        with mute_logger("odoo.http"):
            self.play("japra_desk_queue", self.teller, url="/odoo/loket")
        self.assertEqual(
            [
                (
                    receipt.name,
                    receipt.membership_id.name,
                    receipt.means,
                    round(receipt.amount_total),
                    round(receipt.amount_tendered),
                    receipt.state,
                    bool(receipt.printed_on),
                )
                for receipt in self._receipts()
            ],
            [
                (
                    "KWT/2026/11/0001",
                    "Siti Aminah",
                    "cash",
                    160_000,
                    200_000,
                    "posted",
                    True,
                ),
                (
                    "KWT/2026/11/0002",
                    "Joko Susilo",
                    "qris",
                    140_000,
                    0,
                    "posted",
                    True,
                ),
            ],
        )
        self.assertEqual(self._receipts()[1].reference, "QR-0077")
        self.assertEqual(self._money(self.siti)[:3], (100_000, 60_000, 0))
        self.assertEqual(self._money(self.joko)[:3], (100_000, 40_000, 0))
        self.assertEqual(self._money(self.budi)[:2], (0, 0))

    def test_lost_search(self):
        self.play("japra_desk_search_lost", self.teller, url="/odoo/loket")

    def test_unsure_payment_is_asked_about_again(self):
        self.play("japra_desk_unsure", self.teller, url="/odoo/loket")
        self.assertEqual(
            [
                (one.name, one.membership_id.name, round(one.amount_total))
                for one in self._receipts()
            ],
            [
                ("KWT/2026/11/0001", "Budi Santoso", 120_000),
                ("KWT/2026/11/0002", "Siti Aminah", 160_000),
            ],
        )

    def test_phone(self):
        self.budi.partner_id.phone = "+62 812-9876-5432"
        self.env["ir.config_parameter"].set_param(
            "web.base.url", "https://koperasi.example.id"
        )
        self.play("japra_desk_phone", self.teller, PHONE, url="/odoo/loket")
        self.assertEqual(self._money(self.budi)[:3], (100_000, 20_000, 0))
        self.assertTrue(self._receipts().printed_on)
