import io
import json
import re
import shutil
import subprocess
from datetime import date
from random import Random
from unittest.mock import patch

from pdfminer.high_level import extract_text

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.japra_base.tests.pictures import PHONE, PicturesCase, folder, save
from odoo.addons.japra_base.wizard import coop_setup_user

from ..demo import federation, kunir
from ..demo.stage import Staff

TODAY = date(2026, 11, 24)
# Kunir with a person for each task, each in a browser of her own.
STAFF = (
    kunir.CHAIR,
    Staff("uji.pendaftaran", "Ratna Wulandari", ("registrar",)),
    Staff("uji.loket", "Yuni Astuti", ("teller",)),
    Staff("uji.bendahara", "Bambang Prasetyo", ("treasurer",)),
)


@tagged("post_install", "-at_install")
class TestJourney(PicturesCase):
    """A neighbour becomes a member and pays; her rupiah is seen all the way.

    In Kunir of the demonstration, in Indonesian, each role in a browser of its own.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company_class = cls.env.registry["res.company"]
        cls.startClassPatcher(
            patch.object(company_class, "_coop_today", lambda self: TODAY)
        )
        cls.env["res.lang"]._activate_lang("id_ID")

    def test_first_rupiah(self):
        home, _logins = kunir.run(federation.prepare(self.env), STAFF)
        users = home.users
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
            [
                (
                    line.account_id.with_company(rahayu.company_id).code,
                    line.coop_account_id.number,
                    line.debit,
                    line.credit,
                )
                for line in receipt.move_id.line_ids.sorted("id")
            ],
            [
                ("11110001", False, 140_000, 0),
                ("31110010", "KUN-0034/POKOK", 0, 100_000),
                ("31110020", "KUN-0034/WAJIB", 0, 40_000),
            ],
        )
        self.assertEqual(self._money(rahayu), (100_000, 40_000, 0))
        kwitansi = self._paper("kwitansi", users["teller"], receipt)
        for words in (
            "No. KWT/2026/11/0028",
            "Rahayu Ningtyas (KUN-0034)",
            "Seratus empat puluh ribu rupiah",
            "Simpanan Wajib November 2026 – Desember 2026",
            "Rp140.000",
        ):
            self.assertIn(words, kwitansi)
        register = self._paper("register", users["registrar"])
        self.assertIn("Rahayu Ningtyas", register)

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
            "DIBATALKAN", self._paper("kwitansi", users["teller"], receipt, False)
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

    def _money(self, member):
        member.invalidate_recordset()
        return (
            round(member.balance_pokok),
            round(member.balance_wajib),
            round(member.amount_due),
        )

    def _paper(self, name, user, records=None, picture=True):
        """The text of a report as the user gets it from the server."""
        self.authenticate(user.login, user.login)
        url = f"/report/pdf/japra_membership.report_{name}"
        url += f"/{records.id}" if records else "?"
        answer = self.url_open(
            "/report/download",
            params={
                "data": json.dumps([url, "qweb-pdf"]),
                # Under test Odoo answers HTML, unless asked.
                "context": json.dumps({"force_report_rendering": True}),
            },
        )
        self.assertEqual(answer.content[:4], b"%PDF")
        if picture and folder() and shutil.which("pdftoppm"):
            command = ["pdftoppm", "-png", "-r", "110", "-singlefile", "-"]
            drawn = subprocess.run(
                command, input=answer.content, stdout=subprocess.PIPE, check=True
            )
            save(f"kertas-{name}", drawn.stdout)
        return re.sub(r"\s+", " ", extract_text(io.BytesIO(answer.content)))
