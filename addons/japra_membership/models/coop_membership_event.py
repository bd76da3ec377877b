from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.japra_base.calc.dates import long_date
from odoo.addons.japra_base.models import guard
from odoo.addons.japra_base.models.labels import labels

from ..calc import standing


class CoopMembershipEvent(models.Model):
    """One entry of the register: what happened to a membership, on which day.

    Rows are only ever added. What was wrong is corrected by a further row, which names
    the one that counts no more.
    """

    _name = "coop.membership.event"
    _description = "Entry in the Register of Members"
    _order = "date desc, id desc"
    _rec_name = "sentence"
    _allow_sudo_commands = False

    membership_id = fields.Many2one(
        comodel_name="coop.membership",
        string="Member",
        required=True,
        readonly=True,
        index=True,
        # An application typed by mistake goes with its row.
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="membership_id.company_id", store=True, index=True
    )
    date = fields.Date(required=True, readonly=True)
    kind = fields.Selection(
        selection=[
            ("applied", "Applied"),
            ("approved", "Approved by the Board"),
            ("takeover", "Taken Over from the Paper Register"),
            ("admitted", "Admitted"),
            ("signed", "Signed"),
            ("refused", "Refused"),
            ("withdrawn", "Application Withdrawn"),
            ("suspended", "Suspended"),
            ("resumed", "Suspension Ended"),
            ("leaving", "Asked to Leave"),
            ("stayed", "Stays After All"),
            ("class", "Class Changed"),
            ("left", "Left"),
            ("died", "Died"),
            ("struck", "Row Struck Out"),
            ("corrected", "Correction"),
        ],
        string="What Happened",
        required=True,
        readonly=True,
    )
    state = fields.Char(readonly=True, help="What the member is after it.")
    date_until = fields.Date(string="Until", readonly=True)
    reason = fields.Char(readonly=True)
    told_by = fields.Char(readonly=True)
    decision_id = fields.Many2one(
        comodel_name="coop.decision", readonly=True, ondelete="restrict"
    )
    decision_ref = fields.Char(
        string="Decided In",
        readonly=True,
        help="Number, day and body of the decision, as the minutes name it.",
    )
    signature = fields.Selection(
        selection=[("hand", "Signature"), ("thumb", "Thumb Print")], readonly=True
    )
    witness = fields.Char(readonly=True)
    book_page = fields.Char(string="Page of the Paper Book", readonly=True)
    scan = fields.Binary(attachment=True, readonly=True)
    scan_name = fields.Char(readonly=True)
    corrects_id = fields.Many2one(
        comodel_name="coop.membership.event",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    corrected_by_ids = fields.One2many("coop.membership.event", "corrects_id")
    void = fields.Boolean(
        string="Corrected", compute="_compute_void", store=True, readonly=True
    )
    sentence = fields.Char(string="Register Line", compute="_compute_sentence")
    member_number = fields.Char(related="membership_id.number")
    member_name = fields.Char(related="membership_id.name", string="Person")
    decided = fields.Char(string="By Decision", compute="_compute_decided")

    _member_idx = models.Index("(membership_id, date DESC, id DESC)")
    _corrected_once = models.UniqueIndex(
        "(corrects_id) WHERE corrects_id IS NOT NULL",
        "This entry is corrected already.",
    )

    @api.depends("corrected_by_ids")
    def _compute_void(self):
        for event in self:
            event.void = bool(event.corrected_by_ids)

    @api.depends("decision_ref", "decision_id")
    def _compute_decided(self):
        for event in self:
            event.decided = event.decision_ref or event.decision_id.display_name or ""

    @api.depends("kind", "reason", "date_until", "void", "class_id", "decided")
    @api.depends_context("lang")
    def _compute_sentence(self):
        kinds = labels(self, "kind")
        signatures = labels(self, "signature")
        for event in self:
            words = kinds.get(event.kind, "")
            if event.date_until:
                words = self.env._(
                    "%(what)s until %(date)s",
                    what=words,
                    date=long_date(event.date_until),
                )
            if event.class_id:
                words = self.env._("Class: %s", event.class_id.name)
            if event.kind == "corrected":
                words = self.env._(
                    "Correction: “%(what)s” of %(date)s counts no more",
                    what=kinds.get(event.corrects_id.kind, ""),
                    date=long_date(event.corrects_id.date),
                )
            parts = [words]
            if event.signature:
                parts.append(signatures[event.signature])
            if event.witness:
                parts.append(self.env._("witness %s", event.witness))
            if event.book_page:
                parts.append(self.env._("page %s of the paper book", event.book_page))
            if event.decided:
                parts.append(self.env._("decided in %s", event.decided))
            if event.told_by:
                parts.append(self.env._("told by %s", event.told_by))
            text = ", ".join(parts)
            event.sentence = f"{text}: {event.reason}" if event.reason else text

    @api.model_create_multi
    def create(self, vals_list):
        if not guard.is_open(self.env):
            self._refuse_change()
        return super().create(
            [
                dict(vals, state=standing.STATE_AFTER.get(vals["kind"], False))
                for vals in vals_list
            ]
        )

    def write(self, vals):
        if vals:
            self._refuse_change()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._refuse_change()

    def action_open_member(self):
        self.ensure_one()
        self.check_access("read")
        return self.membership_id._get_records_action()

    def _refuse_change(self):
        raise UserError(
            self.env._(
                "The register is only ever added to: use the buttons of the member, "
                "and correct an entry by a further one."
            )
        )
