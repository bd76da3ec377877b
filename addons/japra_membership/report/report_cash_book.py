from odoo import api, models

from odoo.addons.japra_base.calc.dates import long_date
from odoo.addons.japra_base.calc.rupiah import format_rupiah, terbilang


class ReportCashBook(models.AbstractModel):
    _name = "report.japra_membership.report_cash_book"
    _description = "Cash Book of the Day on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["res.company"]._coop_paper_lang()
        docs = self.env["coop.cash.book"].with_context(lang=lang).browse(docids)
        return {
            "docs": docs,
            "books": [(doc, doc._book()) for doc in docs],
            "paper_lang": lang,
            "rupiah": lambda amount: format_rupiah(amount) if amount else "",
            "whole": format_rupiah,
            "in_words": lambda amount: (
                terbilang(amount).capitalize() if amount >= 0 else ""
            ),
            "long_date": long_date,
        }


class ReportCashBookXlsx(models.AbstractModel):
    _name = "report.japra_membership.report_cash_book_xlsx"
    _description = "Cash Book of the Day as a Sheet"
    _inherit = "report.report_xlsx.abstract"

    def generate_xlsx_report(self, workbook, data, objs):
        lang = self.env["res.company"]._coop_paper_lang()
        head = workbook.add_format({"bold": True, "bottom": 1})
        bold = workbook.add_format({"bold": True})
        money = workbook.add_format({"num_format": "#,##0"})
        total = workbook.add_format({"num_format": "#,##0", "bold": True, "top": 1})
        for doc in objs.with_context(lang=lang):
            book = doc._book()
            sheet = workbook.add_worksheet(f"{doc.journal_id.code} {doc.date}")
            sheet.set_column(0, 0, 20)
            sheet.set_column(1, 1, 14)
            sheet.set_column(2, 2, 44)
            sheet.set_column(3, 5, 16)
            sheet.write(0, 0, book["company"].name, bold)
            sheet.write(1, 0, doc.env._("Cash Book of the Day"), bold)
            sheet.write(2, 0, f"{book['box']}, {long_date(book['date'])}")
            titles = (
                doc.env._("Number"),
                doc.env._("Member"),
                doc.env._("For"),
                doc.env._("In"),
                doc.env._("Out"),
                doc.env._("Balance"),
            )
            for column, title in enumerate(titles):
                sheet.write(4, column, title, head)
            sheet.write(5, 2, doc.env._("Opening"))
            sheet.write(5, 5, book["opening"], money)
            at = 6
            for row in book["rows"]:
                for column, name in enumerate(("number", "member", "text")):
                    # As text: a label that begins with "=" is no formula.
                    sheet.write_string(at, column, row[name])
                for column, name in enumerate(("in", "out", "balance"), 3):
                    sheet.write(at, column, row[name], money)
                at += 1
            sheet.write(at, 2, doc.env._("Closing"), bold)
            for column, name in enumerate(("in", "out", "closing"), 3):
                sheet.write(at, column, book[name], total)
            at += 2
            for session in book["sessions"]:
                if session["done"]:
                    for title, name in (
                        (
                            doc.env._(
                                "Counted by %(teller)s", teller=session["teller"]
                            ),
                            "counted",
                        ),
                        (doc.env._("Should be there"), "expected"),
                        (doc.env._("Difference"), "difference"),
                    ):
                        sheet.write_string(at, 2, title)
                        sheet.write(at, 5, session[name], money)
                        at += 1
                    for name, pieces, amount in session["counts"]:
                        sheet.write_string(at, 2, name)
                        sheet.write(at, 3, pieces, money)
                        sheet.write(at, 5, amount, money)
                        at += 1
                    at += 1
