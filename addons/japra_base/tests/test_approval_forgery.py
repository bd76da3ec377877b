from psycopg2.errors import CheckViolation, ForeignKeyViolation, UniqueViolation

from odoo.exceptions import ConcurrencyError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .approval_common import ApprovalCase

ASKED = "An approval is asked for on its document"
DECIDED = "decided by the buttons Approve and Refuse only"


@tagged("post_install", "-at_install")
class TestApprovalForgery(ApprovalCase):
    """No way over RPC makes an approval that nobody gave."""

    def setUp(self):
        super().setUp()
        self.approval = self.ask()
        self.users = (
            self.staff,
            self.treasurer,
            self.chair,
            self.supervisor,
            self.administrator,
            self.portal,
        )

    def decision(self, **values):
        return {
            "approval_id": self.approval.id,
            "step": 1,
            "digest": self.approval.digest,
            "maker_id": self.staff.id,
            "approver_id": self.chair.id,
            "verdict": "approve",
            "decided_at": "2026-11-24 03:00:00",
            **values,
        }

    def request(self, **values):
        return {
            "company_id": self.coop.id,
            "res_model": "coop.test.payout",
            "res_id": self.approval.res_id,
            "kind": "test.payout",
            "title": "Palsu",
            "requested_by": self.chair.id,
            "requested_at": "2026-11-24 03:00:00",
            "digest": self.approval.digest,
            "role": "board",
            "approvals": 1,
            **values,
        }

    def test_nobody_has_the_right(self):
        for user in self.users:
            for model, sentence, values, ids in (
                ("coop.approval", ASKED, self.request(), self.approval.ids),
                ("coop.approval.decision", DECIDED, self.decision(), [1]),
            ):
                with self.subTest(user=user.login, model=model):
                    call = (self._rpc, user, model)
                    self._assert_refused(sentence, *call, "create", values)
                    self._assert_refused(sentence, *call, "write", ids, values)
                    self._assert_denied(*call, "unlink", ids)

    def test_administrator_with_all_rights(self):
        """Rights an administrator gives himself open nothing."""
        self.approve(self.approval, self.chair)
        decision = self.approval.decision_ids
        self.env["ir.model.access"].create(
            [
                {
                    "name": f"all of {name}",
                    "model_id": self.env["ir.model"]._get(name).id,
                    "group_id": self.env.ref("japra_base.group_administrator").id,
                    "perm_read": True,
                    "perm_write": True,
                    "perm_create": True,
                    "perm_unlink": True,
                }
                for name in ("coop.approval", "coop.approval.decision")
            ]
        )
        context = {
            "coop_guard": True,
            "default_state": "approved",
            "default_approver_id": self.chair.id,
        }
        for model, sentence, ids, values, changes in (
            (
                "coop.approval",
                ASKED,
                self.approval.ids,
                self.request(decision_ids=[Command.create(self.decision())]),
                (
                    {"state": "approved"},
                    {"requested_by": self.secretary.id},
                    {"digest": "x"},
                    {"approvals": 0},
                    {"decision_ids": [Command.create(self.decision())]},
                    {"decision_ids": [Command.delete(decision.id)]},
                    {"decision_ids": [Command.clear()]},
                    {
                        "decision_ids": [
                            Command.update(decision.id, {"verdict": "refuse"})
                        ]
                    },
                ),
            ),
            (
                "coop.approval.decision",
                DECIDED,
                decision.ids,
                self.decision(step=2, approver_id=self.secretary.id),
                ({"verdict": "refuse"}, {"approver_id": self.secretary.id}),
            ),
        ):
            call = (self._rpc, self.administrator, model)
            self._assert_refused(sentence, *call, "create", values, context=context)
            self._assert_refused(sentence, *call, "unlink", ids, context=context)
            self._assert_refused(sentence, *call, "copy", ids)
            for change in changes:
                with self.subTest(model=model, change=change):
                    self._assert_refused(
                        sentence, *call, "write", ids, change, context=context
                    )
                    self._assert_refused(sentence, *call, "web_save", ids, change, {})
            loaded = self._rpc(
                self.administrator, model, "load", ["id"], [[str(ids[0])]]
            )
            self.assertTrue(loaded["messages"])
        # Not even where rights do not count.
        self._assert_refused(ASKED, self.approval.sudo().write, {"title": "x"})
        self._assert_refused(ASKED, self.approval.sudo().unlink)
        self._assert_refused(DECIDED, decision.sudo().write, {"note": "x"})
        self._assert_refused(DECIDED, decision.sudo().unlink)

    def test_private_methods(self):
        for model, method, args in (
            ("coop.approval", "_decide", ["approve"]),
            ("coop.approval", "_alone", []),
            ("coop.test.payout", "_on_approved", []),
        ):
            self._assert_denied(
                self._rpc, self.chair, model, method, self.approval.ids, *args
            )

    def test_through_the_document(self):
        document = self.env["coop.test.payout"].browse(self.approval.res_id)
        for values in (
            {"approval_state": "approved"},
            {"approval_id": False},
        ):
            # Computed and not stored: written, it is as if nothing had been.
            self._rpc(self.staff, document._name, "write", document.ids, values)
            self._assert_refused(
                "Waiting for approval",
                self._rpc,
                self.staff,
                document._name,
                "action_pay",
                document.ids,
            )
        self._assert_refused(
            "Waiting for approval",
            self._rpc,
            self.staff,
            document._name,
            "action_pay",
            document.ids,
            context={"default_approval_state": "approved", "coop_guard": "x"},
        )

    def test_maker_is_not_checker(self):
        own = self.ask(user=self.chair)
        self._assert_refused(
            "Nobody approves what they asked for themselves",
            self.approve,
            own,
            self.chair,
        )
        self._assert_refused(
            "Nobody approves what they asked for themselves",
            self.refuse,
            own,
            self.chair,
        )
        self.approve(own, self.secretary)

    def test_maker_is_not_checker_in_the_database(self):
        sql = f"""INSERT INTO coop_approval_decision
                    (digest, approval_id, step, maker_id, approver_id, verdict,
                     decided_at, note)
                  VALUES ('{self.approval.digest}', %s, %s, %s, %s, %s, now(), %s)"""
        own, staff, chair = self.approval.id, self.staff.id, self.chair.id
        for error, values in (
            # The maker approves, openly or with another name for the maker.
            (CheckViolation, (own, 1, staff, staff, "approve", None)),
            (ForeignKeyViolation, (own, 1, chair, staff, "approve", None)),
            (CheckViolation, (own, 1, staff, staff, "refuse", "x")),
            # Somebody else withdraws.
            (CheckViolation, (own, 1, staff, chair, "withdraw", None)),
            (CheckViolation, (own, 1, staff, chair, "refuse", " ")),
            (CheckViolation, (own, 3, staff, chair, "approve", None)),
        ):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(error),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(sql, values)
        self.env.cr.execute(sql, (own, 1, staff, chair, "approve", None))
        for values in (
            (own, 1, staff, self.secretary.id, "approve", None),
            (own, 2, staff, chair, "approve", None),
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(UniqueViolation),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(sql, values)

    def test_request_with_decisions_stays_in_the_database(self):
        self.approve(self.approval, self.chair)
        for sql in (
            "DELETE FROM coop_approval WHERE id = %s",
            f"UPDATE coop_approval SET requested_by = {self.chair.id} WHERE id = %s",
            "UPDATE coop_approval SET digest = 'x' WHERE id = %s",
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(ForeignKeyViolation),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(sql, [self.approval.id])

    def test_beneficiary(self):
        own = self.ask(partner_id=self.chair.partner_id.id)
        self.assertNotIn(self.chair, own._get_approvers())
        self._assert_refused(
            "Nobody approves what they get themselves", self.approve, own, self.chair
        )
        self.approve(own, self.secretary)

    def test_two_accounts_of_one_person(self):
        twin = self._second_account(self.staff, "kembar", "japra_base.group_board")
        self._assert_refused(
            "Nobody approves what they asked for themselves",
            self.approve,
            self.approval,
            twin,
        )
        self.change_rule(approvals=2)
        second = self.ask()
        self.approve(second, self.chair)
        twin = self._second_account(self.chair, "kembar2", "japra_base.group_board")
        self._assert_refused("a second person must decide", self.approve, second, twin)

    def test_who_has_no_role(self):
        colleague = self._make_user("rekan", "japra_base.group_staff")
        for user in (
            self.treasurer,
            self.supervisor,
            self.administrator,
            colleague,
        ):
            self._assert_refused(
                "This is not yours to decide", self.approve, self.approval, user
            )
        for user in (self.portal, self.other_board):
            self._assert_denied(self.approve, self.approval, user)
            self._assert_denied(self.refuse, self.approval, user)
        # The system itself approves nothing.
        self._assert_refused("not yours", self.approval.action_approve)
        self._assert_refused("not yours", self.approval.sudo().action_approve)

    def test_other_cooperative(self):
        document = self.env["coop.test.payout"].browse(self.approval.res_id)
        reader = self.env["coop.approval"].with_user(self.other_board)
        self.assertFalse(reader.search([("id", "=", self.approval.id)]))
        self._assert_denied(
            self._rpc,
            self.other_board,
            document._name,
            "action_request_approval",
            document.ids,
        )
        # One of the board of both approves what is asked in each.
        both = self._make_user("keduanya", "japra_base.group_board")
        both.company_ids = self.coop | self.other
        other = self.ask(user=self.other_board)
        self.assertIn(both, other._get_approvers())
        self.assertNotIn(self.chair, other._get_approvers())
        # An approval does not follow a document into another cooperative.
        self.approve(self.approval, self.chair)
        document.sudo().company_id = self.other
        self._assert_refused("ask again", document.action_pay)

    def test_decided_at_one_instant(self):
        """The second finds the step taken and begins anew."""
        self.env.cr.execute(
            """INSERT INTO coop_approval_decision
                 (digest, approval_id, step, maker_id, approver_id, verdict, decided_at)
               SELECT digest, id, 1, requested_by, %s, 'approve', now()
                 FROM coop_approval WHERE id = %s""",
            [self.chair.id, self.approval.id],
        )
        with mute_logger("odoo.sql_db"), self.assertRaises(ConcurrencyError):
            self.approval.with_user(self.secretary)._decide("approve")
        self.env.invalidate_all()

    @mute_logger("odoo.sql_db")
    def test_rules_are_made_by_decisions(self):
        """Nobody writes a limit: not the board, whom it binds, and not by a trick."""
        values = {"company_id": self.coop.id, "kind": "test.payout"}
        for user in (
            self.chair,
            self.staff,
            self.treasurer,
            self.administrator,
            self.supervisor,
        ):
            for method, *args in (
                ("create", values),
                ("create", {**values, "company_id": False}),
                ("write", self.rule.ids, {"amount_above": 10**9}),
                ("write", self.rule.ids, {"active": False}),
                ("unlink", self.rule.ids),
                ("_limits", self.coop.id, "test.payout"),
            ):
                with self.subTest(user=user.login, method=method, args=args):
                    for context in ({}, {"coop_guard": True}):
                        self._assert_denied(
                            self._rpc,
                            user,
                            "coop.approval.rule",
                            method,
                            *args,
                            context=context,
                        )
        # Not with rights either.
        rule = self.rule.sudo()
        for call in (
            lambda: rule.create(values),
            lambda: rule.write({"amount_above": 10**9}),
            lambda: rule.write({"company_id": False}),
            rule.unlink,
        ):
            self._assert_refused("by a decision only", call)
        self.env.invalidate_all()
        self.assertEqual(self.rule.amount_above, 1_000_000)

    def test_the_chair_does_not_approve_herself(self):
        own = self.ask(user=self.chair)
        self._assert_refused(
            "Nobody approves what they asked", self.approve, own, self.chair
        )
