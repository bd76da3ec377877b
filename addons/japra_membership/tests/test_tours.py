from odoo.tests import HttpCase, tagged

from .common import MembershipCase


@tagged("post_install", "-at_install")
class TestTours(MembershipCase, HttpCase):
    """A person becomes a member, pays, takes the paper; the treasurer sees it."""

    def test_admission_payment_entry(self):
        for user in (self.registrar, self.teller, self.treasurer):
            user.password = user.login
            user.company_id = self.coop
        self.start_tour("/odoo", "japra_membership_admit", login="uji.reg")
        member = self.env["coop.membership"].search([("name", "=", "Rahayu Tour")])
        self.assertEqual((member.number, member.state), ("KUN-0003", "member"))
        self.start_tour("/odoo", "japra_membership_receive", login="uji.tel")
        receipt = self.env["coop.receipt"].search([("membership_id", "=", member.id)])
        self.assertEqual(len(receipt), 1)
        self.assertEqual((receipt.state, receipt.amount_total), ("posted", 140_000))
        self.assertEqual(self._money(member)[:2], (100_000, 40_000))
        self.start_tour("/odoo", "japra_membership_entry", login="uji.ben")
