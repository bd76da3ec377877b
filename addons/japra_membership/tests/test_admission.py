from datetime import date

from odoo.tests import Form, tagged

from .common import POKOK, TODAY, MembershipCase


@tagged("post_install", "-at_install")
class TestAdmission(MembershipCase):
    """The board decides, pokok is paid, the row is opened: not in another order."""

    def _blockers(self, member):
        member.invalidate_recordset()
        return member._admission_blockers()

    def _decide_choice(self, code, option):
        parameter = self.env["coop.parameter"].search([("code", "=", code)])
        self._decide(
            self.coop,
            [
                {
                    "parameter_id": parameter.id,
                    "valid_from": TODAY,
                    "choice_id": parameter.option_ids.filtered(
                        lambda row: row.code == option
                    ).id,
                }
            ],
        )

    def test_what_blocks_comes_and_goes(self):
        member = self._apply()
        self.assertEqual(
            self._blockers(member),
            [
                "The board has not decided yet: ask for its approval.",
                "Rp100.000 is not paid yet: simpanan pokok and uang pangkal are paid "
                "after the approval.",
            ],
        )
        self._ask(member)
        self.assertIn("Waiting for approval", self._blockers(member)[0])
        member.sudo().approval_id.with_user(self.board).action_approve()
        self.assertEqual(len(self._blockers(member)), 1)
        self.assertEqual(
            [
                (account.number, account.date_opened)
                for account in member.sudo().account_ids
            ],
            [("KUN-P0001/POKOK", TODAY)],
        )
        self._pay(member.with_env(self.env), pokok=60_000)
        self.assertIn("Rp40.000 is not paid yet", self._blockers(member)[0])
        self._assert_refused("Rp40.000 is not paid yet", member.action_admit)
        self._pay(member.with_env(self.env), pokok=40_000)
        self.assertEqual(self._blockers(member), [])
        self.assertTrue(member.can_admit)
        member.action_admit()
        self.assertEqual(
            member.sudo().account_ids.mapped("number"),
            ["KUN-0003/POKOK", "KUN-0003/WAJIB", "KUN-0003/SUKARELA"],
        )
        # A second click changes nothing.
        member.action_admit()
        self.assertEqual(len(member.event_ids), 3)
        self.assertEqual(self._money(member.with_env(self.env))[0], POKOK)

    def test_parts_where_the_bylaws_allow(self):
        self._decide_choice("membership.pokok_parts", "yes")
        member = self._apply()
        self._agree(member)
        self._pay(member.with_env(self.env), pokok=10_000)
        member.action_admit()
        self.assertEqual(member.state, "member")
        self.assertEqual(
            self._money(member.with_env(self.env)), (10_000, 0, 110_000, TODAY)
        )

    def test_nik_where_the_bylaws_ask(self):
        member = self._apply()
        self.assertIsNone(member._blocker_identity())
        self._decide_choice("membership.nik_required", "yes")
        self.assertIn("NIK is missing", member._blocker_identity())
        member.nik_masked = "3173004107800001"
        self.assertIsNone(member._blocker_identity())

    def test_what_blocks_follows_what_is_typed(self):
        self._decide_choice("membership.nik_required", "yes")
        self._decide(self.coop, [("membership.min_age", "2026-01-01", 17)])
        member = self._apply(birth_year=2015)
        self._agree(member)
        self._pay(member.with_env(self.env), pokok=POKOK)
        member.invalidate_recordset()
        form = Form(member)
        self.assertIn("NIK is missing", form.blockers_html)
        self.assertIn("11 years old", form.blockers_html)
        form.nik_masked = "3173004107800001"
        self.assertNotIn("NIK is missing", form.blockers_html)
        self.assertFalse(form.can_admit)
        form.birth_year = 1980
        self.assertFalse(form.blockers_html)
        self.assertTrue(form.can_admit)

    def test_what_blocks_a_legal_entity_follows_what_is_typed(self):
        form = Form(self._apply("Koperasi Akuarium"))
        self.assertNotIn("legal entity", form.blockers_html)
        form.is_company = True
        self.assertIn("legal entity is missing", form.blockers_html)
        self.assertIn("has persons as members", form.blockers_html)
        form.company_registry = "AHU-0001"
        self.assertNotIn("legal entity is missing", form.blockers_html)
        form.member_class = "associate"
        self.assertNotIn("has persons as members", form.blockers_html)

    def test_age(self):
        member = self._apply()
        self.assertIsNone(member._blocker_age())
        self._decide(self.coop, [("membership.min_age", "2026-01-01", 17)])
        self.assertIn("birth is missing", member._blocker_age())
        member.birth_year = 2015
        self.assertEqual(
            member._blocker_age(), "11 years old: members are at least 17."
        )
        member.birth_date = date(2009, 11, 24)
        self.assertIsNone(member._blocker_age())

    def test_kinds_of_cooperative(self):
        entity = self._apply("Koperasi Akuarium", is_company=True)
        self.assertIn("legal entity is missing", entity._blocker_legal_entity())
        entity.company_registry = "AHU-0001"
        self.assertIsNone(entity._blocker_legal_entity())
        self.assertIn("has persons as members", entity._blocker_kind())
        entity.member_class = "associate"
        self.assertIsNone(entity._blocker_kind())
        self.coop.coop_kind = "sekunder"
        person = self._apply("Orang Biasa")
        self.assertIn("has cooperatives as members", person._blocker_kind())

    def test_the_board_sees_whom_it_admits(self):
        person = {"street": "Kunir B-7", "phone": "0812-1111", "birth_year": 1980}
        known = self._apply(name="Ijah Sukaesih", **person)
        again = self._apply(
            name="Ijah Sukaesih", no_nik_reason="Hilang digusur", **person
        )
        self.assertEqual(
            self._ask(again).reason.splitlines(),
            [
                "Kunir B-7, 0812-1111",
                "No NIK yet: Hilang digusur.",
                f"Perhaps known already: {known.partner_id.display_name}.",
            ],
        )

    def test_refused_by_the_board(self):
        member = self._apply()
        approval = self._ask(member)
        other = self._make_user("reg2", "japra_membership.group_registrar")
        self._assert_refused(
            "waits for the board, asked by",
            self._step,
            member,
            "withdrawn",
            reason="X",
            user=other,
        )
        approval.with_user(self.board)._decide("refuse", "Bukan warga")
        self.assertIn("Bukan warga", self._blockers(member)[0])
        self._step(member, "refused", reason="Bukan warga")
        self.assertEqual((member.state, member.date_ended), ("refused", TODAY))
        self._assert_refused("a new application", member.action_admit)
        self._assert_refused("no applicant", member.action_request_approval)

    def test_withdrawn_before_the_board_decided(self):
        member = self._apply()
        approval = self._ask(member)
        self._step(member, "withdrawn", reason="Pindah kota")
        self.assertEqual((member.state, approval.state), ("withdrawn", "withdrawn"))
        # Nothing was paid, so nothing waits.
        self.assertFalse(member.case_text)
        self.assertFalse(member.case_waiting)

    def test_the_registrar_refuses_nobody_alone(self):
        member = self._apply()
        self._assert_refused(
            "The board refuses", self._step, member, "refused", reason="X"
        )

    def test_nobody_approves_the_own_admission(self):
        other = self._make_user("bod2", "japra_base.group_board")
        member = (
            self.env["coop.membership"]
            .with_user(self.registrar)
            .create({"partner_id": other.partner_id.id})
        )
        approval = self._ask(member)
        self._assert_refused(
            "Nobody approves what they get", approval.with_user(other).action_approve
        )
        approval.with_user(self.board).action_approve()
        self.assertEqual(member.state, "approved")

    def test_who_asks_does_not_approve(self):
        both = self._make_user("two", "japra_base.group_board")
        both.group_ids += self.env.ref("japra_membership.group_registrar")
        member = self._apply(user=both)
        member.action_request_approval()
        approval = member.sudo().approval_id
        self._assert_refused(
            "asked for themselves", approval.with_user(both).action_approve
        )

    def test_another_person_behind_the_row(self):
        member = self._apply()
        self._agree(member)
        self._pay(member.with_env(self.env), pokok=POKOK)
        member.name = "Orang Lain"
        self._assert_refused("was changed after", member.action_admit)
        self.assertTrue(member.can_ask)
        self._agree(member)
        member.action_admit()
        self.assertEqual(member.state, "member")

    def test_no_way_around_the_board(self):
        create = "coop.membership", "create"
        for day, sentence in (
            ("2026-11-24", "before today"),
            ("2026-11-25", "in the future"),
        ):
            self._assert_refused(
                sentence,
                self._rpc,
                self.registrar,
                *create,
                {"name": "Jalan Belakang", "date_admitted": day},
            )
        # While the paper register is taken over the registrar enters its rows.
        self._rpc(
            self.registrar, *create, {"name": "Lama", "date_admitted": "2026-02-01"}
        )
        self._enrol()
        self._assert_refused(
            "keeps its register here",
            self._rpc,
            self.registrar,
            *create,
            {"name": "Terlupa", "date_admitted": "2026-02-01"},
        )
        applicant = self._apply("Terlupa Juga", date_applied="2026-01-01")
        self._assert_refused(
            "keeps its register here",
            applicant.write,
            {"date_admitted": "2026-02-01"},
        )
        secretary = self._make_user("sek", "japra_membership.group_registrar")
        secretary.group_ids += self.env.ref("japra_base.group_board")
        for values, sentence in (
            ({"partner_id": secretary.partner_id.id}, "Nobody writes themselves"),
            ({"name": "Terlupa"}, None),
        ):
            values["date_admitted"] = "2026-02-01"
            if sentence:
                self._assert_refused(sentence, self._rpc, secretary, *create, values)
            else:
                self._rpc(secretary, *create, values)

    def test_number_is_not_typed(self):
        self._assert_refused(
            "not typed",
            self._rpc,
            self.registrar,
            "coop.membership",
            "create",
            {"name": "A", "number": "KUN-0099"},
        )
        applicant = self._apply()
        self._assert_refused("not typed", applicant.write, {"number": "KUN-0099"})

    def test_money_before_and_after(self):
        member = self._apply()
        env_member = member.with_env(self.env)
        self.assertIn("the board approves first", env_member._receipt_problem(TODAY))
        self._agree(member)
        self.assertIsNone(env_member._receipt_problem(TODAY))
        self.assertIn(
            "cannot be older", env_member._receipt_problem(date(2026, 11, 23))
        )
        self.assertIn("not a member yet", env_member._payout_problem(TODAY))
        self._pay(env_member, pokok=30_000)
        self._step(member, "withdrawn", reason="Pindah kota")
        self.assertEqual(env_member.state, "withdrawn")
        self.assertIn("came to nothing", env_member._receipt_problem(TODAY))
        self.assertIsNone(env_member._payout_problem(TODAY))
        self.assertEqual(round(env_member.amount_held), 30_000)
        self.assertEqual(
            env_member.case_text, "Rp30.000 is to be returned by a payout."
        )
        self.assertEqual(self._money(env_member)[2], 0)
        waiting = self.env["coop.membership"].search([("case_waiting", "=", True)])
        self.assertEqual(waiting, env_member)

    def test_founding_minimum(self):
        """T21: eight persons are too few and nine enough; two cooperatives, three."""
        self.assertIn(
            "has 2 members: the law asks for at least 9",
            self.coop._founding_problem(TODAY),
        )
        for number in range(6):
            self._admit(f"Pendiri {number}", "2026-09-01")
        self.assertIn("has 8 members", self.coop._founding_problem(TODAY))
        self._admit("Pendiri Akhir", "2026-09-01")
        self.assertIsNone(self.coop._founding_problem(TODAY))
        self.assertIn("has 8 members", self.coop._founding_problem(TODAY, without=1))
        self.other.coop_kind = "sekunder"
        self._admit("Kedua", "2026-10-01", self.other)
        self.assertIn("has 2 members", self.other._founding_problem(TODAY))
        self._admit("Ketiga", "2026-10-01", self.other)
        self.assertIsNone(self.other._founding_problem(TODAY))

    def test_second_cooperative(self):
        foreign = self._admit("Orang Rasela", "2026-10-01", self.other)
        for method in ("action_admit", "action_request_approval"):
            self._assert_denied(
                self._rpc, self.registrar, "coop.membership", method, foreign.ids
            )
        self.assertFalse(
            self.env["coop.membership.event"]
            .with_user(self.registrar)
            .search([("membership_id", "=", foreign.id)])
        )
