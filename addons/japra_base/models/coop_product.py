from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CoopProduct(models.Model):
    _name = "coop.product"
    _description = "Cooperative Product"
    _order = "company_id, sequence, code"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    account_id = fields.Many2one(
        "account.account",
        string="Control Account",
        required=True,
        check_company=True,
        ondelete="restrict",
        domain="[('coop_control', '=', True)]",
        help="General ledger account that holds the money of every member account "
        "of this product.",
    )
    coop_account_ids = fields.One2many("coop.account", "product_id")

    _code_company_uniq = models.Constraint(
        "UNIQUE(company_id, code)", "Another product already has this code."
    )

    @api.constrains("account_id")
    def _check_account_id(self):
        for product in self:
            if not product.account_id.coop_control:
                raise ValidationError(
                    self.env._(
                        "Mark the account %s as a control account first: it is to "
                        "hold members' money.",
                        product.account_id.display_name,
                    )
                )

    def write(self, vals):
        if "company_id" in vals and any(
            product.company_id.id != vals["company_id"] for product in self
        ):
            raise UserError(
                self.env._(
                    "A product stays in its cooperative. Make a new one in the other."
                )
            )
        if "account_id" in vals:
            changed = self.filtered(lambda p: p.account_id.id != vals["account_id"])
            if changed.coop_account_ids._has_lines():
                raise UserError(
                    self.env._(
                        "This product already has entries, so its control account "
                        "cannot change. Make a new product instead."
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.with_context(active_test=False).coop_account_ids:
            raise UserError(
                self.env._(
                    "This product has member accounts. Archive it instead of "
                    "deleting it."
                )
            )
