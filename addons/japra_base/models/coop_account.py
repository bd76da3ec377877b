from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from . import guard


class CoopAccount(models.Model):
    _name = "coop.account"
    _description = "Member Account"
    _order = "company_id, number"
    _rec_name = "number"
    _rec_names_search = ["number", "partner_id.name"]
    _check_company_auto = True

    number = fields.Char(string="Account Number", required=True)
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
        if guard.is_open(self.env):
            # Paid before the admission, it takes the number of the member there.
            fixed.remove("number")
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
        # In sudo: registrar and administrator ask too, and read no entries.
        return bool(
            self.env["account.move.line"]
            .sudo()
            .search_count([("coop_account_id", "in", self.ids)], limit=1)
        )

    def _balances(self, as_of):
        """Return {account id: whole rupiah} of the posted lines up to `as_of`.

        Positive on the natural side: credit for equity, liability and income.
        """
        if not self:
            return {}
        # Who may see the account may see what is on it, also a teller without
        # accounting rights. One query, rights included, as everything that is paid
        # or printed asks it: by the ORM it is three, which take three times as long.
        self.flush_model(["account_id"])
        self.env["account.account"].flush_model(["account_type"])
        self.env["account.move.line"].flush_model(
            ["balance", "coop_account_id", "date", "parent_state"]
        )
        query = self._search(Domain("id", "in", self.ids))
        query.add_join(
            "JOIN",
            "ledger",
            "account_account",
            SQL("ledger.id = coop_account.account_id"),
        )
        query.add_join(
            "LEFT JOIN",
            "line",
            "account_move_line",
            SQL(
                "line.coop_account_id = coop_account.id "
                "AND line.parent_state = 'posted' AND line.date <= %s",
                as_of,
            ),
        )
        query.groupby = SQL("coop_account.id, ledger.account_type")
        rows = self.env.execute_query(
            query.select(
                "coop_account.id",
                "ledger.account_type",
                "COALESCE(SUM(line.balance), 0)",
            )
        )
        if len(rows) < len(self):
            # Not all of them are his to see: say so as the ORM does.
            self.check_access("read")
        return {
            account_id: round(total) * self._natural_sign(account_type)
            for account_id, account_type, total in rows
        }

    @api.model
    def _natural_sign(self, account_type):
        return -1 if account_type.startswith(("equity", "liability", "income")) else 1
