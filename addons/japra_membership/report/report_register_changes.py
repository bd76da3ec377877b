from odoo import api, models

from odoo.addons.japra_base.calc.dates import long_date


class ReportRegisterChanges(models.AbstractModel):
    _name = "report.japra_membership.report_register_changes"
    _description = "Changes in the Register on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        """The chosen entries in the order they were made, as the user reads."""
        lang = self.env["res.company"]._coop_paper_lang()
        events = self.env["coop.membership.event"].with_context(lang=lang)
        docs = events.browse(docids).sorted(lambda event: (event.date, event.id))
        return {
            "books": [
                (company, rows, rows[0].date, rows[-1].date)
                for company, rows in docs.grouped("company_id").items()
            ],
            "paper_lang": lang,
            "long_date": long_date,
        }
