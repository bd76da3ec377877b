from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class AccountAccount(models.Model):
    _inherit = "account.account"

    coop_control = fields.Boolean(
        string="Members' Control Account",
        help="Every entry line on this account names a member account.",
    )

    @api.constrains("company_ids", "coop_control")
    def _check_coop_control(self):
        for account in self.filtered("coop_control"):
            # In sudo: companies the user is not in count too.
            if len(account.sudo().company_ids) != 1:
                raise ValidationError(
                    self.env._(
                        "The account %s holds members' money, so it belongs to one "
                        "cooperative only.",
                        account.display_name,
                    )
                )

    def write(self, vals):
        if "coop_control" in vals:
            changed = self.filtered(
                lambda account: account.coop_control != vals["coop_control"]
            )
            if changed._coop_has_lines():
                raise UserError(
                    self.env._(
                        "This account already has entries, so it stays what it is: "
                        "use another account for members' money."
                    )
                )
        fixed = {
            "account_type",
            "code",
            "code_store",
            "code_mapping_ids",
            "company_ids",
            "currency_id",
        }
        if fixed & vals.keys():
            control = self.filtered("coop_control")
            if control and control._coop_has_lines():
                raise UserError(
                    self.env._(
                        "The account %s holds members' money: its code, type and "
                        "cooperative cannot change any more.",
                        control[0].display_name,
                    )
                )
        return super().write(vals)

    def _coop_has_lines(self):
        # In sudo: entries of other cooperatives hold an account too.
        return bool(
            self.env["account.move.line"]
            .sudo()
            .search_count([("account_id", "in", self.ids)], limit=1)
        )
