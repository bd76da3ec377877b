from odoo import api, fields, models


class CoopCertificateIssue(models.TransientModel):
    _name = "coop.certificate.issue"
    _inherit = "coop.checked.input"
    _description = "Issue a Share Certificate"

    membership_id = fields.Many2one(
        comodel_name="coop.membership",
        string="Member",
        required=True,
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="membership_id.currency_id")
    amount_pokok = fields.Monetary(
        string="Entry Share", compute="_compute_amounts", readonly=True
    )
    amount_wajib = fields.Monetary(
        string="Mandatory Share", compute="_compute_amounts", readonly=True
    )
    previous_id = fields.Many2one(
        comodel_name="coop.certificate",
        string="Replaces",
        compute="_compute_previous_id",
    )
    reason = fields.Char(string="Why It Is Replaced")

    @api.depends("membership_id")
    def _compute_amounts(self):
        for issue in self:
            member = issue.membership_id
            amounts = (
                member._certificate_amounts(member.company_id._coop_today())
                if member
                else (0, 0)
            )
            issue.amount_pokok, issue.amount_wajib = amounts

    @api.depends("membership_id")
    def _compute_previous_id(self):
        for issue in self:
            issue.previous_id = issue.membership_id.certificate_ids.sorted("id")[-1:]

    def action_issue(self):
        self.ensure_one()
        self.membership_id.check_access("read")
        certificate = self.membership_id._issue_certificate(self.reason)
        report = self.env.ref("japra_membership.action_report_certificate")
        return dict(report.report_action(certificate), close_on_report_download=True)
