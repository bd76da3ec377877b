import psycopg2
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Domain
from odoo.tools import format_datetime
from odoo.tools.misc import clean_context

from . import guard

ACTIVITY = "japra_base.mail_activity_type_approval"
# Of a document, read from the rows here.
APPROVAL_FIELDS = ["approval_id", "approval_state", "approval_html"]
# All that the rows of an approval take from who calls; the rest can be forged.
KEPT_CONTEXT = {"lang", "tz", "allowed_company_ids"}


class CoopApproval(models.Model):
    """What somebody asks another person to agree to, as it was when it was asked."""

    _name = "coop.approval"
    _description = "Approval"
    _inherit = ["coop.append.only", "mail.thread", "mail.activity.mixin"]
    _append_guarded = True
    _order = "id desc"
    _rec_name = "title"
    _allow_sudo_commands = False
    _systray_view = "kanban"

    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Cooperative",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    res_model = fields.Char(string="Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", required=True, readonly=True
    )
    kind = fields.Selection(selection="_get_kinds", required=True, readonly=True)
    title = fields.Char(required=True, readonly=True)
    amount = fields.Monetary(readonly=True)
    reason = fields.Text(readonly=True)
    partner_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="coop_approval_partner_rel",
        string="For",
        readonly=True,
        ondelete="restrict",
        help="Who gets it: none of them approves it.",
    )
    requested_by = fields.Many2one(
        comodel_name="res.users",
        string="Asked By",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    requested_at = fields.Datetime(string="Asked On", required=True, readonly=True)
    # Nobody's to read: of a number of few digits it would tell which one it is.
    digest = fields.Char(
        required=True, readonly=True, copy=False, groups=fields.NO_ACCESS
    )
    role = fields.Char(
        required=True, readonly=True, help="Who had to approve when it was asked."
    )
    approvals = fields.Integer(string="Persons", required=True, readonly=True)
    decision_ids = fields.One2many(
        comodel_name="coop.approval.decision",
        inverse_name="approval_id",
        string="Decisions",
        readonly=True,
    )
    state = fields.Selection(
        selection=[
            ("waiting", "Waiting"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
    )
    can_decide = fields.Boolean(
        string="Waits for Me",
        compute="_compute_can_decide",
        search="_search_can_decide",
    )
    can_withdraw = fields.Boolean(compute="_compute_can_decide")
    who_label = fields.Char(string="Who", compute="_compute_who_label")
    history_html = fields.Html(
        string="History", compute="_compute_history_html", sanitize=False
    )
    # What the rows of decisions refer to: their maker and content are these.
    _maker_uniq = models.Constraint("UNIQUE(digest, id, requested_by)")
    _document_idx = models.Index("(res_model, res_id)")
    _waiting_uniq = models.UniqueIndex(
        "(res_model, res_id, kind) WHERE state = 'waiting'",
        "This waits for approval already.",
    )

    @api.depends("decision_ids.verdict", "approvals")
    def _compute_state(self):
        for approval in self:
            verdicts = approval.decision_ids.mapped("verdict")
            if "withdraw" in verdicts:
                approval.state = "withdrawn"
            elif "refuse" in verdicts:
                approval.state = "refused"
            elif len(verdicts) >= approval.approvals:
                approval.state = "approved"
            else:
                approval.state = "waiting"

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        user = self.env.user
        for approval in self:
            waits = approval.state == "waiting"
            approval.can_decide = waits and user in approval._get_approvers()
            approval.can_withdraw = waits and approval.requested_by == user

    def _search_can_decide(self, operator, value):
        if operator != "in":
            return NotImplemented
        waiting = self.search([("state", "=", "waiting")])
        mine = waiting.filtered("can_decide")
        return Domain("id", "in" if True in value else "not in", mine.ids)

    @api.depends("state")
    def _compute_who_label(self):
        for approval in self:
            approval.who_label = approval._describe_who()

    @api.depends("state")
    def _compute_history_html(self):
        for approval in self:
            approval.history_html = Markup("").join(
                Markup("<div>%s</div>") % sentence for sentence in approval._history()
            )

    def _append_refusal(self):
        return self.env._(
            "An approval is asked for on its document, and what was asked stays "
            "as it is."
        )

    # === ACTIONS === #

    def action_approve(self):
        self._decide("approve")
        return True

    def action_refuse(self):
        """Ask for the reason."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse"),
            "res_model": "coop.approval.refuse",
            "view_mode": "form",
            "target": "new",
            "context": {"default_approval_id": self.id},
        }

    def action_withdraw(self):
        self._decide("withdraw")
        return True

    # === ASKING === #

    @api.model
    def _get_kinds(self):
        """Return [(code, name)] of everything that add-ons have approved."""
        return [
            kind
            for name in self._get_document_models()
            for kind in self.env[name]._approval_kinds()
        ]

    @api.model
    def _get_document_models(self):
        return self.env.registry.descendants(["coop.approval.mixin"], "_inherit")

    @api.model
    def _request(self, document, values):
        """Write the request of the current user, as the mixin prepared it."""
        me = self._alone()
        waiting = me.search(
            [
                ("res_model", "=", document._name),
                ("res_id", "=", document.id),
                ("kind", "=", values["kind"]),
                ("state", "=", "waiting"),
            ]
        )
        if waiting.digest == values["digest"]:
            return waiting.with_env(self.env)
        if waiting.requested_by == self.env.user:
            waiting._decide("withdraw")
        elif waiting:
            raise UserError(
                self.env._(
                    "%(maker)s asked for approval before this was changed: let that "
                    "request be withdrawn or refused first.",
                    maker=waiting.requested_by.name,
                )
            )
        try:
            with self.env.cr.savepoint():
                approval = guard.opened(me).create(
                    {
                        **values,
                        "res_model": document._name,
                        "res_id": document.id,
                        "requested_by": self.env.uid,
                        "requested_at": fields.Datetime.now(),
                    }
                )
                self.env.flush_all()
        except psycopg2.errors.UniqueViolation as error:
            # Asked twice at one instant: tried again, the first request is seen.
            raise ConcurrencyError(str(error)) from error
        approval = approval.with_env(me.env)
        approval._remind_approvers()
        return approval.with_env(self.env)

    # === DECIDING === #

    def _decide(self, verdict, note=None):
        """Write the decision of the current user, and act on the last one."""
        self.ensure_one()
        self.check_access("read")
        approval = self._alone()
        note = (note or "").strip()
        mine = approval.decision_ids.filtered(
            lambda decision: decision.approver_id == self.env.user
        )
        if mine.verdict == verdict:
            # A double click, or the answer was lost on its way.
            return
        approval._check_decidable(self.env.user, verdict, note)
        try:
            with self.env.cr.savepoint():
                guard.opened(approval.decision_ids).create(
                    {
                        "approval_id": approval.id,
                        "step": len(approval.decision_ids) + 1,
                        "digest": approval.digest,
                        "maker_id": approval.requested_by.id,
                        "approver_id": self.env.uid,
                        "verdict": verdict,
                        "note": note,
                        "decided_at": fields.Datetime.now(),
                    }
                )
                self.env.flush_all()
        except psycopg2.errors.UniqueViolation as error:
            # Two at one instant: tried again, the decision of the other is seen.
            raise ConcurrencyError(str(error)) from error
        approval._settle_activities(note)
        document = self._get_document()
        document.invalidate_recordset(APPROVAL_FIELDS)
        if approval.state == "approved":
            # Without default_ keys that would get into what the document makes.
            env = document.env(context=clean_context(document.env.context))
            document.with_env(env)._on_approved()

    def _check_decidable(self, user, verdict, note):
        """Refuse with one sentence what is nobody's to decide, or not this user's."""
        if self.state != "waiting":
            raise UserError(
                self.env._("This is decided already. %s", " ".join(self._history()))
            )
        if verdict == "withdraw":
            if user != self.requested_by:
                raise UserError(
                    self.env._(
                        "Only %s can withdraw this request.", self.requested_by.name
                    )
                )
            return
        if problem := self._get_hindrance(user):
            raise UserError(" ".join([problem, self._describe_who()]))
        if user not in self._get_approvers():
            raise UserError(
                self.env._("This is not yours to decide. %s", self._describe_who())
            )
        if verdict == "refuse" and not note:
            raise UserError(self.env._("Give the reason of the refusal."))
        if verdict == "approve":
            document = self._get_document()
            if not document or document._approval_digest() != self.sudo().digest:
                raise UserError(
                    self.env._(
                        "This was changed after it was asked: refuse it, so that it "
                        "is asked for again."
                    )
                )

    def _get_hindrance(self, user):
        """Return why this person is no second pair of eyes, or None."""
        if user == self.requested_by or self._is_person(
            user, self.requested_by.partner_id
        ):
            return self.env._(
                "Nobody approves what they asked for themselves: another person must."
            )
        if self._is_person(user, self.partner_ids):
            return self.env._(
                "Nobody approves what they get themselves: another person must."
            )
        for decision in self.decision_ids:
            if self._is_person(user, decision.approver_id.partner_id):
                return self.env._(
                    "You have decided this: a second person must decide it too."
                )
        return None

    @api.model
    def _is_person(self, user, partners):
        """Whether a user is one of these people; two accounts can be one person."""
        return bool(user.partner_id & partners)

    def _get_approvers(self):
        """Return the users who may decide now.

        Those of the role the rule names. Where that leaves nobody but the maker and
        who gets it, as in a cooperative that two persons run, another office holder
        is the second pair of eyes.
        """
        self.ensure_one()
        # In sudo: who may decide does not depend on which users the asker sees.
        approval = self.sudo()
        if approval.state != "waiting":
            return self.env["res.users"]
        groups = self.env["coop.approval.rule"]._role_groups()
        for names in ([groups[approval.role]], groups.values()):
            users = self.env["res.users"].sudo()
            for name in names:
                users |= self.env.ref(name).sudo().all_user_ids
            free = users.filtered(
                lambda user: (
                    user.active
                    and approval.company_id in user.company_ids
                    and not approval._get_hindrance(user)
                )
            )
            if free:
                break
        return free.sorted("name").with_env(self.env)

    def _describe_who(self):
        """Return the sentence that says whose turn it is."""
        self.ensure_one()
        if self.state != "waiting":
            return False
        role = self.env["coop.approval.rule"]._role_label(self.role)
        # In sudo: whoever waits is told the names, of users out of sight too.
        if users := self._get_approvers():
            return self.env._(
                "Waiting for approval: %(role)s (%(names)s)",
                role=role,
                names=", ".join(users.sudo().mapped("name")),
            )
        return self.env._(
            "Nobody else may approve this yet: add another user with the role %s.", role
        )

    # === SHOWING === #

    def _history(self):
        """Return the sentences that say who asked and who decided."""
        self.ensure_one()
        # In sudo: who asked and decided is told, also of users out of sight.
        approval = self.sudo()
        said = {
            "approve": self.env._("Approved by %(name)s, %(time)s."),
            "refuse": self.env._("Refused by %(name)s, %(time)s: %(note)s"),
            "withdraw": self.env._("Withdrawn by %(name)s, %(time)s."),
        }
        return [
            self.env._(
                "Asked by %(name)s, %(time)s.",
                name=approval.requested_by.name,
                time=self._format_time(approval.requested_at),
            )
        ] + [
            said[decision.verdict]
            % {
                "name": decision.approver_id.name,
                "time": self._format_time(decision.decided_at),
                "note": decision.note,
            }
            for decision in approval.decision_ids
        ]

    def _format_time(self, time):
        zone = self.env.user.tz or "Asia/Jakarta"
        return format_datetime(self.env, time, tz=zone, dt_format="d MMMM y HH:mm")

    def _get_document(self):
        """Return the document with the rights of who asks, or nothing if it is gone."""
        self.ensure_one()
        if self.res_model not in self._get_document_models():
            # Its add-on is gone.
            return self.env["coop.approval.mixin"]
        documents = self.env[self.res_model].with_company(self.company_id)
        return documents.browse(self.res_id).exists()

    # === REMINDING === #

    def _alone(self):
        """Return the rows in sudo and without the context of who calls.

        Nobody has the right to write them: the methods of this model do, after their
        checks. Who writes stays who is logged in.
        """
        context = {
            key: value for key, value in self.env.context.items() if key in KEPT_CONTEXT
        }
        return self.sudo().with_context(
            # Nobody follows an approval, and no mail goes out: the counter at the top
            # of the screen tells.
            context,
            tracking_disable=True,
            mail_create_nosubscribe=True,
            mail_activity_quick_update=True,
        )

    def _remind_approvers(self):
        """Let it stand among the activities of everybody who may decide."""
        reminded = self.activity_ids.user_id
        for user in self._get_approvers() - reminded:
            self.activity_schedule(ACTIVITY, user_id=user.id, summary=self.title)

    def _settle_activities(self, note):
        self.activity_feedback([ACTIVITY], user_id=self.env.uid, feedback=note)
        if self.state == "waiting":
            self._remind_approvers()
            return
        self.activity_unlink([ACTIVITY])
        if self.state == "refused":
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=self.requested_by.id,
                summary=self.env._("Refused: %s", self.title),
                note=note,
            )
