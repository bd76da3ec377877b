from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from .common import TODAY, MembershipCase


@tagged("post_install", "-at_install")
class TestSetup(MembershipCase):
    """The bylaws and the first users of a new cooperative."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A cooperative before its setup.
        cls.new = cls.env["res.company"].create({"name": "Koperasi Baru"})
        cls.administrator.company_ids += cls.new

    def _setup(self, company=None, **values):
        company = company or self.new
        env = self.env(
            user=self.administrator, context={"allowed_company_ids": company.ids}
        )
        return env["coop.setup"].create(
            {
                "name": company.name,
                "coop_code": "BARU" if company == self.new else "KUN",
                "coop_kind": "primer",
                "pokok": 150_000,
                "wajib": 25_000,
                "due_day": 15,
                "bylaw_from": "2026-11-01",
                **values,
            }
        )

    def _value(self, code, day=TODAY, company=None):
        value = self.env["coop.parameter"]._value
        return int(value(code, company or self.new, day))

    def test_proposes_what_is_in_force(self):
        env = self.env(
            user=self.administrator, context={"allowed_company_ids": self.coop.ids}
        )
        proposed = env["coop.setup"].default_get(
            ["pokok", "wajib", "due_day", "bylaw_from"]
        )
        self.assertEqual(
            proposed,
            {
                "pokok": 100_000,
                "wajib": 20_000,
                "due_day": 10,
                "bylaw_from": date(2026, 11, 1),
            },
        )

    def test_first_values_stand_in_the_founding_bylaws(self):
        wizard = self._setup(bylaw_number="ART-1/2020", bylaw_date="2020-05-04")
        self.assertFalse(wizard.bylaws_set)
        wizard.action_apply()
        self.assertEqual(self._value("membership.pokok"), 150_000)
        self.assertEqual(self._value("membership.wajib"), 25_000)
        self.assertEqual(self._value("membership.due_day"), 15)
        decision = self.env["coop.decision"].search([("company_id", "=", self.new.id)])
        self.assertEqual(
            (decision.name, decision.date, decision.body, decision.state),
            ("ART-1/2020", date(2020, 5, 4), "founding", "issued"),
        )
        self.assertEqual(decision.title, "Anggaran Rumah Tangga")
        self.assertEqual(len(decision.value_ids), 3)
        self.assertTrue(all(decision.value_ids.mapped("confirmed")))

    def test_later_a_decision_changes_them(self):
        self._setup().action_apply()
        rows = self.env["coop.parameter.value"].search_count([])
        again = self._setup()
        self.assertTrue(again.bylaws_set)
        again.action_apply()
        for values in ({"pokok": 1}, {"wajib": 1}, {"due_day": 1}):
            with self.subTest(values):
                self._assert_refused(
                    "by a decision", self._setup(**values).action_apply
                )
        self.assertEqual(self.env["coop.parameter.value"].search_count([]), rows)
        self._assert_refused("by a decision", self._setup(self.coop).action_apply)
        self.assertEqual(self._value("membership.pokok", company=self.coop), 100_000)

    def test_wrong_values(self):
        for sentence, values in (
            ("never below zero", {"pokok": -1}),
            ("never below zero", {"wajib": -1}),
            ("from 1 to 31", {"due_day": 0}),
            ("from 1 to 31", {"due_day": 32}),
            ("in force by today", {"bylaw_from": "2026-11-25"}),
            ("after it was taken", {"bylaw_date": "2026-11-25"}),
        ):
            with self.subTest(values):
                self._assert_refused(sentence, self._setup(**values).action_apply)
        self.assertFalse(
            self.env["coop.decision"].search([("company_id", "=", self.new.id)])
        )

    def test_first_users_begin_where_they_work(self):
        users = {
            "uji.r": (
                "japra_membership.group_registrar",
                "coop_board_members_action",
            ),
            "uji.t": ("japra_membership.group_teller", "coop_board_cash_action"),
            "uji.b": ("japra_base.group_treasurer", "coop_board_cash_action"),
        }
        self._setup(
            user_ids=[
                Command.create(
                    {
                        "name": login,
                        "login": login,
                        "group_ids": [Command.set(self.env.ref(group).ids)],
                    }
                )
                for login, (group, _action) in users.items()
            ]
        ).action_apply()
        for login, (group, action) in users.items():
            user = self.env["res.users"].search([("login", "=", login)])
            self.assertTrue(user.has_group(group))
            self.assertEqual(
                user.action_id.id, self.env.ref(f"japra_membership.{action}").id
            )
