from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.japra_base.models import guard

# See _posted_fields.
POSTED_FIELDS = {
    "amount_total",
    "move_id",
    "name",
    "printed_on",
    "reversal_date",
    "reversal_name",
    "reversal_reason",
    "standing",
    "state",
}


class CoopReceipt(models.Model):
    _name = "coop.receipt"
    _inherit = "coop.checked.input"
    _description = "Receipt of a Member's Money"
    _order = "date desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Cooperative",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    name = fields.Char(string="Number", compute="_compute_state", store=True)
    direction = fields.Selection(
        selection=[("in", "Money In"), ("out", "Money Out")],
        required=True,
        default="in",
        index=True,
    )
    membership_id = fields.Many2one(
        comodel_name="coop.membership",
        string="Member",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('state', '!=', 'applicant')]",
        help="Who stands at the counter. The lines may also pay for others.",
    )
    member_warning = fields.Char(compute="_compute_member_warning")
    whole_household = fields.Boolean(
        store=False,
        help="Propose what everybody of the household owes.",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Paid By or To",
        compute="_compute_partner_id",
        # With the rights of who types: a member of another cooperative tells nothing.
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        check_company=True,
    )
    date = fields.Date(
        required=True, default=lambda self: self.env.company._coop_today()
    )
    means = fields.Selection(
        selection=[
            ("cash", "Cash"),
            ("transfer", "Bank Transfer"),
            ("qris", "QRIS"),
        ],
        string="Paid In",
        required=True,
        default="cash",
    )
    reference = fields.Char(
        string="Reference of the Bank",
        help="Number of the transfer or of the QRIS payment, as the bank shows it.",
    )
    cash_journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Cash Box or Bank",
        compute="_compute_cash_journal_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        check_company=True,
        domain="[('type', '=', 'cash' if means == 'cash' else 'bank')]",
    )
    line_ids = fields.One2many(
        comodel_name="coop.receipt.line",
        inverse_name="receipt_id",
        string="Lines",
    )
    note = fields.Char(
        string="Purpose", help="What the money is for; the approver reads it."
    )
    amount_total = fields.Monetary(
        string="Total", compute="_compute_amount_total", store=True
    )
    amount_tendered = fields.Monetary(
        string="Cash Given", help="Empty where the money was counted out exactly."
    )
    amount_change = fields.Monetary(string="Change", compute="_compute_amount_change")
    move_id = fields.Many2one(
        comodel_name="account.move",
        string="Entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="account.group_account_readonly",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("posted", "Booked"),
            ("reversed", "Reversed"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
    )
    standing = fields.Json(
        readonly=True,
        copy=False,
        help="What the paper says of every account of the member after this payment; "
        "kept, so that a second print says the same.",
    )
    reversal_reason = fields.Char(readonly=True, copy=False)
    reversal_name = fields.Char(
        string="Reversed By", compute="_compute_state", store=True
    )
    reversal_date = fields.Date(
        string="Reversed On", compute="_compute_state", store=True
    )

    @api.depends("move_id.state", "move_id.reversal_move_ids.state")
    def _compute_state(self):
        for receipt in self:
            move = receipt.move_id
            reversal = move.reversal_move_ids.filtered(
                lambda entry: entry.state == "posted"
            )
            receipt.name = move.name
            receipt.reversal_name = reversal.name
            receipt.reversal_date = reversal.date
            if not move:
                receipt.state = "draft"
            else:
                receipt.state = "reversed" if reversal else "posted"

    @api.depends("membership_id")
    def _compute_partner_id(self):
        for receipt in self:
            receipt.partner_id = receipt.membership_id.partner_id

    @api.depends("membership_id")
    @api.depends_context("lang")
    def _compute_member_warning(self):
        for receipt in self:
            member = receipt.membership_id
            receipt.member_warning = member._receipt_warning() if member else False

    @api.depends("company_id", "means")
    def _compute_cash_journal_id(self):
        journals = self.env["account.journal"]
        kinds = self.grouped(lambda receipt: (receipt.company_id, receipt.means))
        for (company, means), receipts in kinds.items():
            if means == "cash":
                receipts.cash_journal_id = journals._coop_default_box(company)
            else:
                bank = [("company_id", "=", company.id), ("type", "=", "bank")]
                receipts.cash_journal_id = journals.search_fetch(bank, limit=1)

    @api.depends("line_ids.amount")
    def _compute_amount_total(self):
        for receipt in self:
            receipt.amount_total = sum(receipt.line_ids.mapped("amount"))

    @api.depends("amount_tendered", "amount_total", "means")
    def _compute_amount_change(self):
        for receipt in self:
            given = receipt.amount_tendered if receipt.means == "cash" else 0
            receipt.amount_change = max(0, given - receipt.amount_total)

    @api.depends("name", "direction")
    @api.depends_context("lang")
    def _compute_display_name(self):
        drafts = {
            "in": self.env._("Draft Receipt"),
            "out": self.env._("Draft Payout"),
        }
        for receipt in self:
            receipt.display_name = receipt.name or drafts.get(receipt.direction)

    @api.onchange("membership_id", "whole_household", "direction")
    def _onchange_membership_id(self):
        """Propose everything late, the oldest first; the teller changes amounts."""
        members = self.membership_id
        if self.whole_household:
            members |= members._household_members()
        rows = sorted(self._proposed_lines(members), key=lambda row: row[:2])
        self.line_ids = [Command.clear()] + [
            Command.create({"sequence": n, **values})
            for n, (_since, _sequence, values) in enumerate(rows, 1)
        ]

    def _proposed_lines(self, members):
        """Return [(due since, order, values of a line)] of what these members owe."""
        accounts = members.account_ids
        if self.direction == "out":
            accounts = accounts.filtered(lambda account: account._can_pay_out())
        statements = self.env["coop.dues"]._statements(accounts)
        rows = []
        for account in accounts:
            statement = statements.get(account.id)
            if statement and (statement.room != 0 or self.direction == "out"):
                late, since = statement.arrears if self.direction == "in" else (0, None)
                values = {"coop_account_id": account.id, "amount": late}
                rows.append((since or date.max, account.product_id.sequence, values))
        return rows

    # === CRUD === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        self._check_draft()

    @api.model_create_multi
    def create(self, vals_list):
        # What nobody sent too: a default in the context is anybody's to send.
        stored = [name for name, field in self._fields.items() if not field.compute]
        for vals in [self.default_get(stored), *vals_list]:
            self._check_fields(vals)
        self._check_members_seen(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        if guard.is_open(self.env):
            return super().write(vals)
        # First: the sentences below name a receipt.
        self.check_access("write")
        self._check_fields(vals)
        self._check_members_seen([vals])
        self._check_draft()
        if "company_id" in vals and self.filtered(
            lambda receipt: receipt.company_id.id != vals["company_id"]
        ):
            raise UserError(self.env._("A receipt stays in its cooperative."))
        return super().write(vals)

    def _one_cooperative(self):
        return self.env._(
            "Member, payer, cash box and accounts of a receipt are all of one "
            "cooperative."
        )

    def _check_fields(self, vals):
        if vals.keys() & self._posted_fields():
            raise UserError(
                self.env._("A receipt is received and reversed by its buttons only.")
            )
        self._check_input(vals)

    def _check_members_seen(self, vals_list):
        """Of a member nobody may read here, Odoo would leave the payer empty.

        The sentence names nobody.
        """
        ids = {vals["membership_id"] for vals in vals_list if vals.get("membership_id")}
        members = self.env["coop.membership"]
        if ids and members.has_access("read"):
            try:
                members.browse(ids).check_access("read")
            except UserError:
                # Nor does the cause: the server sends it along.
                raise UserError(self._one_cooperative()) from None

    def _posted_fields(self):
        """Written by posting and reversing only, whoever calls create() or write()."""
        return POSTED_FIELDS

    def _check_draft(self):
        # In sudo: the entry is nobody's to read but the accountants'.
        for receipt in self.sudo():
            if receipt.move_id:
                raise UserError(
                    self.env._(
                        "Receipt %(number)s is booked and cannot be changed or "
                        "deleted; the treasurer can reverse it.",
                        number=receipt.name,
                    )
                )

    # === ACTIONS === #

    def action_post(self):
        """Book the receipts in the order given."""
        for batch in self._batches():
            batch._receive()
        return True

    def action_print(self):
        self.ensure_one()
        return self._paper_report().report_action(self)

    def _paper_report(self):
        """The report that prints it."""
        return self.env.ref("japra_membership.action_report_kwitansi")

    def action_reverse(self):
        """Ask the treasurer for the reason."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reverse %(number)s", number=self.name),
            "res_model": "coop.receipt.reverse",
            "view_mode": "form",
            "target": "new",
            "context": {"default_receipt_id": self.id},
        }

    def action_open_entry(self):
        self.ensure_one()
        return self.move_id._get_records_action()
