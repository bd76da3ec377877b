from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError


class CoopApprovalMixin(models.AbstractModel):
    """The papers that who asks puts beside the document, for the approver to see."""

    _inherit = "coop.approval.mixin"

    paper_ids = fields.Many2many(
        comodel_name="ir.attachment",
        string="Attach Papers",
        compute="_compute_paper_ids",
        inverse="_inverse_paper_ids",
        # With the rights of who reads.
        compute_sudo=False,
    )

    def _approval_page(self):
        """The document as the approver reads it in one look, or False."""
        report = self._approval_report()
        if not report:
            return False
        reports = self.env["ir.actions.report"]
        return Markup(reports._render_qweb_html(report, self.ids)[0].decode())

    @api.depends_context("uid")
    def _compute_paper_ids(self):
        for document in self:
            saved = document._origin
            document.paper_ids = saved._approval_attachments() if saved else False

    def _inverse_paper_ids(self):
        for document in self:
            papers, wanted = document._approval_attachments(), document.paper_ids
            (papers - wanted).unlink()
            added = wanted - papers
            # Anybody may name any number: only what was uploaded for this is taken.
            if any(
                paper.res_id or paper.res_field or paper.res_model != self._name
                for paper in added
            ):
                raise UserError(
                    self.env._("A paper belongs to one document: attach its file here.")
                )
            added.write({"res_id": document.id})
