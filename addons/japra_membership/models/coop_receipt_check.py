import re
from urllib.parse import quote

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import consteq
from odoo.tools.misc import hmac

from odoo.addons.japra_base.calc.dates import long_date
from odoo.addons.japra_base.calc.rupiah import format_rupiah
from odoo.addons.japra_base.models.paper import on_paper

from ..calc.contact import international_phone, public_address

_TOKEN = re.compile(r"([0-9a-f]{1,8})-([0-9a-f]{1,8})-([0-9a-f]{32})")


class CoopReceipt(models.Model):
    """The public page on which anybody who holds a slip sees that it is true."""

    _inherit = "coop.receipt"

    def action_whatsapp(self):
        """Open a message to who paid: number, amount, date and where to check it."""
        self.ensure_one()
        self.check_access("write")
        phone = international_phone(self.partner_id.phone or "")
        address = self._check_address()
        if self.state == "draft":
            raise UserError(self.env._("A draft is not sent: receive it first."))
        if not phone:
            raise UserError(
                self.env._("Enter the phone number of who paid, then send it.")
            )
        if not address:
            raise UserError(
                self.env._(
                    "The link has no public address yet: the administrator sets it."
                )
            )
        paper = on_paper(self)
        text = paper.env._(
            "Receipt %(number)s, %(amount)s, %(date)s. Check: %(address)s",
            number=self.name,
            amount=format_rupiah(round(self.amount_total)),
            date=long_date(self.date),
            address=address,
        )
        live = self.env["coop.live"]
        if not live._is_live():
            text = f"{live._words()}\n{text}"
        return {
            "type": "ir.actions.act_url",
            "url": f"https://wa.me/{phone}?text={quote(text, safe='')}",
            "target": "new",
        }

    def _check_address(self, member=None):
        """Where the slip of a member, or the whole receipt, is checked; or None."""
        self.ensure_one()
        # In sudo: the address is no secret, its parameter is the administrators'.
        base = public_address(
            self.env["ir.config_parameter"].sudo().get_param("web.base.url")
        )
        if not base or self.state == "draft":
            return None
        numbers = self.id, member.id if member else 0
        return f"{base}/cek/{numbers[0]:x}-{numbers[1]:x}-{self._check_mark(*numbers)}"

    @api.model
    def _check_mark(self, receipt_id, member_id):
        # In sudo: the secret of the database signs, nobody reads it.
        message = [int(receipt_id), int(member_id)]
        return hmac(self.env(su=True), "japra_membership.receipt", message)[:32]

    @api.model
    def _checked(self, token):
        """Return (receipt, amount of the slip); an empty one for whatever is not true.

        The signature is compared before anything is read: a guess learns nothing.
        """
        nothing = self.browse(), 0
        if not (match := _TOKEN.fullmatch(token)):
            return nothing
        receipt_id, member_id = (int(part, 16) for part in match.groups()[:2])
        if not consteq(match[3], self._check_mark(receipt_id, member_id)):
            return nothing
        receipt = self.search([("id", "=", receipt_id), ("state", "!=", "draft")])
        if not receipt:
            return nothing
        lines = receipt.line_ids
        if member_id:
            lines = lines.filtered(lambda line: line.membership_id.id == member_id)
        return receipt, round(sum(lines.mapped("amount")))
