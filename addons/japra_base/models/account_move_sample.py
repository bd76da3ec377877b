from odoo import models


class AccountMove(models.Model):
    """The invoice that was sent and kept says so too when it is downloaded again."""

    _inherit = "account.move"

    def _get_invoice_legal_documents(self, filetype, allow_fallback=False):
        found = super()._get_invoice_legal_documents(filetype, allow_fallback)
        return found and self._coop_mark_documents([found])[0]

    def _get_invoice_legal_documents_all(self, allow_fallback=False):
        found = super()._get_invoice_legal_documents_all(allow_fallback)
        return found and self._coop_mark_documents(found)

    def _coop_mark_documents(self, documents):
        live = self.env["coop.live"]
        return [
            {**one, "content": live._mark_pdf(one["content"])}
            if "pdf" in one["filetype"]
            else one
            for one in documents
        ]
