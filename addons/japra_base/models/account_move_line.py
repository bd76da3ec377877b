from odoo import api, fields, models
from odoo.exceptions import ValidationError

from . import guard
from .links import links_agree


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    coop_account_id = fields.Many2one(
        "coop.account",
        string="Member Account",
        check_company=True,
        index=False,
        ondelete="restrict",
    )

    _coop_asof_idx = models.Index(
        "(coop_account_id, date) INCLUDE (balance, company_id, account_id) "
        "WHERE parent_state = 'posted' AND coop_account_id IS NOT NULL"
    )
    _coop_whole_rupiah = models.Constraint(
        "CHECK(coop_account_id IS NULL OR balance = trunc(balance))",
        "Members' money is kept in whole rupiah.",
    )

    @api.constrains("account_id", "coop_account_id", "move_id", "partner_id")
    def _check_coop_account_id(self):
        for line in self:
            member = line.coop_account_id
            if not member:
                if line.account_id.coop_control:
                    raise ValidationError(
                        self.env._(
                            "The account %s holds members' money: it is moved by "
                            "receipts and the like only, never by hand.",
                            line.account_id.display_name,
                        )
                    )
                continue
            if not line.move_id.coop_origin_key or line.move_id.move_type != "entry":
                raise ValidationError(
                    self.env._(
                        "The member account %s is moved by receipts and the like "
                        "only, never by hand.",
                        member.number,
                    )
                )
            if (
                line.account_id != member.account_id
                or line.partner_id != member.partner_id
                or line.company_id != member.company_id
                or line.currency_id != line.company_currency_id
            ):
                raise ValidationError(
                    self.env._(
                        "The line does not agree with the member account %s: owner, "
                        "control account, cooperative and currency must be the same.",
                        member.number,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        # After the fact, because the entry may come from a default in the context.
        if not guard.is_open(self.env):
            lines.move_id._coop_check_immutable()
        return lines

    def write(self, vals):
        if not guard.is_open(self.env):
            fixed = self._coop_fixed_fields() & vals.keys()
            if fixed:
                # First: the sentence names the entry.
                self.check_access("write")
                Move = self.env["account.move"]
                changed = self.filtered(
                    lambda line: any(
                        Move._field_will_change(line, vals, name) for name in fixed
                    )
                )
                changed.move_id._coop_check_immutable()
                if changed and "move_id" in vals:
                    Move.browse(vals["move_id"])._coop_check_immutable()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_booked(self):
        if not guard.is_open(self.env):
            self.move_id._coop_check_immutable()

    def _check_company(self, fnames=None):
        """Our links of thousands of lines are asked for at once, core's by core."""
        if fnames is None or "company_id" in fnames:
            fnames = self._fields.keys() - {"company_id"}
        ours = [name for name in fnames if name.startswith("coop_")]
        if links_agree(self, ours):
            fnames = [name for name in fnames if not name.startswith("coop_")]
        return super()._check_company(fnames)

    def _coop_fixed_fields(self):
        """Return the fields of a booked line that nobody changes."""
        return {
            "account_id",
            "amount_currency",
            "amount_residual",
            "amount_residual_currency",
            "analytic_distribution",
            "balance",
            "company_currency_id",
            "company_id",
            "coop_account_id",
            "credit",
            "currency_id",
            "date",
            "date_maturity",
            "debit",
            "display_type",
            "full_reconcile_id",
            "is_storno",
            "journal_id",
            "move_id",
            "move_name",
            "name",
            "parent_state",
            "partner_id",
            "payment_id",
            "price_unit",
            "product_id",
            "quantity",
            "reconciled",
            "ref",
            "statement_id",
            "statement_line_id",
            "tax_base_amount",
            "tax_ids",
            "tax_line_id",
            "tax_tag_ids",
        }

    def _get_integrity_hash_fields(self):
        # Lines without a member account keep the hash they always had.
        names = super()._get_integrity_hash_fields()
        if self.env.context.get("hash_version", 4) >= 4 and any(
            line.coop_account_id for line in self
        ):
            names = [*names, "coop_account_id"]
        return names

    def _get_lock_date_protected_fields(self):
        res = super()._get_lock_date_protected_fields()
        res["fiscal"] = [*res["fiscal"], "coop_account_id"]
        return res
