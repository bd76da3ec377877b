from datetime import datetime

from odoo import models
from odoo.tools import DEFAULT_SERVER_DATE_FORMAT


class BaseImport(models.TransientModel):
    _inherit = "base_import.import"

    def _parse_date_from_data(self, data, index, name, field_type, options):
        """Leave a date nobody can read to `load`, which names its row plainly.

        Core stops at the first one with a message for programmers.
        """
        if self.res_model != "coop.membership":
            return super()._parse_date_from_data(data, index, name, field_type, options)
        date_format = options.get("date_format") or DEFAULT_SERVER_DATE_FORMAT
        for line in data:
            if isinstance(line[index], str) and line[index].strip():
                try:
                    day = datetime.strptime(line[index].strip(), date_format)
                except ValueError:
                    continue
                line[index] = day.strftime(DEFAULT_SERVER_DATE_FORMAT)
        return None
