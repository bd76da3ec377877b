from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError


class CoopApproval(models.Model):
    """What the approver sees of the document, with the rights of who reads."""

    _inherit = "coop.approval"

    document_readable = fields.Boolean(compute="_compute_papers")
    attachments_html = fields.Html(
        string="Papers", compute="_compute_papers", sanitize=False
    )
    report_html = fields.Html(
        string="Paper", compute="_compute_report_html", sanitize=False
    )

    @api.depends_context("uid")
    def _compute_papers(self):
        """With the rights of who reads: what she may not open she is not shown."""
        for approval in self:
            document = approval._get_document()
            readable = bool(document) and document.has_access("read")
            approval.document_readable = readable
            papers = []
            if readable:
                papers += map(self._draw_paper, document._approval_attachments())
                # Only administrators read what reports there are.
                if report := document._approval_report().sudo():
                    address = f"/report/pdf/{report.report_name}/{document.id}"
                    papers.append(self._draw_link(address, report.name))
            approval.attachments_html = Markup("").join(papers)

    @api.depends_context("uid")
    def _compute_report_html(self):
        for approval in self:
            approval.report_html = approval._render_report()

    def action_open_document(self):
        self.ensure_one()
        document = self._get_document()
        document.check_access("read")
        return document._get_records_action()

    def _shows(self, paper):
        """Whether the paper is of the document, and was there when it was decided."""
        return paper.res_id == self.res_id and (
            self.state == "waiting"
            or paper.create_date <= max(self.decision_ids.mapped("create_date"))
        )

    @api.model
    def _draw_paper(self, attachment):
        address = f"/web/content/{attachment.id}"
        if (attachment.mimetype or "").startswith("image/"):
            picture = f"/web/image/{attachment.id}/600x600"
            shown = Markup('<img src="%s" alt="%s" class="img-fluid border rounded"/>')
            shown %= picture, attachment.name
        else:
            shown = attachment.name
        return self._draw_link(address, shown)

    @api.model
    def _draw_link(self, address, shown):
        return Markup('<a href="%s" class="d-block mb-2">%s</a>') % (address, shown)

    def _render_report(self):
        """Return the paper of the document as a page, or False."""
        document = self._get_document()
        if not document or not document.has_access("read"):
            return False
        try:
            return document._approval_page()
        except AccessError:
            # A paper of what this person may not read keeps nobody from deciding.
            return False
