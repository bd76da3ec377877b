from datetime import date

from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from .common import TODAY, MembershipCase


@tagged("post_install", "-at_install")
class TestMembership(MembershipCase):
    """A person becomes a member with a number, and the accounts are there."""

    @users("uji.reg")
    def test_admission_from_nothing(self):
        form = Form(self.env["coop.membership"])
        form.name = "Rahayu Lestari"
        form.phone = "0812-3300-1111"
        form.street = "Jl. Kemukus 2, lantai 1 no. 5"
        applicant = form.save()
        self.assertEqual(
            (applicant.state, applicant.number, applicant.date_applied),
            ("applicant", False, TODAY),
        )
        self.assertFalse(applicant.account_ids)
        self._agree(applicant)
        self._pay(applicant.with_user(self.teller), pokok=100_000)
        applicant.action_admit()
        self.assertEqual(
            (applicant.state, applicant.number, applicant.date_admitted),
            ("member", "KUN-0003", TODAY),
        )
        self.assertEqual(
            applicant.account_ids.mapped("number"),
            ["KUN-0003/POKOK", "KUN-0003/WAJIB", "KUN-0003/SUKARELA"],
        )
        self.assertEqual(applicant.account_ids.mapped("date_opened"), [TODAY] * 3)
        self.assertEqual(applicant.partner_id.company_id, self.env.company)
        self.assertEqual(applicant.display_name, "KUN-0003 Rahayu Lestari")

    @users("uji.reg")
    def test_person_is_corrected_through_the_membership(self):
        siti = self.siti.with_env(self.env)
        siti.write(
            {"name": "Siti Aminah binti Ali", "phone": "0813", "city": "Jakarta"}
        )
        self.assertEqual(siti.partner_id.name, "Siti Aminah binti Ali")
        self.assertEqual(siti.partner_id.city, "Jakarta")

    def test_person_is_unknown_to_the_other_cooperative(self):
        partners = self.env["res.partner"].with_user(self.other_teller)
        self.assertFalse(partners.search([("name", "=", "Siti Aminah")]))

    def test_existing_person_joins(self):
        partner = self.env["res.partner"].create({"name": "Koperasi Akuarium"})
        member = self.env["coop.membership"].create(
            {"partner_id": partner.id, "company_id": self.coop.id}
        )
        self.assertEqual(member.name, "Koperasi Akuarium")
        self.assertFalse(partner.company_id)

    def test_search_by_number_name_and_phone(self):
        self.siti.phone = "0812-3300-7788"
        members = self.env["coop.membership"].with_user(self.teller)
        for text in ("KUN-0001", "aminah", "7788"):
            found = members.name_search(text)
            self.assertEqual([row[0] for row in found], self.siti.ids, text)

    @mute_logger("odoo.sql_db")
    def test_one_membership_a_person(self):
        self._assert_refused(
            "already has a membership",
            self._rpc,
            self.registrar,
            "coop.membership",
            "create",
            {"partner_id": self.siti.partner_id.id},
        )

    def test_same_person_in_two_cooperatives(self):
        self.siti.partner_id.company_id = False
        member = self.env["coop.membership"].create(
            {
                "partner_id": self.siti.partner_id.id,
                "company_id": self.other.id,
                "date_admitted": TODAY,
            }
        )
        self.assertEqual(member.number, "RAS-0002")

    @mute_logger("odoo.sql_db")
    def test_wrong_input(self):
        for sentence, values in (
            ("needs a name", {"phone": "0812"}),
            ("needs a name", {"name": "   "}),
            ("in the future", {"name": "A", "date_admitted": date(2026, 11, 25)}),
            ("in the future", {"name": "A", "date_applied": date(2026, 11, 25)}),
            (
                "before the application",
                {"name": "A", "date_applied": TODAY, "date_admitted": "2026-11-23"},
            ),
            ("begins with a letter", {"name": "A", "number": "12345"}),
            ("only letters, digits", {"name": "A", "number": "KUN 1"}),
            ("already taken", {"name": "A", "number": "kun-0001"}),
        ):
            with self.subTest(values):
                self._assert_refused(
                    sentence,
                    self._rpc,
                    self.registrar,
                    "coop.membership",
                    "create",
                    values,
                )

    @users("uji.reg")
    def test_register_is_fixed(self):
        siti = self.siti.with_env(self.env)
        for values in (
            {"number": "KUN-0009"},
            {"number": False},
            {"partner_id": self.budi.partner_id.id},
            {"company_id": self.other.id},
            {"date_applied": "2026-01-01"},
            {"date_admitted": False},
        ):
            with self.subTest(values):
                self._assert_refused("KUN-0001", siti.write, values)
        self._assert_refused("cannot be deleted", siti.unlink)
        self.assertEqual((siti.number, siti.state), ("KUN-0001", "member"))
        siti.write({"number": "KUN-0001", "date_applied": siti.date_applied})

    @users("uji.reg")
    def test_date_of_admission_is_corrected_until_money_came(self):
        siti = self.siti.with_env(self.env)
        siti.write({"date_applied": siti.date_applied, "date_admitted": "2026-10-02"})
        self.assertEqual(
            set(siti.account_ids.mapped("date_opened")), {date(2026, 10, 2)}
        )
        self._pay(self.siti, pokok=1_000)
        self._assert_refused("KUN-0001", siti.write, {"date_admitted": "2026-10-03"})

    @users("uji.reg")
    def test_applicant_can_be_deleted(self):
        applicant = self.env["coop.membership"].create({"name": "Salah Ketik"})
        self.assertTrue(applicant.unlink())

    def test_merge_of_a_member_is_refused(self):
        double = self.env["res.partner"].create({"name": "Siti A."})
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        self._assert_refused(
            "cannot be merged",
            wizard._merge,
            (self.siti.partner_id + double).ids,
            double,
        )

    def test_account_belongs_to_its_member(self):
        account = self._account(self.siti, "pokok")
        self._assert_refused(
            "must belong to the person",
            account.write,
            {"membership_id": self.budi.id},
        )

    def test_short_letters_first(self):
        self.coop.coop_code = False
        self._assert_refused("short letters", self._admit, "Tanpa Huruf", "2026-11-01")
