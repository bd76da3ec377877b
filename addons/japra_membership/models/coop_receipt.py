from contextlib import contextmanager
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Command

from odoo.addons.japra_base.calc.dates import long_date
from odoo.addons.japra_base.calc.rupiah import format_rupiah
from odoo.addons.japra_base.models import guard

# Written by posting and reversing only, never by who calls write() or create().
POSTED_FIELDS = {
    "amount_total",
    "move_id",
    "name",
    "reversal_date",
    "reversal_name",
    "reversal_reason",
    "standing",
    "state",
}


@contextmanager
def of_one_cooperative(env):
    """Say in one sentence what core says for every field that disagrees."""
    try:
        yield
    except UserError as error:
        raise UserError(
            env._(
                "Member, payer, cash box and accounts of a receipt are all of one "
                "cooperative."
            )
        ) from error


class CoopReceipt(models.Model):
    _name = "coop.receipt"
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
    membership_id = fields.Many2one(
        comodel_name="coop.membership",
        string="Member",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('state', '=', 'member')]",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Received From",
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
    cash_journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Cash Box",
        compute="_compute_cash_journal_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        check_company=True,
        domain="[('type', '=', 'cash')]",
    )
    line_ids = fields.One2many(
        comodel_name="coop.receipt.line",
        inverse_name="receipt_id",
        string="Lines",
    )
    amount_total = fields.Monetary(
        string="Total", compute="_compute_amount_total", store=True
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
            ("posted", "Received"),
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

    @api.depends("company_id")
    def _compute_cash_journal_id(self):
        for receipt in self:
            receipt.cash_journal_id = self.env["account.journal"].search(
                [("company_id", "=", receipt.company_id.id), ("type", "=", "cash")],
                limit=1,
            )

    @api.depends("line_ids.amount")
    def _compute_amount_total(self):
        for receipt in self:
            receipt.amount_total = sum(receipt.line_ids.mapped("amount"))

    @api.depends("name")
    def _compute_display_name(self):
        for receipt in self:
            receipt.display_name = receipt.name or self.env._("Draft Receipt")

    @api.onchange("membership_id")
    def _onchange_membership_id(self):
        """Propose everything late, the oldest first; the teller changes amounts."""
        accounts = self.membership_id.account_ids
        statements = self.env["coop.dues"]._statements(accounts)
        rows = []
        for account in accounts:
            statement = statements.get(account.id)
            if statement and statement.room:
                late, since = statement.arrears
                order = since or date.max, account.product_id.sequence
                rows.append((order, account, late))
        self.line_ids = [Command.clear()] + [
            Command.create(
                {"sequence": n, "coop_account_id": account.id, "amount": late}
            )
            for n, (_order, account, late) in enumerate(
                sorted(rows, key=lambda row: row[0]), 1
            )
        ]

    # === CRUD === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        self._check_draft()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_fields(vals)
        receipts = super().create(vals_list)
        # After the fact, because values may come from a default in the context.
        receipts._check_draft()
        for receipt in receipts:
            if receipt.standing or receipt.reversal_reason:
                self._check_fields(dict.fromkeys(POSTED_FIELDS))
        return receipts

    def write(self, vals):
        if guard.is_open(self.env):
            return super().write(vals)
        self._check_fields(vals)
        self._check_draft()
        if "company_id" in vals and self.filtered(
            lambda receipt: receipt.company_id.id != vals["company_id"]
        ):
            raise UserError(self.env._("A receipt stays in its cooperative."))
        return super().write(vals)

    def _check_company(self, fnames=None):
        with of_one_cooperative(self.env):
            return super()._check_company(fnames)

    def _check_fields(self, vals):
        if vals.keys() & POSTED_FIELDS:
            raise UserError(
                self.env._("A receipt is received and reversed by its buttons only.")
            )
        if vals.get("membership_id") and self.env["coop.membership"].has_access("read"):
            # Of a member nobody may read here, Odoo would leave the payer empty.
            with of_one_cooperative(self.env):
                self.env["coop.membership"].browse(vals["membership_id"]).check_access(
                    "read"
                )

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
        self.check_access("write")
        self._lock()
        self._check_draft()
        for batch in self._batches():
            batch._post()
        return True

    def action_print(self):
        self.ensure_one()
        return self.env.ref("japra_membership.action_report_kwitansi").report_action(
            self
        )

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

    # === POSTING === #

    def _batches(self):
        """Split so that every payment sees what the same member paid before it."""
        batch = self.browse()
        for receipt in self:
            if (
                receipt.company_id not in (batch.company_id or receipt.company_id)
                or receipt.membership_id in batch.membership_id
            ):
                yield batch
                batch = self.browse()
            batch += receipt
        yield batch

    def _post(self):
        """Book receipts of one cooperative, of each member one."""
        statements = self.env["coop.dues"]._statements(self.membership_id.account_ids)
        for receipt in self:
            receipt._check_postable(statements)
        self.line_ids.filtered(lambda line: not line.amount).unlink()
        for line in self.line_ids:
            line.label = line._describe(statements.get(line.coop_account_id.id))
        # A teller has no accounting rights. What is booked was checked above and is
        # written by this method alone.
        moves = (
            self.env["account.move"]
            .sudo()
            ._coop_post_entries(
                self.sudo().company_id.coop_receipt_journal_id,
                [receipt._prepare_entry() for receipt in self],
            )
        )
        for receipt, move in zip(self, moves, strict=True):
            guard.opened(receipt.sudo()).write(
                {"move_id": move.id, "standing": receipt._get_standing(statements)}
            )

    def _lock(self):
        """Let two persons who post the same receipt wait for each other."""
        try:
            self.sudo().lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._("Somebody else is booking this receipt at this moment.")
            ) from error

    def _check_postable(self, statements):
        """Refuse with one sentence what must not reach the ledger."""
        if problem := self._get_problem(statements):
            raise UserError(problem)

    def _get_problem(self, statements):
        member = self.membership_id
        company = self.company_id
        journal = self.cash_journal_id.sudo()
        if not company.sudo().coop_receipt_journal_id:
            return self.env._(
                "%(company)s has no journal of receipts yet: load its chart of "
                "accounts first.",
                company=company.name,
            )
        if not member.date_admitted:
            return self.env._(
                "%(member)s is not a member yet: admit the applicant first.",
                member=member.name,
            )
        if self.date < member.date_admitted:
            return self.env._(
                "%(member)s became a member on %(date)s: a receipt cannot be older.",
                member=member.display_name,
                date=long_date(member.date_admitted),
            )
        if journal.type != "cash" or not journal.default_account_id:
            return self.env._(
                "Choose a cash box: %(journal)s is none.", journal=journal.name
            )
        if not sum(self.line_ids.mapped("amount")):
            return self.env._("A receipt of nothing cannot be booked: enter an amount.")
        for line in self.line_ids:
            if line.coop_account_id.membership_id != member:
                return self.env._(
                    "Account %(account)s is not one of %(member)s.",
                    account=line.coop_account_id.number,
                    member=member.display_name,
                )
            statement = statements.get(line.coop_account_id.id)
            if statement and round(line.amount) > statement.room:
                return self.env._(
                    "At most %(room)s more can be paid on %(account)s.",
                    room=format_rupiah(statement.room),
                    account=line.coop_account_id.number,
                )
        return None

    def _prepare_entry(self):
        self.ensure_one()
        return {
            "date": self.date,
            "origin_key": f"receipt/{self.id}",
            "ref": self.membership_id.number,
            "lines": self._prepare_entry_lines(),
        }

    def _prepare_entry_lines(self):
        lines = self.line_ids
        extra = {"coop_receipt_id": self.id}
        cash = {
            "account": self.cash_journal_id.sudo().default_account_id,
            "partner": self.partner_id,
            "name": ", ".join(lines.coop_account_id.mapped("number")),
            "amount": round(self.amount_total),
            "extra": extra,
        }
        return [cash] + [
            {
                "account": line.coop_account_id.sudo().account_id,
                "partner": line.coop_account_id.partner_id,
                "name": f"{line.label}, {line.coop_account_id.number}",
                "amount": -round(line.amount),
                "coop_account": line.coop_account_id,
                "extra": extra,
            }
            for line in lines
        ]

    def _get_standing(self, statements):
        """The rows of the paper: every account of the member after this payment."""
        amounts = {line.coop_account_id: round(line.amount) for line in self.line_ids}
        lang = self.env["res.company"]._coop_paper_lang()
        rows = []
        for account in self.membership_id.account_ids.with_context(lang=lang):
            if statement := statements.get(account.id):
                after = statement.after(amounts.get(account, 0), self.date)
                until = after.paid_until()
                rows.append(
                    {
                        "product": account.product_id.name,
                        "number": account.number,
                        "balance": after.paid,
                        "owed": after.arrears[0],
                        "paid_until": fields.Date.to_string(until) if until else False,
                    }
                )
        return rows

    def _reverse(self, reason):
        """Book the reversal of the whole receipt; rights are checked by the caller."""
        self.ensure_one()
        self._lock()
        if self.state != "posted":
            raise UserError(
                self.env._("Receipt %(number)s is reversed already.", number=self.name)
                if self.state == "reversed"
                else self.env._("A draft is not reversed: delete it.")
            )
        paper = self.with_context(lang=self.env["res.company"]._coop_paper_lang())
        ref = paper.env._("Reversal of %(number)s", number=self.name)
        self.sudo().move_id._reverse_moves([{"ref": ref}], cancel=True)
        guard.opened(self.sudo()).write({"reversal_reason": reason})
