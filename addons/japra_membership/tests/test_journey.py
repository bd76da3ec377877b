from random import Random
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.japra_base.tests.common import TODAY
from odoo.addons.japra_base.tests.pictures import PHONE
from odoo.addons.japra_base.wizard import coop_setup_user

from .journey_common import JourneyCase


@tagged("post_install", "-at_install")
class TestJourney(JourneyCase):
    """A neighbour becomes a member and pays; her rupiah is seen all the way.

    In Kunir of the demonstration, in Indonesian, each role in a browser of its own.
    """

    def test_first_rupiah(self):
        users = self._found_kunir().users
        members = self.env["coop.membership"]
        self._parts_allowed(users["board"])
        self.play("japra_journey_registrar", users["registrar"])
        rahayu = members.search([("name", "=", "Rahayu Ningtyas")])
        self.assertEqual((rahayu.number, rahayu.state), (False, "applicant"))
        rahayu.approval_id.with_user(users["board"]).action_approve()
        self.play("japra_journey_admit", users["registrar"])
        rahayu.invalidate_recordset()
        self.assertEqual((rahayu.number, rahayu.state), ("KUN-0034", "member"))
        self.assertEqual(self._money(rahayu), (0, 0, 120_000))

        self.play("japra_journey_teller", users["teller"])
        receipt = rahayu.receipt_ids
        self.assertEqual(receipt.mapped("name"), ["KWT/2026/11/0028"])
        self.assertEqual(
            self._legs(receipt.move_id),
            [
                ("11110001", "", 140_000, 0),
                ("31110010", "KUN-0034/POKOK", 0, 100_000),
                ("31110020", "KUN-0034/WAJIB", 0, 40_000),
            ],
        )
        self.assertEqual(self._money(rahayu), (100_000, 40_000, 0))
        kwitansi = " ".join(
            self._paper("kwitansi", users["teller"], receipt, "kertas-kwitansi")
        )
        for words in (
            "No. KWT/2026/11/0028",
            "Rahayu Ningtyas (KUN-0034)",
            "Seratus empat puluh ribu rupiah",
            "Simpanan Wajib November 2026 – Desember 2026",
            "Rp140.000",
        ):
            self.assertIn(words, kwitansi)
        register = self._paper(
            "register", users["registrar"], picture="kertas-register", pages=1
        )
        self.assertIn("Rahayu Ningtyas", " ".join(register))

        self.play("japra_journey_treasurer", users["treasurer"])
        self.play(
            "japra_journey_phone_registrar", users["registrar"], PHONE, "/odoo/anggota"
        )
        self.play(
            "japra_journey_phone_teller", users["teller"], PHONE, "/odoo/kwitansi"
        )
        self.play("japra_journey_board", users["board"])
        self.play("japra_journey_reversal", users["treasurer"])
        self.assertEqual(receipt.state, "reversed")
        self.assertEqual(self._money(rahayu), (0, 0, 120_000))
        self.assertIn(
            "DIBATALKAN", self._paper("kwitansi", users["teller"], receipt)[0]
        )
        self.assertEqual(self.env["coop.control"]._failures(rahayu.company_id), [])

    def _parts_allowed(self, chair):
        """The bylaws let pokok be paid after the admission, with the first wajib."""
        parameter = self.env.ref("japra_membership.parameter_pokok_parts")
        decision = self.env["coop.decision"].create(
            {
                "company_id": chair.company_id.id,
                "name": "ART-2",
                "date": TODAY,
                "title": "Simpanan pokok diangsur",
                "line_ids": [
                    Command.create(
                        {
                            "parameter_id": parameter.id,
                            "valid_from": TODAY,
                            "choice_id": self.env.ref(
                                "japra_membership.parameter_pokok_parts_yes"
                            ).id,
                        }
                    )
                ],
            }
        )
        decision.action_issue()
        decision.approval_id.with_user(chair).action_approve()

    def test_first_setup(self):
        company = self.env["res.company"].create(
            {"name": "Belum Bernama", "country_id": self.env.ref("base.id").id}
        )
        administrator = new_test_user(
            self.env,
            "uji.administrator",
            groups="japra_base.group_administrator",
            company_id=company.id,
            company_ids=company.ids,
            lang="id_ID",
        )
        with patch.object(coop_setup_user, "secrets", Random(1)):
            self.play("japra_journey_setup", administrator)
        self.assertEqual(company.name, "Koperasi Kampung Susun Akuarium")
        self.assertEqual((company.coop_kind, company.coop_code), ("primer", "AKR"))
        self.assertEqual(company.chart_template, "id")
        values = [
            self.env["coop.parameter"]._value(f"membership.{code}", company, TODAY)
            for code in ("pokok", "wajib", "due_day")
        ]
        self.assertEqual(values, [100_000, 20_000, 10])
        siti = self.env["res.users"].search([("login", "=", "siti")])
        self.assertTrue(siti.has_group("japra_membership.group_teller"))
        self.assertEqual(siti.company_ids, company)
