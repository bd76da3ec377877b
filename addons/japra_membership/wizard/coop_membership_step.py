from odoo import api, fields, models
from odoo.exceptions import UserError

from ..calc import standing

# These are decided, not only noted.
DECIDED = ("suspended", "left")


class CoopMembershipStep(models.TransientModel):
    """One further entry in the register, with its day and its reason."""

    _name = "coop.membership.step"
    _inherit = "coop.checked.input"
    _description = "Step of a Membership"

    membership_id = fields.Many2one(
        comodel_name="coop.membership", required=True, readonly=True, ondelete="cascade"
    )
    # With the rights of who reads: a member of another cooperative tells nothing.
    member_name = fields.Char(
        related="membership_id.display_name", related_sudo=False, string="Member"
    )
    company_id = fields.Many2one(related="membership_id.company_id", related_sudo=False)
    kind = fields.Selection(
        selection=[
            ("signed", "Record the Signature"),
            ("struck", "Strike the Row Out"),
            ("suspended", "Suspend"),
            ("resumed", "End the Suspension"),
            ("leaving", "Asks to Leave"),
            ("stayed", "Stays After All"),
            ("left", "Has Left"),
            ("died", "Record a Death"),
            ("refused", "Close: Refused"),
            ("withdrawn", "Close: Withdrawn"),
            ("applied", "Applies Again"),
            ("corrected", "Correct the Last Entry"),
        ],
        required=True,
        readonly=True,
    )
    date = fields.Date(
        required=True, default=lambda self: self.env.company._coop_today()
    )
    date_until = fields.Date(string="Until", help="Empty: until it is ended.")
    reason = fields.Char()
    told_by = fields.Char(help="Who brought the news, with what paper.")
    decision_id = fields.Many2one(
        comodel_name="coop.decision",
        domain="[('company_id', '=', company_id), ('state', '=', 'issued')]",
    )
    decision_ref = fields.Char(
        string="Decided In", help="Number, day and body, as the minutes name it."
    )
    signature = fields.Selection(
        selection=[("hand", "Signature"), ("thumb", "Thumb Print")], default="hand"
    )
    witness = fields.Char(help="Who saw the thumb print, by name.")
    book_page = fields.Char(string="Page of the Paper Book")
    scan = fields.Binary()
    scan_name = fields.Char()
    warning = fields.Char(compute="_compute_warning")
    last_entry = fields.Char(compute="_compute_last_entry")

    @api.depends("kind", "membership_id")
    @api.depends_context("lang")
    def _compute_warning(self):
        for step in self:
            member = step.membership_id
            # Of a member nobody may read here, nothing is told.
            member.check_access("read")
            step.warning = False
            if step.kind in ("left", "died", "struck", "leaving"):
                step.warning = member.company_id._founding_problem(
                    member.company_id._coop_today(),
                    without=int(member.member_class == "ordinary"),
                )

    @api.depends("membership_id")
    @api.depends_context("lang")
    def _compute_last_entry(self):
        for step in self:
            step.membership_id.check_access("read")
            step.last_entry = step.membership_id._live_events()[-1:].sentence

    def action_apply(self):
        self.ensure_one()
        member = self.membership_id
        member.check_access("write")
        self._check_complete()
        if self.kind == "withdrawn" and self._asked_by_me():
            # What nobody applies for any more, nobody needs to decide.
            member.approval_id._decide("withdraw")
        if self.kind == "corrected":
            member._correct(self.reason)
        else:
            member._record(self.kind, self.date, **self._prepare_entry())
        return {"type": "ir.actions.act_window_close"}

    def _check_complete(self):
        if problem := self._get_problem():
            raise UserError(problem)

    def _get_problem(self):
        member = self.membership_id
        if self.kind in ("signed", "applied"):
            return self._get_signature_problem() if self.kind == "signed" else None
        if self.kind == "died":
            if not (self.told_by or "").strip():
                return self.env._("Enter who told it, and by what paper.")
            return None
        if not (self.reason or "").strip():
            return self.env._("Give the reason.")
        if self.kind in DECIDED and not (
            self.decision_id or (self.decision_ref or "").strip()
        ):
            return self.env._(
                "Enter the decision: its number, its day and who decided."
            )
        if self.decision_id and self.decision_id.company_id != member.company_id:
            return self.env._("The decision is of another cooperative.")
        if self.date_until and self.date_until < self.date:
            return self.env._("It cannot end before it begins.")
        if self.kind == "refused" and member.approval_state != "refused":
            return self.env._(
                "The board refuses, not the registrar: ask for its approval first."
            )
        if (
            self.kind in ("refused", "withdrawn")
            and member.approval_state == "waiting"
            and not self._asked_by_me()
        ):
            return self.env._(
                "%(member)s waits for the board, asked by %(name)s: who asked, or the "
                "board, ends that first.",
                member=member.display_name,
                # In sudo: who asked is named, also a user out of sight.
                name=member.approval_id.sudo().requested_by.name,
            )
        if self.kind == "struck" and not member.needs_signature:
            return self.env._(
                "Only a row that was never signed is struck out: %s is signed.",
                member.display_name,
            )
        if self.kind == "corrected":
            last = member._live_events()[-1:]
            if last.kind not in standing.CORRECTABLE:
                return self.env._(
                    "The last entry (%s) stands and is not corrected.", last.sentence
                )
        return None

    def _asked_by_me(self):
        # In sudo: how the request stands is read with the member.
        asked = self.membership_id.approval_id.sudo()
        return asked.state == "waiting" and asked.requested_by == self.env.user

    def _get_signature_problem(self):
        if self.membership_id.date_signed:
            return self.env._("%s is signed already.", self.member_name)
        if not self.signature:
            return self.env._("Say whether it is a signature or a thumb print.")
        if self.signature == "thumb" and not (self.witness or "").strip():
            return self.env._("A thumb print needs a witness by name.")
        if not (self.book_page or "").strip() and not self.scan:
            return self.env._("Enter the page of the paper book, or attach the scan.")
        return None

    def _prepare_entry(self):
        names = ["reason"]
        if self.kind == "signed":
            names = ["signature", "witness", "book_page", "scan", "scan_name"]
        elif self.kind == "suspended":
            names += ["date_until", "decision_ref"]
        elif self.kind in ("leaving", "died"):
            names += ["told_by", "scan", "scan_name"]
        elif self.kind in ("left", "refused"):
            names += ["decision_ref"]
        values = {name: self[name] for name in names if self[name]}
        if self.decision_id and self.kind in ("suspended", "left", "refused"):
            values["decision_id"] = self.decision_id.id
        return values
