from odoo import api, models

from odoo.addons.japra_base.calc.dates import long_date


class ReportRegister(models.AbstractModel):
    _name = "report.japra_membership.report_register"
    _description = "Register of Members on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        """The chosen members, or all of the cooperative at hand, as the user reads."""
        lang = self.env["res.company"]._coop_paper_lang()
        memberships = self.env["coop.membership"].with_context(lang=lang)
        if docids:
            docs = memberships.browse(docids).filtered("date_admitted").sorted("number")
        else:
            docs = memberships.search(
                [("company_id", "=", self.env.company.id), ("state", "=", "member")]
            )
        return {
            "books": list(docs.grouped("company_id").items()),
            "paper_lang": lang,
            "long_date": long_date,
        }
