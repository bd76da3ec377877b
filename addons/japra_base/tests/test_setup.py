import json

from odoo.fields import Command
from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tests.common import new_test_user


@tagged("post_install", "-at_install")
class TestSetup(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Perusahaan Baru"})
        cls.administrator = new_test_user(
            cls.env,
            "admin.baru",
            groups="base.group_user,japra_base.group_administrator",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.treasurer_group = cls.env.ref("japra_base.group_treasurer")

    def setup_wizard(self, **values):
        return (
            self.env["coop.setup"]
            .with_user(self.administrator)
            .with_company(self.company)
            .create(
                {
                    "name": "Koperasi Kunir",
                    "coop_kind": "primer",
                    "coop_code": "kun",
                    **values,
                }
            )
        )

    def test_from_empty_to_first_entry(self):
        self.company.logo = self.company._get_logo()
        wizard = self.setup_wizard(
            user_ids=[
                Command.create(
                    {
                        "name": "Siti",
                        "login": "siti.kunir",
                        "group_ids": [Command.set(self.treasurer_group.ids)],
                    }
                )
            ]
        )
        action = wizard.action_apply()
        self.assertEqual(self.company.name, "Koperasi Kunir")
        self.assertEqual(self.company.coop_kind, "primer")
        self.assertEqual(self.company.coop_code, "KUN")
        self.assertFalse(self.company.logo)
        self.assertEqual(self.company.currency_id.name, "IDR")
        self.assertEqual(self.company.currency_id.rounding, 1)
        self.assertEqual(self.company.chart_template, "id")
        self.assertEqual(self.company.partner_id.tz, "Asia/Jakarta")
        self.assertEqual(action["res_id"], wizard.id)
        siti = self.env["res.users"].search([("login", "=", "siti.kunir")])
        self.assertTrue(siti.has_group("japra_base.group_treasurer"))
        self.assertEqual(siti.company_ids, self.company)
        password = json.loads(action["context"]["coop_first_passwords"])["siti.kunir"]
        self.assertEqual(len(password), 10)
        siti.with_user(siti)._check_credentials(
            {"type": "password", "login": "siti.kunir", "password": password},
            {"interactive": True},
        )
        line = wizard.user_ids
        self.assertFalse(line.password)
        self.assertEqual(line.with_context(**action["context"]).password, password)
        # Nothing of it is kept.
        self.assertFalse(self.env["coop.setup.user"]._fields["password"].store)

    def test_again(self):
        """The setup can be opened again to correct the name."""
        self.setup_wizard().action_apply()
        again = self.env["coop.setup"].with_user(self.administrator).new({})
        self.assertEqual(again.coop_code, "KUN")
        self.setup_wizard(name="Kunir Pinangsia").action_apply()
        self.assertEqual(self.company.name, "Kunir Pinangsia")

    def test_refused(self):
        role = [Command.set(self.treasurer_group.ids)]
        for user, sentence in (
            ({"name": "A", "login": "a.kunir"}, "at least one role for A"),
            (
                {
                    "name": "A",
                    "login": "a.kunir",
                    "group_ids": [
                        Command.set(self.env.ref("base.group_erp_manager").ids)
                    ],
                },
                "at least one role for A",
            ),
            (
                {"name": "A", "login": "admin.baru", "group_ids": role},
                "is taken",
            ),
        ):
            with self.subTest(sentence=sentence):
                wizard = self.setup_wizard(user_ids=[Command.create(user)])
                with self.assertRaisesRegex(Exception, sentence):
                    wizard.action_apply()
        foreign = self.setup_wizard(company_id=self.env.ref("base.main_company").id)
        with self.assertRaisesRegex(Exception, "at the top of the screen"):
            foreign.action_apply()


@tagged("post_install", "-at_install")
class TestSetupHome(HttpCase):
    def test_opens_after_login_until_done(self):
        setup = self.env.ref("japra_base.coop_setup_action").id
        company = self.env.ref("base.main_company")
        admin = self.env.ref("base.user_admin")
        staff = new_test_user(self.env, "petugas", "japra_base.group_staff")
        (admin | staff).company_id = company
        for kind, user, expected in (
            (False, admin, setup),
            ("primer", admin, admin.action_id.id),
            (False, staff, False),
        ):
            self.env.cr.execute(
                "UPDATE res_company SET coop_kind = %s WHERE id = %s",
                [kind or None, company.id],
            )
            self.env.invalidate_all()
            self.authenticate(user.login, user.login)
            info = self.make_jsonrpc_request("/web/session/get_session_info", {})
            with self.subTest(kind=kind, user=user.login):
                self.assertEqual(info["home_action_id"], expected)
