from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import POKOK, WAJIB, MembershipCase


@tagged("post_install", "-at_install")
class TestAccess(MembershipCase):
    """What the screen hides the server refuses, for every role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paid = cls._pay(cls.siti, pokok=POKOK, wajib=WAJIB)
        cls.foreign = cls._pay(cls.rasela, user=cls.other_teller, pokok=POKOK)
        cls.draft = cls._receipt(cls.budi, pokok=POKOK)

    def test_registrar_keeps_members_and_touches_no_money(self):
        rpc = self._rpc
        new = rpc(self.registrar, "coop.membership", "create", {"name": "Rahayu"})
        member = self.env["coop.membership"].browse(new)
        self._agree(member)
        self._pay(member, pokok=POKOK)
        rpc(self.registrar, "coop.membership", "action_admit", [new])
        self.assertEqual(member.number, "KUN-0003")
        for method, *args in (
            ("create", {"membership_id": self.siti.id}),
            ("write", self.draft.ids, {"date": "2026-11-01"}),
            ("action_post", self.draft.ids),
            ("unlink", self.draft.ids),
        ):
            with self.subTest(method):
                self._assert_denied(rpc, self.registrar, "coop.receipt", method, *args)
        for model, values in (
            ("coop.account", {"number": "X"}),
            ("coop.product", {"name": "X"}),
            ("account.move", {}),
            ("coop.receipt.reverse", {"receipt_id": self.paid.id, "reason": "x"}),
            ("coop.parameter.value", {"valid_from": "2026-01-01"}),
        ):
            with self.subTest(model):
                self._assert_denied(rpc, self.registrar, model, "create", values)
        account = self._account(self.siti, "wajib")
        self._assert_denied(
            rpc,
            self.registrar,
            "coop.membership",
            "write",
            self.siti.ids,
            {"account_ids": [[1, account.id, {"date_closed": "2026-11-01"}]]},
        )
        self._assert_denied(
            rpc,
            self.registrar,
            "coop.membership",
            "write",
            self.siti.ids,
            {"receipt_ids": [[1, self.draft.id, {"date": "2026-11-01"}]]},
        )
        self._assert_denied(
            rpc, self.registrar, "res.partner", "unlink", self.budi.partner_id.ids
        )
        # The letterhead of another cooperative.
        for values in ({"name": "PALSU"}, {"street": "Jl. Palsu"}, {"active": False}):
            with self.subTest(values=values):
                self._assert_denied(
                    rpc,
                    self.registrar,
                    "res.partner",
                    "write",
                    self.other.partner_id.ids,
                    values,
                )

    def test_teller_receives_and_sees_what_is_owed(self):
        rpc = self._rpc
        lines = [
            Command.create({"coop_account_id": account.id, "amount": amount})
            for account, amount in zip(
                self.budi.account_ids.sorted("product_id"), (POKOK, WAJIB), strict=False
            )
        ]
        values = {"membership_id": self.budi.id, "line_ids": lines}
        new = rpc(self.teller, "coop.receipt", "create", values)
        rpc(self.teller, "coop.receipt", "action_post", [new])
        receipt = self.env["coop.receipt"].browse(new)
        self.assertEqual((receipt.state, receipt.amount_total), ("posted", 120_000))
        fields = ["number", "amount_due", "balance_wajib", "oldest_due"]
        rows = rpc(self.teller, "coop.membership", "read", self.siti.ids, fields)
        self.assertEqual(rows[0]["amount_due"], 40_000)
        for model, method, *args in (
            ("coop.membership", "create", {"name": "X"}),
            ("coop.membership", "write", self.siti.ids, {"phone": "1"}),
            ("coop.membership", "action_admit", self._applicant().ids),
            ("coop.membership", "unlink", self.siti.ids),
            ("coop.receipt.reverse", "create", {"receipt_id": new, "reason": "x"}),
            ("account.move", "read", receipt.sudo().move_id.ids, ["name"]),
            ("account.move.line", "search_read", [], ["name"]),
            ("account.account", "write", [1], {"name": "x"}),
            ("coop.receipt", "read", [new], ["move_id"]),
            (
                "coop.account",
                "write",
                self.siti.account_ids.ids,
                {"date_closed": "2026-11-24"},
            ),
            ("res.partner", "write", self.siti.partner_id.ids, {"name": "X"}),
        ):
            with self.subTest(model=model, method=method):
                self._assert_denied(rpc, self.teller, model, method, *args)

    def test_treasurer_reverses_and_sees_the_entry(self):
        rpc = self._rpc
        rows = rpc(self.treasurer, "coop.receipt", "read", self.paid.ids, ["move_id"])
        self.assertTrue(rows[0]["move_id"])
        self._assert_denied(
            rpc, self.treasurer, "coop.receipt", "action_post", self.draft.ids
        )
        self._assert_denied(
            rpc,
            self.treasurer,
            "coop.receipt",
            "write",
            self.draft.ids,
            {"date": False},
        )
        wizard = rpc(
            self.treasurer,
            "coop.receipt.reverse",
            "create",
            {"receipt_id": self.paid.id, "reason": "Salah"},
        )
        rpc(self.treasurer, "coop.receipt.reverse", "action_apply", [wizard])
        self.paid.invalidate_recordset()
        self.assertEqual(self.paid.state, "reversed")

    def test_readers(self):
        for user in (self.board, self.supervisor, self.auditor):
            with self.subTest(user.login):
                env = self.env(user=user)
                self.assertIn(self.siti, env["coop.membership"].search([]))
                self.assertIn(self.paid, env["coop.receipt"].search([]))
                for model, ids, values in (
                    ("coop.membership", self.siti.ids, {"phone": "1"}),
                    ("coop.receipt", self.draft.ids, {"date": "2026-11-01"}),
                ):
                    self._assert_denied(self._rpc, user, model, "write", ids, values)
                    self._assert_denied(self._rpc, user, model, "unlink", ids)
                self._assert_denied(
                    self._rpc, user, "coop.receipt", "action_post", self.draft.ids
                )

    def test_portal_user_reads_nothing(self):
        for model, ids in (
            ("coop.membership", self.siti.ids),
            ("coop.account", self.siti.account_ids.ids),
            ("coop.receipt", self.paid.ids),
            ("coop.receipt.line", self.paid.line_ids.ids),
        ):
            with self.subTest(model):
                self._assert_denied(self._rpc, self.portal, model, "read", ids, ["id"])
                self._assert_denied(
                    self._rpc, self.portal, model, "search_read", [], ["id"]
                )
        for model, method, *args in (
            ("coop.receipt", "create", {"membership_id": self.siti.id}),
            ("coop.receipt", "action_post", self.draft.ids),
            ("coop.arrears", "create", {}),
            ("coop.membership", "action_admit", self._applicant().ids),
            ("coop.membership", "load", ["name"], [["X"]]),
        ):
            self._assert_denied(self._rpc, self.portal, model, method, *args)
        for method in ("action_print", "action_reverse", "action_open_entry"):
            with self.subTest(method), self.assertRaises(AccessError):
                self._rpc(self.portal, "coop.receipt", method, self.paid.ids)

    def test_second_company_sees_nothing(self):
        env = self.env(user=self.other_teller)
        for model, record in (
            ("coop.membership", self.siti),
            ("coop.receipt", self.paid),
            ("coop.receipt.line", self.paid.line_ids),
            ("coop.account", self.siti.account_ids),
        ):
            with self.subTest(model):
                self.assertFalse(env[model].search([("id", "in", record.ids)]))
                self._assert_denied(
                    self._rpc, self.other_teller, model, "read", record.ids, ["id"]
                )
        self._assert_denied(
            self._rpc, self.other_teller, "coop.receipt", "action_post", self.draft.ids
        )
        self.assertEqual(
            env["coop.membership"].search([("amount_due", ">", 0)]), self.rasela
        )

    def test_reversal_of_another_cooperatives_receipt(self):
        self._assert_denied(
            self._rpc,
            self.treasurer,
            "coop.receipt.reverse",
            "create",
            [{"receipt_id": self.foreign.id, "reason": "x"}],
        )

    def test_private_methods_are_no_endpoints(self):
        for model, method in (
            ("coop.receipt", "_reverse"),
            ("coop.receipt", "_prepare_entry_lines"),
            ("coop.membership", "_open_membership"),
            ("coop.dues", "_arrears"),
        ):
            with self.subTest(method), self.assertRaises(AccessError):
                self._rpc(self.administrator, model, method, self.paid.ids)

    def test_menus(self):
        roots = self.env.ref("japra_membership.menu_coop_root")
        cash = self.env.ref("japra_membership.menu_cash_root")
        for user, expected in (
            (self.registrar, roots),
            (self.teller, roots + cash),
            (self.treasurer, roots + cash),
        ):
            with self.subTest(user.login):
                visible = roots.browse(
                    self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
                )
                self.assertEqual((roots + cash) & visible, expected)
        for menu in roots + cash:
            self.assertLessEqual(len(menu.child_id), 7)

    def _applicant(self):
        return self.env["coop.membership"].create(
            {"name": "Calon", "company_id": self.coop.id}
        )
