from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.japra_base.calc.dates import add_months, month_name, month_start
from odoo.addons.japra_base.calc.rupiah import format_rupiah
from odoo.addons.japra_base.models import guard

from ..calc.terms import whole_months
from .coop_dues import MONTHS_AHEAD

MONTHS = ("month_from", "month_until")


class CoopDuesWaiver(models.Model):
    """Months of a mandatory share that a member is let off, decided by another person.

    A row is changed until its approval is asked for and stays from then on. What was
    granted ends by a further row, which names it and is decided as well.
    """

    _name = "coop.dues.waiver"
    _inherit = ["coop.approval.mixin", "coop.checked.input"]
    _description = "Waiver of Dues"
    _order = "month_from desc, id desc"
    _check_company_auto = True

    account_id = fields.Many2one(
        comodel_name="coop.account",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('membership_id', '!=', False),"
        " ('product_id.share_kind', '=', 'wajib')]",
    )
    company_id = fields.Many2one(
        related="account_id.company_id", string="Cooperative", store=True, index=True
    )
    membership_id = fields.Many2one(
        related="account_id.membership_id", store=True, string="Member"
    )
    month_from = fields.Date(
        string="From Month",
        required=True,
        default=lambda self: month_start(self.env.company._coop_today()),
    )
    month_until = fields.Date(string="Until Month", required=True)
    reason = fields.Char(required=True)
    revokes_id = fields.Many2one(
        comodel_name="coop.dues.waiver",
        string="Ends the Waiver",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    revoked_by_ids = fields.One2many("coop.dues.waiver", "revokes_id")
    date_granted = fields.Date(string="Decided On", readonly=True, copy=False)
    months_label = fields.Char(string="Months", compute="_compute_months_label")
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("waiting", "Waiting for Approval"),
            ("granted", "Granted"),
            ("ended", "Ended"),
            ("closed", "Not Granted"),
        ],
        compute="_compute_state",
    )

    _granted_idx = models.Index(
        "(company_id, membership_id) WHERE date_granted IS NOT NULL"
    )
    _ended_once = models.UniqueIndex(
        "(revokes_id) WHERE revokes_id IS NOT NULL AND date_granted IS NOT NULL",
        "This waiver has ended already.",
    )
    _months_ordered = models.Constraint(
        "CHECK(month_until >= month_from)", "It cannot end before it begins."
    )

    @api.depends("month_from", "month_until")
    def _compute_months_label(self):
        for waiver in self:
            months = [month_name(day) for name in MONTHS if (day := waiver[name])]
            waiver.months_label = " – ".join(dict.fromkeys(months))

    @api.depends("date_granted", "revoked_by_ids.date_granted", "approval_state")
    def _compute_state(self):
        for waiver in self:
            # In sudo: it has ended, whoever may read what ended it.
            if any(waiver.sudo().revoked_by_ids.mapped("date_granted")):
                waiver.state = "ended"
            elif waiver.date_granted:
                waiver.state = "granted"
            elif waiver.approval_state in ("refused", "withdrawn"):
                waiver.state = "closed"
            elif waiver.approval_id:
                waiver.state = "waiting"
            else:
                waiver.state = "draft"

    @api.depends("account_id", "months_label", "revokes_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for waiver in self:
            parts = {
                "account": waiver.account_id.number or "",
                "months": waiver.months_label or "",
            }
            waiver.display_name = (
                self.env._("End of the waiver %(account)s, %(months)s", **parts)
                if waiver.revokes_id
                else self.env._("Waiver %(account)s, %(months)s", **parts)
            )

    @api.constrains("account_id", "revokes_id", "company_id", "membership_id", *MONTHS)
    def _check_months(self):
        # The sentences name no account: it may be one of another cooperative.
        for waiver in self:
            account, ended = waiver.account_id, waiver.revokes_id
            # A related field can still be written over RPC.
            if (waiver.company_id, waiver.membership_id) != (
                account.company_id,
                account.membership_id,
            ):
                raise ValidationError(
                    self.env._("A waiver stays with the member of its account.")
                )
            product = account.product_id
            if product.share_kind != "wajib" or product.due_period == "once":
                raise ValidationError(
                    self.env._(
                        "Only months of a mandatory share are waived: everything else "
                        "every member owes alike."
                    )
                )
            if not account.membership_id:
                raise ValidationError(
                    self.env._("This account is nobody's of the members.")
                )
            today = waiver.company_id._coop_today()
            if waiver.month_until > add_months(today, MONTHS_AHEAD):
                raise ValidationError(
                    self.env._(
                        "A waiver ends within %s months: look at its last month again.",
                        MONTHS_AHEAD,
                    )
                )
            if waiver.month_until < account.date_opened:
                raise ValidationError(
                    self.env._("In these months the account was not there yet.")
                )
            if ended and (
                ended.account_id != account
                or ended.revokes_id
                or waiver.month_from < ended.month_from
                or waiver.month_until != ended.month_until
            ):
                raise ValidationError(
                    self.env._(
                        "A waiver is ended from one of its months on: %s.",
                        ended.months_label,
                    )
                )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_input(vals)
        waivers = super().create([self._whole_months(vals) for vals in vals_list])
        # After the fact, because a value may come from a default in the context.
        if not guard.is_open(self.env) and any(waivers.mapped("date_granted")):
            self._refuse_grant()
        return waivers

    def write(self, vals):
        if guard.is_open(self.env):
            return super().write(vals)
        # First: the sentences below name a member.
        self.check_access("write")
        if "date_granted" in vals:
            self._refuse_grant()
        self._check_draft()
        self._check_input(vals)
        return super().write(self._whole_months(vals))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        self._check_draft()

    def _whole_months(self, vals):
        """Months are kept from their first to their last day."""
        days = {name: fields.Date.to_date(vals.get(name)) for name in MONTHS}
        whole = {
            name: whole_months(day, day)[name == "month_until"]
            for name, day in days.items()
            if day
        }
        return {**vals, **whole}

    def _check_draft(self):
        for waiver in self:
            if waiver.date_granted or waiver.approval_id:
                raise UserError(
                    self.env._(
                        "%s was asked for and stays as it is: a granted waiver is "
                        "ended by a further row.",
                        waiver.display_name,
                    )
                )

    def _refuse_grant(self):
        raise UserError(
            self.env._("A waiver is granted by the approval of another person only.")
        )

    # === APPROVAL === #

    @api.model
    def _approval_kinds(self):
        return [("dues.waiver", self.env._("Waiver of dues"))]

    def _approval_kind(self):
        return "dues.waiver"

    def _approval_content(self):
        return {
            "account": self.account_id.id,
            "months": [str(self[name]) for name in MONTHS],
            "reason": self.reason,
            "ends": self.revokes_id.id,
        }

    def _approval_partner(self):
        """Nobody waives what they owe themselves."""
        return self.account_id.partner_id

    def _approval_title(self):
        return f"{self.display_name} ({self.membership_id.name})"

    def _approval_reason(self):
        if self.revokes_id:
            return self.reason
        return self.env._(
            "%(reason)s. It takes away %(amount)s.",
            reason=self.reason,
            amount=format_rupiah(self._amount_waived()),
        )

    def _amount_waived(self):
        """What the months cost as the rules stand."""
        # In sudo: who asks may read what is owed.
        account = self.sudo().account_id
        statement = account.env["coop.dues"]._statements(account)[account.id]
        return sum(
            due.amount
            for due in statement.rule.payable(account.date_opened)
            if self.month_from <= due.period <= self.month_until
        )

    def action_request_approval(self):
        self.check_access("write")
        for waiver in self:
            waiver._check_grantable()
        result = super().action_request_approval()
        self.invalidate_recordset(["state"])
        return result

    def _check_grantable(self):
        """Refuse what is waived, or ended, already."""
        if not (self.reason or "").strip():
            raise UserError(self.env._("Give the reason."))
        if self.date_granted:
            raise UserError(self.env._("%s is decided already.", self.display_name))
        # In sudo: it holds whoever asks.
        granted = self.sudo().search(
            [
                ("account_id", "=", self.account_id.id),
                ("date_granted", "!=", False),
                ("revokes_id", "=", False),
            ]
        )
        ended = self.sudo().revokes_id
        if ended and (ended not in granted or ended.state == "ended"):
            raise UserError(self.env._("Only a waiver that is in force can be ended."))
        if not ended and (
            same := granted.filtered(
                lambda row: (
                    row.month_from <= self.month_until
                    and row._last_day() >= self.month_from
                )
            )
        ):
            raise UserError(
                self.env._(
                    "%(months)s are waived already for %(account)s.",
                    months=same[0].months_label,
                    account=self.account_id.number,
                )
            )

    def _last_day(self):
        """The last day that is waived, before the first when nothing is left."""
        ends = self.revoked_by_ids.filtered("date_granted")
        if ends:
            return fields.Date.subtract(ends.month_from, days=1)
        return self.month_until

    def _on_approved(self):
        self._check_approved()
        self._check_grantable()
        # In sudo: who approves keeps no waivers; the approval was checked above.
        granted = guard.opened(self.sudo())
        granted.date_granted = self.company_id._coop_today()

    # === ACTIONS === #

    def action_end(self):
        """Open a further row that ends this waiver."""
        self.ensure_one()
        self.check_access("write")
        today = month_start(self.company_id._coop_today())
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("End the Waiver"),
            "res_model": self._name,
            "view_mode": "form",
            "context": {
                "default_revokes_id": self.id,
                "default_account_id": self.account_id.id,
                "default_month_from": str(max(today, self.month_from)),
                "default_month_until": str(self.month_until),
            },
        }
