from odoo.fields import Command
from odoo.tests import Form, tagged, users

from .common import MembershipCase


@tagged("post_install", "-at_install")
class TestHousehold(MembershipCase):
    """People of one house: found by the door and by the head, and never a voter."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asep = cls.env["res.partner"].create(
            {"name": "Asep", "company_id": cls.coop.id}
        )
        cls.house = (
            cls.env["coop.household"]
            .with_user(cls.registrar)
            .create(
                {
                    "head_id": cls.siti.partner_id.id,
                    "kampung": "Kampung Susun Kunir",
                    "rt": "6",
                    "rw": "04",
                    "block": "c",
                    "unit": " 12 ",
                    "person_ids": [Command.create({"partner_id": cls.asep.id})],
                }
            )
        )

    def test_address(self):
        self.assertEqual(
            (self.house.house, self.house.rt, self.house.rw), ("C-12", "006", "004")
        )
        self.assertEqual(self.house.display_name, "C-12 Siti Aminah")
        self.house.unit = "C-14"
        self.assertEqual(self.house.house, "C-14")
        self.house.write({"block": False, "unit": "7"})
        self.assertEqual(self.house.house, "7")

    def test_head_is_one_of_its_people(self):
        people = self.house.person_ids
        self.assertEqual(people.partner_id, self.siti.partner_id + self.asep)
        self.assertEqual(people.membership_id, self.siti)
        head = people.filtered(lambda row: row.partner_id == self.siti.partner_id)
        for attempt in (
            head.unlink,
            lambda: self.house.write({"person_ids": [Command.delete(head.id)]}),
            lambda: self.house.write({"person_ids": [Command.clear()]}),
            lambda: head.write({"partner_id": self.budi.partner_id.id}),
        ):
            self._assert_refused("choose another head first", attempt)
        self.house.write({"head_id": self.budi.partner_id.id})
        self.assertEqual(len(self.house.person_ids), 3)
        head.unlink()
        self.assertFalse(self.siti.household_id)
        self.house.unlink()

    def test_found_by_house_and_by_head(self):
        self.budi.with_user(self.registrar).household_id = self.house
        members = self.env["coop.membership"].with_user(self.teller)
        for domain in (
            [("house", "=", "C-12")],
            [("house", "ilike", "c-1")],
            [("household_id", "=", self.house.id)],
            [("household_id.head_id.name", "ilike", "aminah")],
        ):
            self.assertEqual(members.search(domain), self.siti + self.budi, domain)
        for text in ("C-12", "aminah"):
            self.assertEqual(
                [row[0] for row in members.name_search(text)],
                (self.siti + self.budi).ids,
            )
        self.assertEqual(
            (self.budi.household_id, self.budi.house), (self.house, "C-12")
        )
        households = self.env["coop.household"].with_user(self.teller)
        for text in ("C-12", "Siti"):
            self.assertEqual(households.name_search(text)[0][0], self.house.id)

    def test_who_lives_nowhere_yet_is_found(self):
        members = self.env["coop.membership"].with_user(self.registrar)
        mine = [("company_id", "=", self.coop.id)]
        for name in "household_id", "house":
            with self.subTest(name):
                without = members.search([*mine, (name, "=", False)])
                self.assertIn(self.budi, without)
                self.assertNotIn(self.siti, without)
                self.assertFalse(any(without.mapped(name)))
                homes = members.search([*mine, (name, "!=", False)])
                self.assertEqual(homes, self.siti)
                both = self.house.id if name == "household_id" else "C-12"
                self.assertEqual(
                    members.search([*mine, (name, "in", [False, both])]),
                    members.search(mine),
                )

    def test_lives_in_one_of_two_cooperatives(self):
        """Of a member of both only the household of that cooperative counts."""
        both = self.env["res.partner"].create({"name": "Ningsih"})
        companies = self.coop + self.other
        members = self.env["coop.membership"].with_context(
            allowed_company_ids=companies.ids
        )
        here, there = members.create(
            [{"partner_id": both.id, "company_id": company.id} for company in companies]
        )
        home = self.env["coop.household"].create(
            {"head_id": both.id, "company_id": self.coop.id, "unit": "9"}
        )
        mine = [("id", "in", [here.id, there.id])]
        for name, value in (("household_id", home.id), ("house", "9")):
            with self.subTest(name):
                self.assertEqual(
                    [
                        members.search([*mine, (name, operator, other)])
                        for operator, other in (
                            ("=", value),
                            ("!=", False),
                            ("=", False),
                        )
                    ],
                    [here, here, there],
                )

    def test_found_by_phone_however_written(self):
        self.siti.phone, self.budi.phone = "+62 812-3300-1111", "0813 3300 2222"
        self.rasela.phone = "0812 3300 1111"
        members = self.env["coop.membership"].with_user(self.teller)
        for text in (
            "0812-3300-1111",
            "081233001111",
            "6281233001111",
            "+62 812 3300 1111",
            "00628123300",
            "3300 1111",
            "1111",
        ):
            with self.subTest(text):
                self.assertEqual(
                    [row[0] for row in members.name_search(text)], self.siti.ids
                )
        people = self.env["res.partner"].with_user(self.teller)
        both = (self.siti + self.budi).partner_id
        for domain, found in (
            ([("phone_digits", "ilike", "3300")], both),
            ([("phone_digits", "=", "081333002222")], self.budi.partner_id),
            ([("phone_digits", "=", "3300")], people),
            ([("phone_digits", "in", ["0812 3300 1111", "0813"])], both[:1]),
            # Too short, or no number: neither finds everybody.
            ([("phone_digits", "ilike", "081")], people),
            ([("phone_digits", "ilike", "Aminah")], people),
            ([("phone_digits", "not ilike", "1111")], both[1:]),
        ):
            with self.subTest(domain):
                domain = [*domain, ("id", "in", both.ids)]
                self.assertEqual(people.search(domain), found)
        self.assertEqual(both[0].phone_digits, "81233001111")

    @users("uji.reg")
    def test_chosen_on_the_member_form(self):
        form = Form(self.budi.with_env(self.env))
        form.household_id = self.house.with_env(self.env)
        form.save()
        self.assertEqual(self.budi.house, "C-12")
        form = Form(self.budi.with_env(self.env))
        form.household_id = self.env["coop.household"]
        form.save()
        self.assertFalse(self.budi.household_id)
        new = self.env["coop.membership"].create(
            {"name": "Rahayu", "household_id": self.house.id}
        )
        self.assertIn(new.partner_id, self.house.person_ids.partner_id)

    def test_one_household_a_person(self):
        self._assert_refused(
            "Siti Aminah lives in C-12 Siti Aminah already",
            self._rpc,
            self.registrar,
            "coop.household",
            "create",
            {"head_id": self.siti.partner_id.id},
        )
        other = self.env["coop.household"].create(
            {"head_id": self.budi.partner_id.id, "company_id": self.coop.id}
        )
        for values in (
            {"person_ids": [Command.create({"partner_id": self.asep.id})]},
            {"head_id": self.asep.id},
        ):
            self._assert_refused("Asep lives in C-12", other.write, values)
        # In another cooperative she may live in another one.
        self.siti.partner_id.company_id = False
        self.assertTrue(
            self.env["coop.household"].create(
                {"head_id": self.siti.partner_id.id, "company_id": self.other.id}
            )
        )
        self.assertEqual(self.siti.household_id, self.house)

    def test_other_roles_and_the_other_cooperative(self):
        rpc = self._rpc
        person = self.house.person_ids[0]
        for user in (self.teller, self.treasurer, self.board, self.auditor):
            self.assertTrue(rpc(user, "coop.household", "search", []))
            for model, record in (
                ("coop.household", self.house),
                ("coop.household.person", person),
            ):
                self._assert_denied(rpc, user, model, "write", record.ids, {})
                self._assert_denied(rpc, user, model, "unlink", record.ids)
            self._assert_denied(
                rpc, user, "coop.household", "create", {"head_id": self.asep.id}
            )
        foreign = self._make_user(
            "reg2", "japra_membership.group_registrar", self.other
        )
        for model, record in (
            ("coop.household", self.house),
            ("coop.household.person", person),
        ):
            self.assertEqual(rpc(foreign, model, "search", []), [])
            self._assert_denied(rpc, foreign, model, "read", record.ids, ["id"])
            self._assert_denied(rpc, self.portal, model, "read", record.ids, ["id"])
        self._assert_refused(
            "stays in its cooperative",
            rpc,
            self.registrar,
            "coop.household",
            "write",
            self.house.ids,
            {"company_id": self.other.id},
        )
        theirs = self.env["coop.household"].create(
            {"head_id": self.rasela.partner_id.id, "company_id": self.other.id}
        )
        self._assert_denied(
            rpc,
            self.registrar,
            "coop.household.person",
            "create",
            {"household_id": theirs.id, "partner_id": self.budi.partner_id.id},
        )
        row = self.house.person_ids.filtered(lambda r: r.partner_id == self.asep)
        with self.assertRaises(Exception):  # noqa: B017
            rpc(
                self.registrar,
                "coop.household.person",
                "write",
                row.ids,
                {"household_id": theirs.id},
            )
        self.assertEqual(row.household_id, self.house)

    def test_no_vote(self):
        for model in ("coop.household", "coop.household.person"):
            self.assertFalse(
                [name for name in self.env[model]._fields if "vote" in name]
            )
