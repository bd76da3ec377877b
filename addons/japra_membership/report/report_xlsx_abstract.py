from odoo import models


class ReportXlsxAbstract(models.AbstractModel):
    _inherit = "report.report_xlsx.abstract"

    def create_xlsx_report(self, docids, data):
        """Every report as a spreadsheet, OCA's too, says so while it is a sample."""
        xlsx, kind = super().create_xlsx_report(docids, data)
        return self.env["coop.live"]._mark_sheets(xlsx), kind
