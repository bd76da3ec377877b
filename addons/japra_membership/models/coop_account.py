from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CoopAccount(models.Model):
    _inherit = "coop.account"

    membership_id = fields.Many2one(
        comodel_name="coop.membership",
        string="Member",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
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
