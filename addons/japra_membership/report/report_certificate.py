from odoo import api, models

from odoo.addons.japra_base.calc.dates import long_date
from odoo.addons.japra_base.calc.rupiah import format_rupiah, terbilang


class ReportCertificate(models.AbstractModel):
    _name = "report.japra_membership.report_certificate"
    _description = "Share Certificate on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["res.company"]._coop_paper_lang()
        docs = self.env["coop.certificate"].with_context(lang=lang).browse(docids)
        return {
            "docs": docs,
            "paper_lang": lang,
            "rupiah": lambda amount: format_rupiah(round(amount)),
            "in_words": lambda amount: terbilang(round(amount)).capitalize(),
            "long_date": long_date,
        }
