from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from .common import TODAY, MembershipCase


@tagged("post_install", "-at_install")
class TestSetup(MembershipCase):
    """The bylaws and the first users of a new cooperative."""

    def _setup(self, **values):
        env = self.env(
            user=self.administrator, context={"allowed_company_ids": self.coop.ids}
        )
        return env["coop.setup"].create(
            {
                "name": "Kunir",
                "coop_code": "KUN",
                "coop_kind": "primer",
                "pokok": 150_000,
                "wajib": 25_000,
                "due_day": 15,
                "bylaw_from": "2026-11-01",
                **values,
            }
        )

    def _value(self, code, day=TODAY):
        return int(self.env["coop.parameter"]._value(code, self.coop, day))

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

    def test_values_are_added_never_overwritten(self):
        self._setup().action_apply()
        self.assertEqual(self._value("membership.pokok"), 150_000)
        self.assertEqual(self._value("membership.wajib"), 25_000)
        self.assertEqual(self._value("membership.due_day"), 15)
        self.assertEqual(self._value("membership.wajib", date(2026, 10, 31)), 20_000)
        rows = self.env["coop.parameter.value"].search_count([])
        self._setup().action_apply()
        self.assertEqual(self.env["coop.parameter.value"].search_count([]), rows)

    def test_wrong_values(self):
        for sentence, values in (
            ("never below zero", {"pokok": -1}),
            ("never below zero", {"wajib": -1}),
            ("from 1 to 31", {"due_day": 0}),
            ("from 1 to 31", {"due_day": 32}),
            ("in force by today", {"bylaw_from": "2026-11-25"}),
        ):
            with self.subTest(values):
                self._assert_refused(sentence, self._setup(**values).action_apply)
        self.assertEqual(self._value("membership.pokok"), 100_000)

    def test_first_users_begin_where_they_work(self):
        users = {
            "uji.r": ("japra_membership.group_registrar", "coop_membership_action"),
            "uji.t": ("japra_membership.group_teller", "coop_receipt_action"),
            "uji.b": ("japra_base.group_treasurer", "coop_receipt_action"),
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
