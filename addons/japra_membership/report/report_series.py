from odoo import api, fields, models

from odoo.addons.japra_base.calc.dates import long_date


class ReportSeries(models.AbstractModel):
    _name = "report.japra_membership.report_series"
    _description = "Number Series on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["res.company"]._coop_paper_lang()
        docs = (
            self.env["coop.series"]
            .with_context(lang=lang)
            .search([("id", "in", docids)])
        )
        return {
            "docs": docs,
            "books": list(docs.grouped("company_id").items()),
            "paper_lang": lang,
            "printed": self._printed,
        }

    @api.model
    def _printed(self, company):
        now = company._coop_local(fields.Datetime.now())
        return f"{long_date(now.date())}, {now:%H.%M} {now:%Z}"


class ReportSeriesXlsx(models.AbstractModel):
    _name = "report.japra_membership.report_series_xlsx"
    _description = "Number Series as a Sheet"
    _inherit = "report.report_xlsx.abstract"

    def generate_xlsx_report(self, workbook, data, objs):
        lang = self.env["res.company"]._coop_paper_lang()
        head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        bold = workbook.add_format({"bold": True})
        whole = workbook.add_format({"num_format": "#,##0"})
        for company, series in (
            objs.with_context(lang=lang).grouped("company_id").items()
        ):
            sheet = workbook.add_worksheet(company.coop_code or str(company.id))
            sheet.set_column(0, 0, 30)
            sheet.set_column(1, 1, 8)
            sheet.set_column(2, 3, 22)
            sheet.set_column(4, 7, 12)
            sheet.set_column(8, 8, 60)
            sheet.write_string(0, 0, company.name, bold)
            sheet.write_string(1, 0, series.env._("Number Series"), bold)
            names = series.fields_get(attributes=["string"])
            columns = (
                "journal_id",
                "year",
                "first",
                "last",
                "entries",
                "receipts",
                "gaps",
                "duplicates",
                "details",
            )
            for column, name in enumerate(columns):
                sheet.write_string(3, column, names[name]["string"], head)
            for at, row in enumerate(series, 4):
                for column, name in enumerate(columns):
                    value = row[name]
                    if name == "journal_id":
                        value = value.display_name
                    if isinstance(value, int) and not isinstance(value, bool):
                        sheet.write_number(at, column, value, whole)
                    else:
                        # As text: a name that begins with "=" is no formula.
                        sheet.write_string(at, column, value or "")
