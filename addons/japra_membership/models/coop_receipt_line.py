from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.japra_base.calc.dates import add_months, month_name
from odoo.addons.japra_base.calc.rupiah import format_rupiah
from odoo.addons.japra_base.models.paper import on_paper


class CoopReceiptLine(models.Model):
    _name = "coop.receipt.line"
    _inherit = "coop.checked.input"
    _description = "Line of a Receipt"
    _order = "receipt_id, sequence, id"
    _check_company_auto = True
    _typed_amount = "amount"

    receipt_id = fields.Many2one(
        comodel_name="coop.receipt",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="receipt_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(default=10)
    coop_account_id = fields.Many2one(
        comodel_name="coop.account",
        string="Account",
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('company_id', '=', parent.company_id),"
        " ('membership_id', '!=', False)]",
    )
    membership_id = fields.Many2one(
        comodel_name="coop.membership",
        string="Member",
        compute="_compute_membership_id",
        compute_sudo=False,
        store=True,
        precompute=True,
        index=True,
    )
    document = fields.Char(compute="_compute_document", compute_sudo=True)
    # With the rights of who reads: an account of another cooperative tells nothing.
    product_id = fields.Many2one(
        related="coop_account_id.product_id", string="For", related_sudo=False
    )
    amount_due = fields.Monetary(string="Due", compute="_compute_amount_due")
    balance = fields.Monetary(compute="_compute_amount_due")
    amount = fields.Monetary()
    # What it pays: of a draft as the ledger is now, of what is booked as it was then.
    label = fields.Char(string="Pays", compute="_compute_label", compute_sudo=False)
    posted_label = fields.Char(readonly=True, copy=False)

    _account_uniq = models.UniqueIndex(
        "(receipt_id, coop_account_id)", "A receipt names each account once."
    )
    _amount_positive = models.Constraint(
        # In PostgreSQL NaN is above every number, and equals itself.
        "CHECK (amount >= 0 AND amount = trunc(amount) AND amount != 'NaN')",
        "An amount is in whole rupiah and never below zero.",
    )

    @api.depends("coop_account_id.membership_id")
    def _compute_membership_id(self):
        for line in self:
            line.membership_id = line.coop_account_id.membership_id

    @api.depends("coop_account_id", "membership_id")
    def _compute_document(self):
        for line in self:
            account = line.coop_account_id
            line.document = account.number if line.membership_id else False

    @api.depends("coop_account_id")
    def _compute_amount_due(self):
        statements = self._statements()
        for line in self:
            statement = statements.get(line.coop_account_id.id)
            line.amount_due = statement.arrears[0] if statement else 0
            line.balance = statement.paid if statement else 0

    @api.depends("coop_account_id", "amount", "posted_label", "receipt_id.direction")
    def _compute_label(self):
        drafts = self.filtered(lambda line: not line.posted_label)
        statements = drafts._statements()
        for line in self - drafts:
            line.label = line.posted_label
        for line in drafts:
            line.label = line._describe(statements.get(line.coop_account_id.id))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_fields(vals)
        lines = super().create(vals_list)
        lines.receipt_id._check_draft()
        # After the fact, because it may come from a default in the context.
        if any(lines.mapped("posted_label")):
            self._check_fields({"posted_label": True})
        return lines

    def write(self, vals):
        self._check_fields(vals)
        self.receipt_id._check_draft()
        result = super().write(vals)
        if "receipt_id" in vals:
            self.receipt_id._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        self.receipt_id._check_draft()

    def _one_cooperative(self):
        return self.receipt_id._one_cooperative()

    def _check_fields(self, vals):
        if "posted_label" in vals:
            raise UserError(
                self.env._("A receipt is received and reversed by its buttons only.")
            )

    def _statements(self):
        return self.env["coop.dues"]._statements(self.coop_account_id)

    def _describe(self, statement):
        """What the amount pays: the product and its months, no personal name.

        In the language of the paper, on which and in the ledger it stands for ever.
        """
        self.ensure_one()
        line = on_paper(self)
        product = line.product_id.name or ""
        if self.receipt_id.direction == "out":
            return line.env._("Payout of %(product)s", product=product)
        amount = round(self.amount)
        dues = statement.pays(amount) if statement else []
        periods = [due.period for due in dues if due.period]
        if not periods:
            return product
        until = statement.after(amount, statement.as_of).paid_until()
        last = add_months(periods[-1], statement.rule.every - 1)
        text = " – ".join(dict.fromkeys(map(month_name, (periods[0], last))))
        if until != last:
            text = line.env._("%(months)s (in part)", months=text)
        return f"{product} {text}"

    def _prepare_entry_line(self, sign):
        account = self.coop_account_id
        return {
            # In sudo, as the entry that the account goes into.
            "account": account.sudo().account_id,
            "partner": account.partner_id,
            "name": f"{self.label}, {account.number}",
            "amount": -sign * round(self.amount),
            "coop_account": account,
        }

    def _get_problem(self, statement):
        """Why this line cannot be booked, in one sentence."""
        self.ensure_one()
        account = self.coop_account_id
        if not account.membership_id:
            return self.env._(
                "Account %(account)s is nobody's of the members.",
                account=account.number,
            )
        if self.receipt_id.direction == "out":
            if not account._can_pay_out():
                return self.env._(
                    "%(product)s is returned only to who leaves the cooperative.",
                    product=account.product_id.name,
                )
        elif statement and statement.room is not None:
            if round(self.amount) > statement.room:
                return self.env._(
                    "At most %(room)s more can be paid on %(account)s.",
                    room=format_rupiah(statement.room),
                    account=account.number,
                )
        return None
