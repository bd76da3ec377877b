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

    def _days(self, member):
        return [(event.kind, str(event.date)) for event in member._live_events()]

    def test_first_day_is_corrected_with_what_was_given_with_it(self):
        """An earlier day as well as a later one; class and signature stay."""
        resident = self._make_classes("Penghuni")
        rahayu = self._admit("Rahayu", "2026-09-15", class_id=resident.id)
        member = rahayu.with_user(self.registrar)
        for day in ("2026-09-20", "2026-09-01"):
            with self.subTest(day):
                member.write({"date_admitted": day})
                self.assertEqual(
                    self._days(member), [("takeover", day), ("class", day)]
                )
                self.assertEqual(
                    (str(member.date_admitted), member.class_id, member.state),
                    (day, resident, "member"),
                )
                self.assertEqual(
                    {
                        str(opened)
                        for opened in rahayu.account_ids.mapped("date_opened")
                    },
                    {day},
                )
        self._step(member, "signed", date="2026-10-01", book_page="12")
        member.write({"date_admitted": "2026-08-15"})
        self.assertEqual(
            self._days(member),
            [
                ("takeover", "2026-08-15"),
                ("class", "2026-08-15"),
                ("signed", "2026-10-01"),
            ],
        )
        self.assertEqual(
            (member.date_admitted, member.date_signed, member.class_id),
            (date(2026, 8, 15), date(2026, 10, 1), resident),
        )
        # Siti, Budi and Rahayu: nobody came twice.
        growth = self.env["coop.growth.member"].search(
            [("company_id", "=", self.coop.id)]
        )
        self.assertEqual(sum(growth.mapped("came")), 3)

    def test_first_day_stays_before_what_follows(self):
        member = self.siti.with_user(self.registrar)
        self._step(member, "signed", date="2026-10-01", book_page="12")
        self._assert_refused(
            "1 Oktober 2026", member.write, {"date_admitted": "2026-10-02"}
        )
        self.assertEqual(
            self._days(member), [("takeover", "2026-09-15"), ("signed", "2026-10-01")]
        )

    def test_class_decided_on_the_first_day_keeps_its_day(self):
        resident, founder = self._make_classes("Penghuni", "Pendiri")
        rahayu = self._admit("Rahayu", "2026-09-15", class_id=resident.id)
        self._step(
            rahayu,
            "class",
            class_id=founder.id,
            date="2026-09-15",
            reason="Rapat anggota",
            decision_ref="12/2026",
        )
        rahayu.with_user(self.registrar).write({"date_admitted": "2026-09-01"})
        self.assertEqual(
            self._days(rahayu),
            [
                ("takeover", "2026-09-01"),
                ("class", "2026-09-01"),
                ("class", "2026-09-15"),
            ],
        )
        self.assertEqual(rahayu.class_id, founder)

    def test_day_of_application_is_corrected_with_the_class(self):
        resident = self._make_classes("Penghuni")
        member = self._apply(date_applied="2026-11-10", class_id=resident.id)
        for day in ("2026-11-15", "2026-11-01"):
            with self.subTest(day):
                member.write({"date_applied": day})
                self.assertEqual(self._days(member), [("applied", day), ("class", day)])
                self.assertEqual(
                    (str(member.date_applied), member.class_id), (day, resident)
                )

    def test_day_of_a_further_application_stays_behind_the_first(self):
        member = self._apply(date_applied="2026-11-01")
        self._step(member, "withdrawn", date="2026-11-05", reason="Pindah")
        self._step(member, "applied", date="2026-11-10")
        self._assert_refused(
            "5 November 2026", member.write, {"date_applied": "2026-11-03"}
        )
        member.write({"date_applied": "2026-11-08"})
        self.assertEqual(
            self._days(member),
            [
                ("applied", "2026-11-01"),
                ("withdrawn", "2026-11-05"),
                ("applied", "2026-11-08"),
            ],
        )

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
