from odoo.tests import tagged

from .common import CoopCase


@tagged("post_install", "-at_install")
class TestAccess(CoopCase):
    """Who may do what with the objects of this add-on."""

    def allowed(self, user, model):
        records = self.env[model].with_user(user)
        return "".join(
            letter
            for letter, operation in zip(
                "rwcd", ("read", "write", "create", "unlink"), strict=True
            )
            if records.has_access(operation)
        )

    def test_rights(self):
        roles = {
            "staff": self.staff,
            "treasurer": self.treasurer,
            "board": self.board,
            "supervisor": self.supervisor,
            "administrator": self.administrator,
            "accountant": self.accountant,
            "portal": self.portal,
        }
        expected = {
            "coop.product": ("r", "rwc", "r", "r", "rwcd", "", ""),
            "coop.account": ("r", "r", "r", "r", "r", "", ""),
            "coop.parameter": ("r", "r", "r", "r", "r", "", ""),
            "coop.parameter.value": ("r", "r", "r", "r", "rc", "", ""),
            "coop.parameter.option": ("r", "r", "r", "r", "r", "", ""),
            "coop.parameter.row": ("r", "r", "rwcd", "r", "rc", "", ""),
            "coop.decision": ("r", "r", "rwcd", "r", "r", "", ""),
            "coop.decision.line": ("r", "r", "rwcd", "r", "r", "", ""),
            "coop.decision.limit": ("r", "r", "rwcd", "r", "r", "", ""),
            "coop.approval.rule": ("r", "r", "r", "r", "r", "", ""),
            "coop.control.result": ("", "r", "", "r", "", "", ""),
            "coop.setup": ("", "", "", "", "rwcd", "", ""),
            "coop.setup.user": ("", "", "", "", "rwcd", "", ""),
            "account.move": ("", "rwcd", "", "r", "", "rwcd", ""),
        }
        for model, rights in expected.items():
            for (role, user), right in zip(roles.items(), rights, strict=True):
                with self.subTest(model=model, role=role):
                    # Portal users read their own invoices, nothing of ours.
                    if (model, role) != ("account.move", "portal"):
                        self.assertEqual(self.allowed(user, model), right)

    def test_second_cooperative(self):
        for record in (
            self.member(company=self.other),
            self.book(self.other).pokok,
        ):
            for user in (self.staff, self.treasurer, self.supervisor, self.board):
                with self.subTest(record=record._name, user=user.login):
                    self.assertFalse(
                        self._rpc(
                            user, record._name, "search", [("id", "=", record.id)]
                        )
                    )
                    self._assert_denied(
                        self._rpc, user, record._name, "read", record.ids, ["id"]
                    )
            self._assert_denied(
                self._rpc,
                self.treasurer,
                record._name,
                "write",
                record.ids,
                {"sequence": 1} if record._name == "coop.product" else {"number": "x"},
            )

    def test_accounts_are_opened_by_documents(self):
        values = {
            "number": "X-1",
            "partner_id": self.member().partner_id.id,
            "product_id": self.book().pokok.id,
        }
        for user in (self.treasurer, self.board, self.administrator, self.staff):
            self._assert_denied(self._rpc, user, "coop.account", "create", values)
            self._assert_denied(
                self._rpc, user, "coop.account", "unlink", self.member().ids
            )

    def test_account_of_a_product_of_another_cooperative(self):
        self._assert_refused(
            "",
            self.env["coop.account"].create,
            {
                "number": "X-1",
                "partner_id": self.member().partner_id.id,
                "product_id": self.book(self.other).pokok.id,
                "company_id": self.coop.id,
            },
        )

    def test_balances_need_the_right_to_see_the_account(self):
        today = self.coop._coop_today()
        member = self.member()
        self.assertEqual(member.with_user(self.staff)._balances(today), {member.id: 0})
        self._assert_denied(member.with_user(self.other_treasurer)._balances, today)
        self._assert_denied(member.with_user(self.portal)._balances, today)

    def test_private_methods_are_not_called_from_outside(self):
        for model, method in (
            ("account.move", "_coop_post_entry"),
            ("account.move", "_coop_seal"),
            ("account.move", "_cron_coop_seal"),
            ("coop.account", "_balances"),
            ("coop.control", "_failures"),
            ("coop.parameter", "_value"),
            ("coop.parameter", "_is_confirmed"),
            ("coop.setup.user", "_create_users"),
        ):
            self._assert_denied(self._rpc, self.administrator, model, method, [])

    def test_roles_are_chosen_in_the_user_form(self):
        for name in (
            "treasurer",
            "board",
            "supervisor",
            "auditor",
            "administrator",
        ):
            group = self.env.ref(f"japra_base.group_{name}")
            self.assertTrue(group.privilege_id)
            self.assertIn(self.env.ref("japra_base.group_staff"), group.all_implied_ids)
        self.assertTrue(self.treasurer.has_group("account.group_account_user"))
        for name in ("supervisor", "auditor"):
            implied = self.env.ref(f"japra_base.group_{name}").all_implied_ids
            self.assertIn(self.env.ref("account.group_account_readonly"), implied)
            self.assertNotIn(self.env.ref("account.group_account_user"), implied)
        self.assertTrue(self.administrator.has_group("base.group_system"))
