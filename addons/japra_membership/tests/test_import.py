from odoo.tests import tagged
from odoo.tools.misc import file_open

from .common import TODAY, MembershipCase

OPTIONS = {
    "has_headers": True,
    "separator": ",",
    "quoting": '"',
    "encoding": "utf-8",
    "date_format": "",
}
HEADER = "name,phone,street,number,date_admitted\n"


@tagged("post_install", "-at_install")
class TestImport(MembershipCase):
    """A list of members through Odoo's own import, as the registrar."""

    def _import(self, text, lang="en_US", dryrun=False):
        env = self.env(
            user=self.registrar,
            context={"lang": lang, "allowed_company_ids": self.coop.ids},
        )
        wizard = env["base_import.import"].create(
            {
                "res_model": "coop.membership",
                "file": text.encode(),
                "file_type": "text/csv",
                "file_name": "anggota.csv",
            }
        )
        preview = wizard.parse_preview(dict(OPTIONS))
        self.assertNotIn("error", preview)
        columns = preview["headers"]
        names = [
            "/".join(preview["matches"].get(index) or []) or False
            for index in range(len(columns))
        ]
        return wizard.execute_import(names, columns, preview["options"], dryrun=dryrun)

    def _sentences(self, result):
        return [(row["rows"]["from"], row["message"]) for row in result["messages"]]

    def _members(self):
        return self.env["coop.membership"].search([("company_id", "=", self.coop.id)])

    def test_good_list(self):
        result = self._import(
            HEADER
            + "Rahayu,0812-1,Jl. Kemukus 2 no. 5,KUN-0033,2025-01-31\n"
            + "Slamet,,,,2025-02-15\n"
            + "Nurhayati,0812-3,,,\n"
        )
        self.assertFalse(result["messages"])
        members = self.env["coop.membership"].browse(result["ids"])
        self.assertEqual(
            [(m.number, m.name, str(m.date_admitted), m.state) for m in members],
            [
                ("KUN-0033", "Rahayu", "2025-01-31", "member"),
                ("KUN-0034", "Slamet", "2025-02-15", "member"),
                (False, "Nurhayati", "False", "applicant"),
            ],
        )
        self.assertEqual(members[0].phone, "0812-1")
        self.assertEqual(members.company_id, self.coop)
        self.assertEqual(members[0].account_ids[0].number, "KUN-0033/POKOK")

    def test_template_of_ours(self):
        self.env["res.lang"]._activate_lang("id_ID")
        self.env["ir.module.module"]._load_module_terms(["japra_membership"], ["id_ID"])
        template = self.env["coop.membership"].get_import_templates()[0]["template"]
        with file_open(template.lstrip("/")) as file:
            result = self._import(file.read(), lang="id_ID")
        self.assertFalse(result["messages"])
        members = self.env["coop.membership"].browse(result["ids"])
        self.assertEqual(
            [(m.number, m.name, str(m.date_admitted)) for m in members],
            [
                ("KUN-0003", "Siti Aminah", "2025-01-31"),
                ("KUN-0004", "Budi Santoso", "2025-02-15"),
            ],
        )
        self.assertEqual(
            [
                (p.l10n_id_nik, p.birth_year, p.sex, p.no_nik_reason)
                for p in members.partner_id
            ],
            [
                ("3173004107800001", 1980, "female", False),
                (False, 1975, "male", "Hilang waktu penggusuran"),
            ],
        )

    def test_bad_list(self):
        """Every row that is wrong says so at once, and none is imported."""
        before = self._members()
        result = self._import(
            HEADER
            + ",0812,Jl. A,KUN-0100,2026-02-01\n"
            + "Ani,,,kun-0001,2026-02-01\n"
            + "Bani,,,12345,2026-02-01\n"
            + "Cani,,,KUN-0101,2026-11-25\n"
            + "Dani,,,KUN-0102,2026-02-31\n"
            + "Eni,,,KUN-0103,2026-02-01\n"
            + "Fani,,,KUN-0103,kemarin\n"
        )
        self.assertEqual(
            self._sentences(result),
            [
                (0, "A member needs a name."),
                (1, "Member number KUN-0001 is already taken."),
                (2, "Member number 12345 must begin with a letter."),
                (3, "25 November 2026 has not come yet."),
                (4, "2026-02-31 is not a date; write the day as 31/12/2026."),
                (5, "Member number KUN-0103 stands in this file more than once."),
                (6, "Member number KUN-0103 stands in this file more than once."),
                (6, "kemarin is not a date; write the day as 31/12/2026."),
            ],
        )
        self.assertFalse(result["ids"])
        self.assertEqual(self._members(), before)
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Ani")]))

    def test_people(self):
        columns = "name,nik_masked,no_kk_masked,birth_date,birth_year,sex,occupation,"
        result = self._import(
            columns
            + "nickname,no_nik_reason\n"
            + "Rahayu,3172 0145 1187 0001,3172011203150007,1987-11-05,,P,Penjahit,"
            + "Bu Yayuk,\n"
            + "Slamet,,,,1950,laki-laki,Nelayan,,Hilang waktu penggusuran\n"
        )
        self.assertFalse(result["messages"])
        members = self.env["coop.membership"].browse(result["ids"])
        self.assertEqual(
            [
                (p.l10n_id_nik, str(p.birth_date), p.birth_year, p.sex, p.no_nik_reason)
                for p in members.partner_id
            ],
            [
                ("3172014511870001", "1987-11-05", 1987, "female", False),
                (False, "False", 1950, "male", "Hilang waktu penggusuran"),
            ],
        )

    def test_people_that_are_wrong(self):
        self.siti.partner_id.l10n_id_nik = "3172014511870001"
        self.budi.birth_date = "1975-03-04"
        result = self._import(
            "name,nik_masked,birth_date,sex\n"
            + "Ani,3172014511870001,,\n"
            + "Bani,3172013211870001,,\n"
            + "Cani,3.17201E+15,,\n"
            + "Dani,3172010511870007,,\n"
            + "Eni,3172010511870007,,\n"
            + "budi santoso,,1975-03-04,\n"
            + "Fani,,1975-02-30,x\n"
        )
        self.assertEqual(
            self._sentences(result),
            [
                (0, "KUN-0001 Siti Aminah is here already."),
                (
                    1,
                    "The NIK holds no day of birth (digits 7 to 12): compare it with "
                    "the card.",
                ),
                (2, "The NIK holds digits only: check what was typed."),
                (3, "This NIK stands in this file more than once."),
                (4, "This NIK stands in this file more than once."),
                (5, "KUN-0002 Budi Santoso is here already."),
                (6, "1975-02-30 is not a date; write the day as 31/12/2026."),
                (6, "x is no sex: write L for a man, P for a woman."),
            ],
        )
        self.assertFalse(result["ids"])

    def test_unknown_household_or_person(self):
        """What is named and not there is never left out in silence."""
        self.env["coop.household"].create(
            {
                "company_id": self.coop.id,
                "head_id": self.siti.partner_id.id,
                "block": "C",
                "unit": "12",
            }
        )
        before = self._members()
        for text, name in (
            ("name,household_id\nAni,C-12\nBani,C-99\n", "C-99"),
            ("name,household_id\nCani,Pak Slamet\n", "Pak Slamet"),
            ("partner_id,date_applied\nPak Slamet,2026-01-01\n", "Pak Slamet"),
        ):
            with self.subTest(text):
                result = self._import(text)
                self.assertFalse(result["ids"])
                self.assertIn(
                    f"No matching record found for name '{name}'",
                    result["messages"][0]["message"],
                )
        self.assertEqual(self._members(), before)
        result = self._import("name,household_id\nAni,C-12\n")
        member = self.env["coop.membership"].browse(result["ids"])
        self.assertEqual(member.house, "C-12")

    def test_test_button_writes_nothing(self):
        before = self._members()
        result = self._import(HEADER + "Rahayu,,,,2025-01-31\n", dryrun=True)
        self.assertFalse(result["messages"])
        self.assertEqual(self._members(), before)
        self.assertEqual(self._admit("Baru", TODAY).number, "KUN-0003")

    def test_number_of_another_cooperative_is_free(self):
        result = self._import(HEADER + "Rahayu,,,RAS-0001,2025-01-31\n")
        self.assertFalse(result["messages"])

    def test_other_models_keep_the_import_of_core(self):
        wizard = self.env["base_import.import"].create(
            {
                "res_model": "res.partner",
                "file": b"name,create_date\nA,31/31/2026\n",
                "file_type": "text/csv",
            }
        )
        result = wizard.execute_import(
            ["name", "create_date"],
            ["name", "create_date"],
            {**OPTIONS, "datetime_format": "%Y-%m-%d"},
        )
        self.assertIn("31/31/2026", result["messages"][0]["message"])
        self.assertIn("%Y", result["messages"][0]["message"])
