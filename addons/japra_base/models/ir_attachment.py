from odoo import api, models


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._coop_check_decision()
        return attachments

    def write(self, vals):
        self.check_access("write")
        self._coop_check_decision()
        result = super().write(vals)
        self._coop_check_decision()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        self._coop_check_decision()

    def _coop_check_decision(self):
        """The scan of a decision stays with it; what is written below it may go."""
        scans = self.sudo().filtered(
            lambda scan: scan.res_model == "coop.decision" and scan.res_field
        )
        decisions = self.env["coop.decision"].browse(scans.mapped("res_id"))
        decisions.exists()._check_draft()
