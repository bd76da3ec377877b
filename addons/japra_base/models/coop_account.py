from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class CoopAccount(models.Model):
    _name = "coop.account"
    _description = "Member Account"
    _order = "company_id, number"
    _rec_name = "number"
    _check_company_auto = True

    number = fields.Char(required=True)
    product_id = fields.Many2one(
        "coop.product",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    account_id = fields.Many2one(
        string="Control Account", related="product_id.account_id", store=True
    )
    date_opened = fields.Date(
        required=True, default=lambda self: self.env.company._coop_today()
    )
    date_closed = fields.Date()
    balance = fields.Monetary(compute="_compute_balance")

    _number_company_uniq = models.Constraint(
        "UNIQUE(company_id, number)", "Another member account has this number."
    )
    _dates_ordered = models.Constraint(
        "CHECK(date_closed IS NULL OR date_closed >= date_opened)",
        "A member account cannot be closed before it was opened.",
    )

    def _compute_balance(self):
        balances = self._balances(self.env.company._coop_today())
        for account in self:
            account.balance = balances.get(account._origin.id, 0)

    @api.constrains("account_id", "product_id")
    def _check_account_id(self):
        # A related field can still be written over RPC.
        for account in self:
            if account.account_id != account.product_id.account_id:
                raise ValidationError(
                    self.env._(
                        "The control account of %s is that of its product.",
                        account.number,
                    )
                )

    def write(self, vals):
        fixed = {"number", "product_id", "partner_id", "company_id", "account_id"}
        if changed := fixed & vals.keys():
            moved = self.filtered(
                lambda account: any(
                    self.env["account.move"]._field_will_change(account, vals, name)
                    for name in changed
                )
            )
            if moved and ("company_id" in vals or moved._has_lines()):
                raise UserError(
                    self.env._(
                        "A member account with entries keeps its number, owner, "
                        "product and cooperative. Open a new account instead."
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self._has_lines():
            raise UserError(
                self.env._(
                    "A member account with entries cannot be deleted. Close it instead."
                )
            )

    def _has_lines(self):
        return bool(
            self.env["account.move.line"]
            .sudo()
            .search_count([("coop_account_id", "in", self.ids)], limit=1)
        )

    def _balances(self, as_of):
        """Return {account id: whole rupiah} of the posted lines up to `as_of`.

        Positive on the natural side: credit for equity, liability and income.
        """
        self.check_access("read")
        # Who may see the account may see what is on it, also a teller without
        # accounting rights.
        groups = (
            self.env["account.move.line"]
            .sudo()
            ._read_group(
                Domain("coop_account_id", "in", self.ids)
                & Domain("parent_state", "=", "posted")
                & Domain("date", "<=", as_of),
                ["coop_account_id"],
                ["balance:sum"],
            )
        )
        sums = {account.id: round(total) for account, total in groups}
        return {
            account.id: sums.get(account.id, 0) * account._natural_sign()
            for account in self._origin
        }

    def _natural_sign(self):
        group = self.sudo().account_id.internal_group
        return -1 if group in ("equity", "liability", "income") else 1
