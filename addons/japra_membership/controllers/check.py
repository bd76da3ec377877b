from markupsafe import Markup

from odoo import http
from odoo.http import request

from odoo.addons.japra_base.calc.dates import long_date
from odoo.addons.japra_base.calc.rupiah import format_rupiah

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


class ReceiptCheck(http.Controller):
    @http.route(
        "/cek/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
        sitemap=False,
    )
    def check(self, token, **_ignored):
        """Whether a slip is true; what it says of nobody by name."""
        lang = request.env["res.company"]._coop_paper_lang()
        request.update_context(lang=lang)
        # In sudo: who holds the paper is nobody to us, its signature is the right.
        receipt, amount = request.env["coop.receipt"].sudo()._checked(token)
        response = request.render(
            "japra_membership.receipt_check",
            {
                # Text of a template would be offered for translation.
                "doctype": Markup("<!DOCTYPE html>"),
                "receipt": receipt,
                "amount": format_rupiah(amount) if receipt else "",
                "lang": lang,
                "long_date": long_date,
            },
            status=200 if receipt else 404,
        )
        response.headers.update(HEADERS)
        return response
