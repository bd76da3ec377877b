from odoo import api, fields, models

from odoo.addons.japra_base.calc.dates import long_date


class ReportPassbook(models.AbstractModel):
    _name = "report.japra_membership.report_passbook"
    _description = "Passbook on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["res.company"]._coop_paper_lang()
        docs = self.env["coop.passbook"].with_context(lang=lang).browse(docids)
        return {
            **docs._paper_values(),
            "docs": docs,
            "books": [(doc, doc._book()) for doc in docs],
            "paper_lang": lang,
            "printed": self._printed,
        }

    def _printed(self, company):
        now = company._coop_local(fields.Datetime.now())
        return f"{long_date(now.date())}, {now:%H.%M} {now:%Z}"


class ReportStatement(models.AbstractModel):
    _name = "report.japra_membership.report_statement"
    _inherit = "report.japra_membership.report_passbook"
    _description = "Statement of a Member on Paper"
