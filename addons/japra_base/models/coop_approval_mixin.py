from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..calc.digest import digest
from .coop_approval import APPROVAL_FIELDS


class CoopApprovalMixin(models.AbstractModel):
    """A document that another person must agree to before it takes effect.

    The document says what is approved (`_approval_...`), calls `_check_approved` where
    it takes effect and may go on by itself in `_on_approved`. Nothing of an approval
    stands on the document: its fields are read from the rows of `coop.approval`.
    """

    _name = "coop.approval.mixin"
    _description = "Document With Approval"

    approval_id = fields.Many2one(
        comodel_name="coop.approval", string="Request", compute="_compute_approval_id"
    )
    approval_state = fields.Selection(
        selection=[
            ("needed", "Needs Approval"),
            ("waiting", "Waiting for Approval"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
            ("changed", "Changed After Approval"),
        ],
        string="Approval",
        compute="_compute_approval_state",
    )
    approval_html = fields.Html(
        string="Who Approves", compute="_compute_approval_html", sanitize=False
    )

    def _compute_approval_id(self):
        """The last request for what the document is about now.

        In sudo, as who may read the document may read how its approval stands.
        """
        approvals = (
            self.env["coop.approval"]
            .sudo()
            .search_fetch(
                [("res_model", "=", self._name), ("res_id", "in", self.ids)],
                ["res_id", "kind"],
                order="id",
            )
        )
        last = {(approval.res_id, approval.kind): approval for approval in approvals}
        for document in self:
            key = document._origin.id, document._approval_kind()
            document.approval_id = last.get(key)

    @api.depends("approval_id")
    def _compute_approval_state(self):
        for document in self:
            # In sudo, as in _compute_approval_id: it is read with the document.
            approval = document.approval_id.sudo()
            required = document._approval_required()
            if not approval:
                state = "needed" if required else False
            elif approval.state not in ("waiting", "approved"):
                state = approval.state
            elif approval.digest != document._approval_digest():
                state = "changed"
            else:
                state = approval.state
            document.approval_state = state

    @api.depends("approval_state")
    def _compute_approval_html(self):
        for document in self:
            # In sudo: the sentences come with the document, as the state does.
            approval = document.approval_id.sudo()
            sentences = approval._history() if approval else []
            if document.approval_state == "changed":
                sentences.append(document._say_changed())
            elif document.approval_state == "waiting":
                sentences.append(approval._describe_who())
            elif document.approval_state == "needed":
                sentences.append(document._say_needed())
            document.approval_html = Markup("").join(
                Markup("<div>%s</div>") % sentence for sentence in sentences
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_waiting(self):
        for document in self:
            # In sudo: a waiting request holds the document, whoever deletes it.
            if document.approval_id.sudo().state == "waiting":
                raise UserError(
                    self.env._(
                        "%s waits for approval: withdraw the request first.",
                        document.display_name,
                    )
                )

    # === WHAT A DOCUMENT SAYS === #

    @api.model
    def _approval_kinds(self):
        """Return [(code, name)] of what this model has approved."""
        return []

    def _approval_kind(self):
        """Return the code of what is to be approved of the document as it is now."""
        raise NotImplementedError

    def _approval_content(self):
        """Return what must not change after the approval, as a plain dict."""
        raise NotImplementedError

    def _approval_amount(self):
        """Return whole rupiah, or None where there is no amount."""
        return None

    def _approval_partner(self):
        """Return the people who get it; none of them approves it."""
        return self.env["res.partner"]

    def _approval_company(self):
        return self.company_id

    def _approval_title(self):
        return self.display_name

    def _approval_reason(self):
        return False

    def _approval_report(self):
        """Return the report that shows the document, for the phone of the approver."""
        return self.env["ir.actions.report"]

    def _approval_attachments(self):
        """Return the papers the approver is shown."""
        return self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "=", self.id)]
        )

    def _on_approved(self):
        """Go on after the last approval, in its transaction and as the approver."""

    # === ASKING AND CHECKING === #

    def action_request_approval(self):
        """Ask for approval of the document as it is now."""
        self.ensure_one()
        self.check_access("write")
        return self._request_approval()

    def _request_approval(self):
        """Ask for it; the caller checks that the user may."""
        requirement = self._approval_requirement()
        if not requirement:
            raise UserError(
                self.env._("%s needs no approval: go on.", self.display_name)
            )
        if self.approval_state == "approved":
            raise UserError(self.env._("%s is approved already.", self.display_name))
        role, approvals = requirement
        self.env["coop.approval"]._request(
            self,
            {
                "company_id": self._approval_company().id,
                "kind": self._approval_kind(),
                "title": self._approval_title(),
                "amount": self._approval_amount() or 0,
                "reason": self._approval_reason(),
                "partner_ids": self._approval_partner().ids,
                "digest": self._approval_digest(),
                "role": role,
                "approvals": approvals,
            },
        )
        self.invalidate_recordset(APPROVAL_FIELDS)
        return True

    def _approval_requirement(self):
        """Return (role, number of persons) that must approve, or None."""
        self.ensure_one()
        return self.env["coop.approval.rule"]._required(
            self._approval_company(), self._approval_kind(), self._approval_amount()
        )

    def _approval_required(self):
        return bool(self._approval_requirement())

    def _approval_digest(self):
        """Return the fingerprint of what is approved.

        In sudo: the same for everybody, whatever of it they may read.
        """
        self.ensure_one()
        document = self.sudo()
        return digest(
            {
                "model": self._name,
                "id": self.id,
                "company": document._approval_company().id,
                "kind": document._approval_kind(),
                "amount": document._approval_amount(),
                "partners": sorted(document._approval_partner().ids),
                "content": document._approval_content(),
            }
        )

    def _check_approved(self):
        """Refuse what needs an approval and has none for its present content."""
        for document in self:
            if not document._approval_required():
                continue
            # Read anew: what is cached may be older than a decision.
            document.invalidate_recordset(APPROVAL_FIELDS)
            state = document.approval_state
            # In sudo: the refusal says whose turn it is, whoever meets it.
            approval = document.approval_id.sudo()
            if state == "approved":
                continue
            if state == "changed":
                raise UserError(document._say_changed())
            if state == "waiting":
                raise UserError(approval._describe_who())
            if state == "refused":
                raise UserError(" ".join(approval._history()))
            raise UserError(document._say_needed())

    def _say_changed(self):
        return self.env._(
            "%s was changed after its approval was asked for: ask again.",
            self.display_name,
        )

    def _say_needed(self):
        role, approvals = self._approval_requirement()
        label = self.env["coop.approval.rule"]._role_label(role)
        if approvals > 1:
            return self.env._(
                "%(document)s needs the approval of two persons (%(role)s): ask for "
                "it first.",
                document=self.display_name,
                role=label,
            )
        return self.env._(
            "%(document)s needs the approval of another person (%(role)s): ask for it "
            "first.",
            document=self.display_name,
            role=label,
        )
