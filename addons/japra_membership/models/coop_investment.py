from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.japra_base.models import guard
from odoo.addons.japra_base.models.labels import labels
from odoo.addons.japra_base.models.paper import on_paper


class CoopInvestment(models.Model):
    """Shares that a primary pays to its secondary cooperative, in its own books.

    Money out and an investment here, capital there: the treasurer of each confirms the
    own half, under one pair key.
    """

    _name = "coop.investment"
    _inherit = ["coop.approval.mixin", "coop.typed.document"]
    _description = "Payment to a Secondary Cooperative"
    _order = "date desc, id desc"
    _check_company_auto = True
    _typed = {
        "draft": {
            "partner_id",
            "kind",
            "amount",
            "date",
            "means",
            "journal_id",
            "reference",
            "note",
            "pair_id",
        }
    }

    name = fields.Char(string="Number", compute="_compute_state", store=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Cooperative",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Secondary Cooperative",
        required=True,
        ondelete="restrict",
        check_company=True,
        domain="[('is_company', '=', True)]",
    )
    kind = fields.Selection(
        selection=[("pokok", "Entry share"), ("wajib", "Mandatory share")],
        string="For",
        required=True,
        default="pokok",
    )
    amount = fields.Monetary()
    date = fields.Date(
        required=True, default=lambda self: self.env.company._coop_today()
    )
    means = fields.Selection(
        selection=[("cash", "Cash"), ("transfer", "Bank Transfer")],
        string="Paid In",
        required=True,
        default="transfer",
    )
    journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Cash Box",
        check_company=True,
        ondelete="restrict",
        domain="[('type', '=', 'cash'), ('company_id', '=', company_id)]",
    )
    reference = fields.Char(string="Reference of the Bank")
    note = fields.Char(help="The decision or the letter that asks for it.")
    pair_id = fields.Many2one(
        comodel_name="coop.pair",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('payer_id', '=', company_id), ('state', '=', 'received')]",
        help="Empty: a new pair. Choose one where the other has confirmed first.",
    )
    # With the rights of who reads: a pair of others tells nothing.
    pair_state = fields.Selection(
        related="pair_id.state", related_sudo=False, string="Standing of the Pair"
    )
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

    _amount_whole = models.Constraint(
        "CHECK(amount >= 0 AND amount = trunc(amount) AND amount != 'NaN')",
        "An amount is in whole rupiah and never below zero.",
    )

    @api.depends("move_id.state", "move_id.reversal_move_ids.state")
    def _compute_state(self):
        for payment in self:
            move = payment.move_id
            reversed_ = "posted" in move.reversal_move_ids.mapped("state")
            payment.name = move.name
            payment.state = (
                "draft" if not move else "reversed" if reversed_ else "posted"
            )

    @api.depends("name", "partner_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for payment in self:
            payment.display_name = payment.name or self.env._(
                "Payment to %s", payment.partner_id.name or ""
            )

    @api.constrains("pair_id", "company_id")
    def _check_pair_id(self):
        for payment in self:
            # In sudo: it may be one that nobody may read here.
            pair = payment.sudo().pair_id
            if pair and pair.payer_id != payment.company_id:
                raise ValidationError(
                    self.env._("Choose a pair of payments of this cooperative.")
                )

    # === CRUD === #

    def write(self, vals):
        if not guard.is_open(self.env):
            self.check_access("write")
            self._check_draft()
        return super().write(vals)

    def _one_cooperative(self):
        return self.env._(
            "Cash box and partner of a payment are of its own cooperative."
        )

    def _check_draft(self):
        # In sudo: a booked payment stays, also for who cannot read its entry.
        for payment in self.sudo():
            if payment.move_id:
                raise UserError(
                    self.env._(
                        "%s is booked and stays; the treasurer can reverse it.",
                        payment.name,
                    )
                )

    def _refuse_change(self):
        self._check_draft()
        raise UserError(
            self.env._("A payment is confirmed and reversed by its buttons only.")
        )

    # === APPROVAL === #

    @api.model
    def _approval_kinds(self):
        name = self.env._("Payment to a secondary cooperative")
        return [("investment.payment", name)]

    def _approval_kind(self):
        return "investment.payment"

    def _approval_amount(self):
        return round(self.amount)

    def _approval_title(self):
        return self.env._("Payment to %s", self.partner_id.name)

    def _approval_reason(self):
        return self.note

    def _approval_content(self):
        return {
            "to": self.partner_id.id,
            "kind": self.kind,
            "date": str(self.date),
            "means": self.means,
            "box": self.journal_id.id if self.means == "cash" else None,
            "note": self.note or "",
        }

    def action_request_approval(self):
        self.check_access("write")
        self._check_draft()
        return super().action_request_approval()

    # === ACTIONS === #

    def action_confirm(self):
        """Book the money as gone and as an investment, and confirm this half."""
        self.ensure_one()
        self.check_access("write")
        self._lock()
        self._check_draft()
        if self.means == "cash" and self.journal_id:
            # Two who take from one box at one instant: the second starts again.
            self.journal_id._coop_claim()
        if problem := self._get_problem():
            raise UserError(problem)
        self._check_approved()
        # In sudo: what was checked above is written by this method alone.
        move = (
            self.env["account.move"]
            .sudo()
            ._coop_post_entries(
                self.company_id.sudo().coop_cash_journal_id, [self._prepare_entry()]
            )
        )
        values = {"move_id": move.id}
        pairs = self.env["coop.pair"]
        if other := pairs._books_of(self.partner_id):
            facts = (move.name, self.date, round(self.amount))
            pair = pairs._confirm("paid", self.company_id, other, facts, self.pair_id)
            values["pair_id"] = pair.id
        guard.opened(self.sudo()).write(values)
        return True

    def action_reverse(self):
        """The money came back: book it back, and let the half go."""
        self.ensure_one()
        self.check_access("write")
        self._lock()
        if self.state != "posted":
            raise UserError(
                self.env._("Only what is booked is reversed, and once: see its state.")
            )
        paper = on_paper(self)
        ref = paper.env._("Reversal of %(number)s", number=self.name)
        # In sudo: the payment is the treasurer's, its entry is of this method only.
        self.sudo().move_id._reverse_moves([{"ref": ref}], cancel=True)
        return True

    def action_open_entry(self):
        self.ensure_one()
        return self.move_id._get_records_action()

    # === BUSINESS === #

    def _lock(self):
        """Let one button at a time move it."""
        guard.lock(
            self, self.env._("Somebody else is booking this payment at this moment.")
        )
        self.invalidate_recordset(["state", "move_id"])

    def _get_problem(self):
        """Why this cannot be booked, in one sentence, or None."""
        # In sudo: of the setup no more is told than what is missing.
        company = self.company_id.sudo()
        if not (company.coop_investment_account_id and company.coop_cash_journal_id):
            return self.env._(
                "%(company)s has no account for shares in other cooperatives yet: "
                "load its chart of accounts first.",
                company=company.name,
            )
        if self.partner_id == company.partner_id:
            return self.env._("A cooperative does not pay itself.")
        if not round(self.amount):
            return self.env._("Nothing is paid: enter an amount.")
        if self.means == "transfer":
            if not company.coop_clearing_account_id:
                return self.env._(
                    "%(company)s has no account for payments on their way yet: load "
                    "its chart of accounts first.",
                    company=company.name,
                )
            return None
        return self._get_problem_of_box()

    def _get_problem_of_box(self):
        # In sudo: a box is judged by its setup, whoever pays out of it.
        box = self.journal_id.sudo()
        if box.type != "cash" or not box.default_account_id:
            return self.env._("Choose the cash box the money is taken from.")
        return self.journal_id._coop_payout_problem(round(self.amount), self.date)

    def _prepare_entry(self):
        # In sudo, as the entry that the accounts of the setup go into.
        company = self.company_id.sudo()
        paper = on_paper(self)
        kinds = labels(paper, "kind")
        label = paper.env._(
            "%(kind)s in %(name)s", kind=kinds[self.kind], name=self.partner_id.name
        )
        money = (
            self.journal_id.sudo().default_account_id
            if self.means == "cash"
            else company.coop_clearing_account_id
        )
        amount = round(self.amount)
        return {
            "date": self.date,
            "origin_key": f"investment/{self.id}",
            "ref": self.reference or self.note,
            "lines": [
                {
                    "account": company.coop_investment_account_id,
                    "partner": self.partner_id,
                    "name": label,
                    "amount": amount,
                },
                {
                    "account": money,
                    "partner": self.partner_id,
                    "name": label,
                    "amount": -amount,
                },
            ],
        }
