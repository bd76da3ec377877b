from odoo import api, models
from odoo.exceptions import UserError

# What a paper is, and of which document.
PLACE = {"res_field", "res_id", "res_model"}
CONTENT = PLACE | {
    "company_id",
    "datas",
    "db_datas",
    "description",
    "mimetype",
    "name",
    "original_id",
    "public",
    "raw",
    "store_fname",
    "type",
    "url",
}


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
        if vals.keys() & CONTENT:
            self._coop_check_asked("waiting", "approved")
        result = super().write(vals)
        self._coop_check_decision()
        if vals.keys() & PLACE:
            # What was uploaded before is not put among what was decided on.
            self._coop_check_asked("approved")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        self._coop_check_decision()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        self._coop_check_asked("waiting", "approved")

    def _coop_check_asked(self, *states):
        """What an approver is or was shown stays; what came later may go."""
        # In sudo: papers stay for who can read neither approval nor document.
        approvals = self.env["coop.approval"].sudo()
        models_asked = set(approvals._get_document_models())
        papers = self.sudo().filtered(
            lambda paper: paper.res_id and not paper.res_field
        )
        for model, found in papers.grouped("res_model").items():
            if model not in models_asked:
                continue
            # Of a document that is deleted just now the papers go with it.
            documents = self.env[model].sudo().browse(found.mapped("res_id")).exists()
            asked = approvals.search(
                [
                    ("res_model", "=", model),
                    ("res_id", "in", documents.ids),
                    ("state", "in", states),
                ]
            )
            for approval in asked:
                if any(map(approval._shows, found)):
                    raise UserError(
                        self.env._(
                            "Approval of %(document)s was asked for: its papers stay "
                            "as they are.",
                            document=approval.title,
                        )
                    )

    def _coop_check_decision(self):
        """The scan of a decision stays with it; what is written below it may go."""
        # In sudo: a scan is found, whoever may read the file of its decision.
        scans = self.sudo().filtered(
            lambda scan: scan.res_model == "coop.decision" and scan.res_field
        )
        decisions = self.env["coop.decision"].browse(scans.mapped("res_id"))
        decisions.exists()._check_draft()
