from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.japra_base.models import guard

from ..calc import standing


class CoopAccount(models.Model):
    _inherit = "coop.account"

    membership_id = fields.Many2one(
        comodel_name="coop.membership",
        string="Member",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )

    dues_until = fields.Date(
        string="Dues Stop On",
        readonly=True,
        copy=False,
        help="Nothing falls due after this day: the member left, or never was one.",
    )

    def _can_pay_out(self):
        """Shares stay until the member leaves; an application may come to nothing."""
        self.ensure_one()
        return (
            self.product_id.can_pay_out
            or self.membership_id.state in standing.COME_TO_NOTHING
        )

    @api.model_create_multi
    def create(self, vals_list):
        accounts = super().create(vals_list)
        # After the fact, because a value may come from a default in the context.
        if not guard.is_open(self.env) and any(accounts.mapped("dues_until")):
            self._refuse_dues_until()
        return accounts

    def write(self, vals):
        if "dues_until" in vals and not guard.is_open(self.env):
            self._refuse_dues_until()
        return super().write(vals)

    def _refuse_dues_until(self):
        raise UserError(
            self.env._("When dues stop follows from the register of members.")
        )

    @api.constrains("membership_id", "partner_id")
    def _check_membership_partner(self):
        for account in self:
            membership = account.membership_id
            if membership and membership.partner_id != account.partner_id:
                raise ValidationError(
                    self.env._(
                        "Account %(account)s must belong to the person of its "
                        "membership.",
                        account=account.number,
                    )
                )
