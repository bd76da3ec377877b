from odoo.tests import tagged

from .approval_common import ApprovalCase


@tagged("post_install", "-at_install")
class TestApprovalSmall(ApprovalCase):
    """Kunir run by two persons, and by one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        leaving = cls.secretary | cls.supervisor | cls.treasurer | cls.administrator
        leaving.active = False
        # One is registrar, teller and treasurer at once.
        cls.staff.group_ids |= cls.env.ref("japra_base.group_treasurer")

    def test_two_persons(self):
        approval = self.ask()
        self.assertEqual(
            approval.who_label, f"Waiting for approval: Board ({self.chair.name})"
        )
        self.approve(approval, self.chair)
        self.assertEqual(self.document(approval).paid, 1)

    def test_chair_asks(self):
        """The only one of the board asks: the treasurer is the second person."""
        approval = self.ask(user=self.chair)
        self.assertEqual(approval._get_approvers(), self.staff)
        self.assertIn(f"({self.staff.name})", approval.who_label)
        self.approve(approval, self.staff)
        self.assertEqual(approval.state, "approved")

    def test_money_for_the_chair(self):
        """Who asks and who gets it are both persons: a third must come."""
        approval = self.ask(partner_id=self.chair.partner_id.id)
        sentence = "Nobody else may approve this yet: add another user with the role"
        self.assertIn(sentence, approval.who_label)
        self.assertFalse(approval.activity_ids)
        document = self.env["coop.test.payout"].browse(approval.res_id)
        self._assert_refused(sentence, document.with_user(self.staff).action_pay)
        self.supervisor.active = True
        self.assertEqual(approval._get_approvers(), self.supervisor)
        self.approve(approval, self.supervisor)
        self.assertEqual(self.document(approval).paid, 1)

    def test_one_person(self):
        self.chair.active = False
        approval = self.ask()
        self.assertEqual(
            approval.who_label,
            "Nobody else may approve this yet: add another user with the role Board.",
        )
        self.assertIn("Nobody else may approve", self.document(approval).approval_html)
        for user in (self.staff, self.env.user):
            self._assert_refused(
                "Nobody else may approve", self.approve, approval, user
            )
        self.assertEqual(approval.state, "waiting")
        # The new member of the board finds it waiting.
        newcomer = self._make_user("baru", "japra_base.group_board")
        found = self.env["coop.approval"].with_user(newcomer)
        self.assertEqual(found.search([("can_decide", "=", True)]), approval)
        self.approve(approval, newcomer)
        self.assertEqual(self.document(approval).paid, 1)

    def test_two_approvals_wanted(self):
        self.change_rule(approvals=2)
        approval = self.ask()
        self.approve(approval, self.chair)
        self.assertIn("Nobody else may approve", approval.who_label)
        # The board makes the rule fit; what waits is withdrawn and asked again.
        self.change_rule(approvals=1)
        self.assertEqual(approval.state, "waiting")
        self._rpc(self.staff, "coop.approval", "action_withdraw", approval.ids)
        document = self.env["coop.test.payout"].browse(approval.res_id)
        again = self.ask(document.with_user(self.staff))
        self.approve(again, self.chair)
        self.assertEqual(self.document(again).paid, 1)
