from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from . import guard

# What an Indonesian cooperative calls its house rules, whatever the screen speaks.
FOUNDING_TITLE = "Anggaran Rumah Tangga"


class CoopDecision(models.Model):
    _name = "coop.decision"
    _inherit = ["coop.approval.mixin", "mail.thread", "coop.checked.input"]
    _description = "Decision"
    _order = "date desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        string="Cooperative",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    name = fields.Char(string="Number", required=True, copy=False)
    date = fields.Date(
        string="Decided On",
        required=True,
        default=lambda self: self.env.company._coop_today(),
    )
    body = fields.Selection(
        [
            ("members", "General Meeting"),
            ("board", "Board Meeting"),
            ("supervisors", "Supervisors"),
            ("founding", "Founding Bylaws"),
        ],
        string="Decided By",
        required=True,
        default="members",
    )
    title = fields.Char(string="About", required=True)
    text = fields.Text(string="What Was Decided")
    file = fields.Binary(string="Scan", copy=False)
    file_name = fields.Char(copy=False)
    revokes_id = fields.Many2one(
        "coop.decision",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        domain="[('state', '=', 'issued'), ('revoked_by_id', '=', False), "
        "('company_id', '=', company_id)]",
        help="From the day of this decision the values of the other hold no more; "
        "those before it hold again, unless this decision sets new ones.",
    )
    revoked_by_ids = fields.One2many(
        "coop.decision", "revokes_id", string="Named by Later Decisions"
    )
    revoked_by_id = fields.Many2one(
        "coop.decision",
        compute="_compute_revoked_by_id",
        search="_search_revoked_by_id",
    )
    line_ids = fields.One2many("coop.decision.line", "decision_id", string="New Values")
    limit_ids = fields.One2many(
        "coop.decision.limit",
        "decision_id",
        string="New Limits of Approval",
        help="For each kind named here these limits replace all that the cooperative "
        "had.",
    )
    value_ids = fields.One2many(
        "coop.parameter.value", "decision_id", string="Values by This Decision"
    )
    state = fields.Selection(
        [("draft", "Draft"), ("issued", "Issued")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
    )

    revision = fields.Integer(copy=False, help="Counts the changes of the lines.")

    _name_uniq = models.UniqueIndex(
        "(company_id, body, lower(trim(name)))",
        "This number is taken: every decision of a body has its own.",
    )
    _name_filled = models.Constraint(
        "CHECK(trim(name) <> '')", "Enter the number of the decision."
    )
    _revoked_once = models.UniqueIndex(
        "(revokes_id) WHERE state = 'issued' AND revokes_id IS NOT NULL",
        "Another decision has revoked it already.",
    )

    @api.depends("revoked_by_ids.state")
    def _compute_revoked_by_id(self):
        for decision in self:
            issued = decision.revoked_by_ids.filtered(lambda d: d.state == "issued")
            decision.revoked_by_id = issued[:1]

    def _search_revoked_by_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = self.search([("state", "=", "issued"), ("revokes_id", "!=", False)])
        wanted = found.filtered(lambda d: d.id in value)
        domain = fields.Domain("id", "in", wanted.revokes_id.ids)
        if False in value:
            domain |= fields.Domain("id", "not in", found.revokes_id.ids)
        return domain

    @api.depends("name", "title")
    def _compute_display_name(self):
        for decision in self:
            decision.display_name = (
                f"{decision.title} ({decision.name})"
                if decision.title and decision.name
                else decision.name or self.env._("New Decision")
            )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        decisions = super().create(vals_list)
        # After the fact, because a state may come from a default in the context.
        decisions._check_draft()
        return decisions

    def write(self, vals):
        if guard.is_open(self.env):
            return super().write(vals)
        # First: the sentence below names a decision.
        self.check_access("write")
        self._check_draft()
        if "state" in vals:
            raise UserError(self.env._("A decision is issued by its button only."))
        if "company_id" in vals and self.filtered(
            lambda decision: decision.company_id.id != vals["company_id"]
        ):
            raise UserError(self.env._("A decision stays in its cooperative."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        self._check_draft()

    def _check_draft(self):
        # In sudo: an issued decision stays, also for who cannot read it.
        for decision in self.sudo():
            if decision.state != "draft":
                raise UserError(
                    self.env._(
                        "Decision %s is issued and stays as it is; a later decision "
                        "can revoke it.",
                        decision.name,
                    )
                )

    def _touch(self):
        """Let a line of a draft change, and nobody issue it at the same instant."""
        self._check_draft()
        for decision in guard.opened(self):
            # Whoever issues it begins anew and sees the line, or who changes the line
            # begins anew and is refused: a lock alone leaves an old snapshot.
            decision.revision += 1

    # === APPROVAL === #

    @api.model
    def _approval_kinds(self):
        return [("coop.decision", self.env._("Change of Rules"))]

    def _approval_kind(self):
        return "coop.decision"

    def _approval_content(self):
        return {
            **{name: self[name] or "" for name in ("name", "body", "title", "text")},
            "date": str(self.date),
            "file": self._get_scan().checksum or "",
            "revokes": self.revokes_id.id,
            "lines": sorted(
                (line._approval_content() for line in self.line_ids), key=str
            ),
            "limits": sorted(
                (limit._prepare_limit() for limit in self.limit_ids), key=str
            ),
        }

    def _approval_reason(self):
        return "\n".join(
            [
                *filter(None, [self.text]),
                *(line._describe() for line in self.line_ids),
                *(limit._describe() for limit in self.limit_ids),
            ]
        )

    def _approval_attachments(self):
        return super()._approval_attachments() | self._get_scan()

    def _get_scan(self):
        # Core leaves out what stands in a field, unless it is asked for.
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("res_field", "=", "file"),
            ]
        )

    def _on_approved(self):
        self._check_approved()
        self._issue()

    # === ISSUING === #

    def action_issue(self):
        """Ask another person to agree; with that the decision is issued."""
        self.check_access("write")
        for decision in self:
            decision.action_request_approval()
        return True

    def action_request_approval(self):
        self.check_access("write")
        # Now, and not when the other person approves, is the time to mend it.
        self._check_issuable()
        return super().action_request_approval()

    def _issue(self):
        """Issue one decision: from here on nothing of it changes.

        Rights and the approval of another person are checked by the caller.
        """
        self.ensure_one()
        self._lock()
        self._check_issuable()
        # Nobody has the right to write values of bylaws: this is the one way to them.
        decision = guard.opened(self.sudo())
        decision.state = "issued"
        decision.env["coop.parameter.value"].create(
            [line._prepare_value() for line in decision.line_ids]
        )
        decision._end_revoked()
        decision._replace_limits()

    def _lock(self):
        """Let one person at a time issue or change a decision."""
        guard.lock(
            self, self.env._("Somebody else is at this decision at this moment.")
        )

    def _check_issuable(self):
        self._check_draft()
        if self.date > self.company_id._coop_today():
            raise UserError(
                self.env._("A decision is issued after it was taken: check its date.")
            )
        # In sudo: what is revoked is judged as it is, whoever asks.
        if revoked := self.revokes_id.sudo():
            if revoked.state != "issued":
                raise UserError(
                    self.env._(
                        "Decision %s is a draft: delete it instead of revoking it.",
                        revoked.name,
                    )
                )
            if revoked.revoked_by_id:
                raise UserError(self.env._("Another decision has revoked it already."))
            if revoked.date > self.date:
                raise UserError(
                    self.env._(
                        "Decision %(number)s is of %(date)s: only a later one "
                        "revokes it.",
                        number=revoked.name,
                        date=format_date(self.env, revoked.date),
                    )
                )
            self._check_limits_left()
        self.line_ids._check_issuable()

    def _check_limits_left(self):
        """Refuse to revoke limits without saying which ones hold instead."""
        # In sudo: a limit binds who cannot read it.
        rule = (
            self.env["coop.approval.rule"]
            .sudo()
            .search(
                [
                    ("decision_id", "=", self.revokes_id.id),
                    ("kind", "not in", self.limit_ids.mapped("kind")),
                ],
                limit=1,
            )
        )
        if rule:
            raise UserError(
                self.env._(
                    "Without decision %(number)s there is no limit for %(kind)s: "
                    "enter a new one in this decision.",
                    number=self.revokes_id.name,
                    kind=rule.display_name,
                )
            )

    def _replace_limits(self):
        """Put the limits into force, in place of all before for the same kinds."""
        rules = self.env["coop.approval.rule"]
        old = rules.search(
            [
                ("company_id", "=", self.company_id.id),
                ("kind", "in", self.limit_ids.mapped("kind")),
            ]
        )
        old.write({"active": False})
        # Before the new ones are inserted: one limit in force for each amount.
        old.flush_recordset()
        rules.create([limit._prepare_rule() for limit in self.limit_ids])

    def _end_revoked(self):
        """Append what holds without the revoked decision, from this day on.

        No row is touched: of two with one date the later written counts. What an
        earlier decision has revoked does not come back.
        """
        revoked = self.revokes_id
        parameters = self.env["coop.parameter"]
        for parameter in revoked.value_ids.parameter_id:
            rows = parameter.value_ids.filtered(
                lambda row: row.company_id in (self.company_id, row.company_id.browse())
            ).sorted(lambda row: (row.valid_from, row.id))
            others = rows.filtered(lambda row: not row.decision_id.revoked_by_id)
            history, without = parameters._in_force(rows), parameters._in_force(others)
            days = {self.date} | {
                row.valid_from
                for row in rows
                if row.decision_id == revoked and row.valid_from > self.date
            }
            for day in sorted(days):
                found = parameters._at(history, day)
                if found and found[1].decision_id == revoked:
                    self._restore(parameter, parameters._at(without, day), day)

    def _restore(self, parameter, found, day):
        if not found:
            raise UserError(
                self.env._(
                    "Without decision %(number)s there is no value of %(rule)s: enter "
                    "a new one in this decision.",
                    number=self.revokes_id.name,
                    rule=parameter.name,
                )
            )
        row = found[1]
        row.create(
            {
                **row._prepare_typed(),
                "company_id": self.company_id.id,
                "decision_id": self.id,
                "valid_from": day,
                "legal_basis": row.legal_basis,
                "source": row.source,
                "confirmed": row.confirmed,
            }
        )

    @api.model
    def _found(self, company, number, date, valid_from, values):
        """Issue the founding bylaws with the first values of a cooperative.

        Without a second person: whoever sets a cooperative up is its first user, and
        writes down what its founders decided before there were books. Nothing is
        changed by it, as no value stood before; that is checked here.

        :param values: {code of a rule: number}
        """
        # In sudo: one that is issued is enough, whoever may read it.
        if self.sudo().search_count(
            [("company_id", "=", company.id), ("state", "=", "issued")], limit=1
        ):
            raise UserError(
                self.env._(
                    "The bylaws are set already: the board changes them by a "
                    "decision, under Decisions."
                )
            )
        parameters = self.env["coop.parameter"].search([("code", "in", list(values))])
        decision = self.create(
            {
                "company_id": company.id,
                "name": number,
                "date": date,
                "body": "founding",
                "title": FOUNDING_TITLE,
                "line_ids": [
                    Command.create(
                        {
                            "parameter_id": parameter.id,
                            "valid_from": valid_from,
                            "value": values[parameter.code],
                        }
                    )
                    for parameter in parameters
                ],
            }
        )
        decision._issue()
        return decision
