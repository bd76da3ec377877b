from datetime import date

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged, users

from .common import TODAY, MembershipCase

NIK = "3172014511870001"
MASK = "3172**********01"


@tagged("post_install", "-at_install")
class TestPerson(MembershipCase):
    """Who a member is: typed once, masked, and never doubled."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.siti.with_user(cls.registrar).write(
            {"nik_masked": NIK, "no_kk_masked": "3172011203150007"}
        )
        cls.other_registrar = cls._make_user(
            "reg2", "japra_membership.group_registrar", cls.other
        )

    def _log(self):
        return self.env["coop.identity.log"].search([])

    @users("uji.reg")
    def test_person_typed_on_the_form(self):
        form = Form(self.env["coop.membership"])
        form.name = "Rahayu Lestari"
        form.nik_masked = "3172 0145-1187.0009"
        # What the NIK says for certain is not typed a second time.
        self.assertEqual(form.birth_date, date(1987, 11, 5))
        self.assertEqual((form.birth_year, form.sex), (1987, "female"))
        form.no_kk_masked = "3172011203150008"
        form.npwp_masked = "3172014511870009"
        form.occupation = "Penjahit"
        form.nickname = "Bu Yayuk"
        self.assertFalse(form.identity_warning)
        member = form.save()
        person = member.partner_id.sudo()
        self.assertEqual(
            (person.l10n_id_nik, person.no_kk, person.npwp),
            ("3172014511870009", "3172011203150008", "3172014511870009"),
        )
        self.assertEqual(
            (person.birth_date, person.birth_year, person.sex),
            (date(1987, 11, 5), 1987, "female"),
        )
        self.assertEqual((member.nik_masked, member.age), ("3172**********09", 39))
        self.assertEqual(
            self.env["coop.membership"].name_search("yayuk")[0][0], member.id
        )

    @users("uji.reg")
    def test_other_facts_are_a_warning(self):
        form = Form(self.env["coop.membership"])
        form.name = "Rahayu"
        form.birth_date = "1980-01-02"
        form.sex = "male"
        form.nik_masked = "2072014511870009"
        for words in ("region", "another sex", "another date of birth"):
            self.assertIn(words, form.identity_warning)
        member = form.save()
        self.assertEqual((member.sex, member.birth_date), ("male", date(1980, 1, 2)))
        self.assertIn("another sex", member.identity_warning)
        # The teller is told nothing of the number.
        self.assertFalse(member.with_user(self.teller).identity_warning)

    @users("uji.reg")
    def test_a_year_alone(self):
        form = Form(self.env["coop.membership"])
        form.name = "Maemunah"
        form.birth_year = 1950
        member = form.save()
        self.assertEqual((member.birth_date, member.age), (False, 76))
        member.write({"birth_date": "1951-12-31"})
        self.assertEqual((member.birth_year, member.age), (1951, 74))
        for values, sentence in (
            ({"birth_year": 1950}, "follows from the date"),
            ({"birth_date": "2026-11-25"}, "cannot have been born"),
            ({"birth_date": False, "birth_year": 1899}, "cannot have been born"),
        ):
            self._assert_refused(sentence, member.write, values)

    def test_century_is_asked(self):
        form = Form(self.env["coop.membership"].with_user(self.registrar))
        form.name = "Anak"
        form.nik_masked = "3172010511190001"
        self.assertFalse(form.birth_date)
        self.assertEqual(form.sex, "male")

    @users("uji.reg")
    def test_refused_numbers(self):
        for field, text, sentence in (
            ("nik_masked", "3172013211870001", "no day of birth"),
            ("nik_masked", NIK, "has this NIK already"),
            ("no_kk_masked", "1234", "has 16 digits"),
            ("npwp_masked", "01.312.166.1-091.000", "check digit"),
            ("nib", "123", "NIB has 13 digits"),
        ):
            with self.subTest(text):
                self._assert_refused(
                    sentence,
                    self._rpc,
                    self.env.user,
                    "coop.membership",
                    "create",
                    {"name": "Rahayu", field: text},
                )
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Rahayu")]))

    @users("uji.reg")
    def test_doubles_are_shown_before_a_record_is_made(self):
        self.budi.write({"birth_date": "1975-03-04"})
        form = Form(self.env["coop.membership"])
        form.name = "Siapa Saja"
        self.assertEqual(form.double_html, False)
        form.nik_masked = NIK
        self.assertIn("KUN-0001 Siti Aminah", form.double_html)
        self.assertIn(f"/odoo/anggota/{self.siti.id}", form.double_html)
        self.assertNotIn(NIK, form.double_html)
        form.nik_masked = False
        form.name = "budi  santoso "
        self.assertFalse(form.double_html)
        form.birth_date = "1975-03-04"
        self.assertIn("KUN-0002 Budi Santoso", form.double_html)
        form.birth_date = "1975-03-05"
        self.assertFalse(form.double_html)
        form.birth_date = False
        form.birth_year = 1975
        self.assertIn("KUN-0002", form.double_html)
        # As the registrar typed it once; two numbers make two persons.
        self.budi.partner_id.name = "Budi   Santoso"
        form.birth_year = 1974
        form.birth_year = 1975
        self.assertIn("KUN-0002", form.double_html)
        self.budi.sudo().partner_id.l10n_id_nik = "3172010403750007"
        form.nik_masked = "3172010403750008"
        self.assertFalse(form.double_html)
        form.nik_masked = False
        self.assertIn("KUN-0002", form.double_html)
        # Shown, not refused: two people may share both.
        self.assertTrue(form.save())

    def test_person_of_another_cooperative_is_not_told(self):
        self.rasela.partner_id.write(
            {"l10n_id_nik": "3172010511870005", "birth_date": "1987-11-05"}
        )
        form = Form(self.env["coop.membership"].with_user(self.registrar))
        form.name = "Ruminah"
        form.nik_masked = "3172010511870005"
        self.assertFalse(form.double_html)
        member = form.save()
        self.assertEqual(member.partner_id.company_id, self.coop)

    def test_one_person_in_two_cooperatives(self):
        person = self.siti.partner_id
        person.company_id = False
        member = self.env["coop.membership"].create(
            {"partner_id": person.id, "company_id": self.other.id}
        )
        self.assertEqual(member.with_user(self.other_registrar).nik_masked, MASK)
        self.assertEqual(
            self._rpc(
                self.other_registrar,
                "coop.membership",
                "action_unmask",
                member.ids,
                "nik",
            ),
            "3172 0145 1187 0001",
        )
        # The look is noted where it was taken.
        self.assertEqual(self._log().company_id, self.other)

    def test_without_nik(self):
        reason = "Hilang waktu penggusuran"
        self.budi.with_user(self.registrar).no_nik_reason = reason
        # As empty as Budi, and no double of him.
        twin = self._rpc(
            self.registrar, "coop.membership", "create", {"name": "Budi Santoso"}
        )
        self.assertFalse(self.env["coop.membership"].browse(twin).double_html)
        company = self.env["res.partner"].create(
            {"name": "Koperasi Marlina", "is_company": True}
        )
        self.env["coop.membership"].create(
            {"partner_id": company.id, "company_id": self.coop.id}
        )
        for user in (self.registrar, self.board, self.teller):
            rows = self._rpc(
                user,
                "coop.membership",
                "search_read",
                [["without_nik", "=", True]],
                ["name", "no_nik_reason"],
            )
            self.assertEqual(
                {(row["name"], row["no_nik_reason"]) for row in rows},
                {("Budi Santoso", reason), ("Budi Santoso", False)},
            )
        self.assertFalse(self.siti.without_nik)
        self.assertTrue(self.budi.without_nik)
        # A NIK without the family card stays on the list while there is a reason.
        self.siti.with_user(self.registrar).write(
            {"no_kk_masked": False, "no_nik_reason": "KK di tangan mantan suami"}
        )
        self.assertTrue(self.siti.without_nik)

    def test_a_cooperative_as_member(self):
        form = Form(self.env["coop.membership"].with_user(self.registrar))
        form.name = "Koperasi Marlina Maju Bersama"
        form.is_company = True
        form.company_registry = "AHU-0001234.AH.01.26.TAHUN 2025"
        form.legal_entity_date = "2025-02-03"
        form.nik_koperasi = "3172.08.002"
        form.nib = "9120-3014-0283-5"
        form.vat = "01.312.166.0-091.000"
        self.assertIn("13 digits", form.identity_warning)
        member = form.save()
        person = member.partner_id
        self.assertTrue(person.is_company)
        self.assertEqual(
            (person.nik_koperasi, person.nib, person.legal_entity_date),
            ("317208002", "9120301402835", date(2025, 2, 3)),
        )
        self.assertFalse(member.without_nik)

    def test_unmask_on_the_member_form(self):
        rpc = self._rpc
        for user in (self.registrar, self.treasurer, self.auditor):
            self.assertEqual(
                rpc(user, "coop.membership", "action_unmask", self.siti.ids, "nik"),
                "3172 0145 1187 0001",
            )
        self.assertEqual(
            self._log().mapped(lambda row: (row.user_id.login, row.record_name)),
            [(f"uji.{login}", "Siti Aminah") for login in ("aud", "ben", "reg")],
        )
        for user in (
            self.teller,
            self.board,
            self.supervisor,
            self.administrator,
            self.portal,
            self.other_teller,
            self.other_registrar,
        ):
            with self.subTest(user.login):
                self._assert_denied(
                    rpc, user, "coop.membership", "action_unmask", self.siti.ids, "nik"
                )
        self._assert_refused(
            "nothing masked",
            rpc,
            self.registrar,
            "coop.membership",
            "action_unmask",
            self.siti.ids,
            "phone",
        )
        self.assertEqual(len(self._log()), 3)

    def test_no_road_to_the_number_through_the_membership(self):
        rpc = self._rpc
        roads = (
            ("search", [("partner_id.l10n_id_nik", "=", NIK)]),
            ("search", [("partner_id", "any", [("no_kk", "!=", False)])]),
            ("search", [], 0, 1, "partner_id.l10n_id_nik"),
            ("export_data", self.siti.ids, ["partner_id/l10n_id_nik"]),
            (
                "web_read",
                self.siti.ids,
                {"partner_id": {"fields": {"l10n_id_nik": {}}}},
            ),
            ("formatted_read_group", [], ["nik_masked"], ["__count"]),
            ("formatted_read_group", [], ["partner_id.l10n_id_nik"], ["__count"]),
        )
        everybody = (
            self.registrar
            + self.teller
            + self.treasurer
            + self.board
            + self.supervisor
            + self.auditor
            + self.administrator
        )
        export = self.env.ref("base.group_allow_export")
        everybody.group_ids = [Command.link(export.id)]
        for user in everybody:
            for method, *args in roads:
                with self.subTest(user.login, method=method, args=args):
                    with self.assertRaises(Exception) as caught:
                        rpc(user, "coop.membership", method, *args)
                    self.assertNotIn(NIK, str(caught.exception))
                    self.env.invalidate_all()
            self.assertEqual(rpc(user, "coop.membership", "name_search", NIK), [])
            [row] = rpc(
                user, "coop.membership", "read", self.siti.ids, ["nik_masked", "name"]
            )
            self.assertEqual(row["nik_masked"], MASK)
            exported = rpc(
                user, "coop.membership", "export_data", self.siti.ids, ["nik_masked"]
            )
            self.assertEqual(exported["datas"], [[MASK]])
            if user != self.registrar:
                # Nobody else writes members, and so has no form that changes.
                continue
            told = rpc(
                user,
                "coop.membership",
                "onchange",
                self.siti.ids,
                {"name": "X"},
                ["name"],
                {
                    name: {}
                    for name in (
                        "name",
                        "nik_masked",
                        "double_html",
                        "identity_warning",
                    )
                },
            )
            self.assertNotIn(NIK, str(told))
        self.assertNotIn(NIK, str(self.siti.message_ids.mapped("body")))

    def test_only_the_registrar_types_it(self):
        for user in (self.teller, self.board, self.auditor, self.administrator):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._rpc(
                    user,
                    "coop.membership",
                    "write",
                    self.siti.ids,
                    {"nik_masked": "3172014511870002"},
                )
        self.assertEqual(self.siti.partner_id.l10n_id_nik, NIK)

    def test_register_on_paper(self):
        """The registrar's holds the NIK, and each is noted; any other is masked."""
        self.siti.with_user(self.registrar).write(
            {"birth_date": "1987-11-05", "sex": "female", "occupation": "Penjahit"}
        )
        self.budi.with_user(self.registrar).birth_year = 1950
        self.env["ir.module.module"]._load_module_terms(["japra_membership"], ["id_ID"])
        report = self.env["report.japra_membership.report_register"]
        members = self.siti + self.budi
        for user, number in (
            (self.board, MASK),
            (self.teller, MASK),
            (self.treasurer, MASK),
            (self.registrar, NIK),
        ):
            values = report.with_user(user)._get_report_values(members.ids)
            self.assertEqual(
                [
                    values["facts_of"](member)
                    for _coop, book in values["books"]
                    for member in book
                ],
                [
                    {
                        "number": number,
                        "birth": "05/11/1987",
                        "age": 39,
                        "sex": "P",
                        "occupation": "Penjahit",
                    },
                    {
                        "number": "",
                        "birth": 1950,
                        "age": 76,
                        "sex": "",
                        "occupation": "",
                    },
                ],
            )
        [row] = self._log()
        self.assertEqual(
            (row.user_id, row.res_id), (self.registrar, self.siti.partner_id.id)
        )

    def test_first_day_of_a_birthday(self):
        person = self.siti.partner_id
        person.birth_date = date(1987, 11, 25)
        self.assertEqual(person._coop_age(TODAY), 38)
        self.assertEqual(person._coop_age(date(2026, 11, 25)), 39)
