from odoo import http
from odoo.http import request

from odoo.addons.web.controllers.export import ExcelExport
from odoo.addons.web.controllers.pivot import TableExporter


class SampleExport(ExcelExport):
    """A list as a spreadsheet says so too while the database is not live."""

    def from_data(self, fields, columns_headers, rows):
        xlsx = super().from_data(fields, columns_headers, rows)
        return request.env["coop.live"]._mark_sheets(xlsx)

    def from_group_data(self, fields, columns_headers, groups):
        xlsx = super().from_group_data(fields, columns_headers, groups)
        return request.env["coop.live"]._mark_sheets(xlsx)


class SampleTable(TableExporter):
    """And so does a pivot."""

    @http.route()
    def export_xlsx(self, data, **kw):
        response = super().export_xlsx(data, **kw)
        response.data = request.env["coop.live"]._mark_sheets(response.data)
        return response
