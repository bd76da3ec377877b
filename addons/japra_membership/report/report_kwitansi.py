from odoo import api, fields, models

from odoo.addons.japra_base.calc.dates import long_date, month_name
from odoo.addons.japra_base.calc.qr import qr_svg
from odoo.addons.japra_base.calc.rupiah import format_rupiah, terbilang


class ReportKwitansi(models.AbstractModel):
    _name = "report.japra_membership.report_kwitansi"
    _description = "Receipt on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["res.company"]._coop_paper_lang()
        return {
            # By number: a list on the screen begins with the newest.
            "docs": self.env["coop.receipt"]
            .with_context(lang=lang)
            .browse(docids)
            .sorted("id"),
            "paper_lang": lang,
            "roll": False,
            "rupiah": lambda amount: format_rupiah(round(amount)),
            "in_words": lambda amount: terbilang(round(amount)).capitalize(),
            "long_date": long_date,
            "month": lambda day: month_name(fields.Date.to_date(day)),
            "members": lambda receipt: receipt._paper_members(),
            "number": lambda member: member._shown_number(),
            "lines": self._lines,
            "total": lambda receipt, member: sum(
                self._lines(receipt, member).mapped("amount")
            ),
            "standing": self._standing,
            "received_by": self._received_by,
            "copied": self._copied,
            "qr": self._qr,
        }

    def _lines(self, receipt, member):
        return receipt.line_ids.filtered(lambda line: line.membership_id == member)

    def _standing(self, receipt, member):
        """The rows of one member; older papers know only one."""
        return [
            row
            for row in receipt.standing or []
            if row.get("member", member.id) == member.id
        ]

    def _received_by(self, receipt):
        """Who took the money, who need not be who began the draft."""
        # In sudo: the entry is not the teller's to read, her own name on it is.
        return (receipt.sudo().move_id or receipt).create_uid.name

    def _copied(self, receipt):
        """When this copy is printed; None for an original."""
        # As who prints: in sudo everybody would hold the original.
        if not receipt.sudo(False)._is_copy():
            return None
        now = receipt.company_id._coop_local(fields.Datetime.now())
        return f"{long_date(now.date())}, {now:%H.%M} {now:%Z}"

    def _qr(self, receipt, member=None):
        return qr_svg(self._qr_text(receipt, member), size_mm=24)

    def _qr_text(self, receipt, member=None):
        """Where the slip is checked, else what it says in short; no personal data."""
        if address := receipt._check_address(member):
            return address
        amount = receipt.amount_total
        if member:
            amount = sum(self._lines(receipt, member).mapped("amount"))
        return "\n".join(
            (
                receipt.name or self.env._("Draft"),
                member._shown_number() if member else "",
                fields.Date.to_string(receipt.date),
                format_rupiah(round(amount)),
            )
        )


class ReportKwitansiRoll(models.AbstractModel):
    _name = "report.japra_membership.report_kwitansi_roll"
    _inherit = "report.japra_membership.report_kwitansi"
    _description = "Receipt on a Roll of 80 mm"

    @api.model
    def _get_report_values(self, docids, data=None):
        return super()._get_report_values(docids, data) | {"roll": True}
