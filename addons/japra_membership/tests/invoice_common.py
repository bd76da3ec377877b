from odoo.fields import Command

from .common import MembershipCase


class InvoiceCase(MembershipCase):
    """Members with ordinary customer invoices, as the treasurer makes them."""

    @classmethod
    def _bill(cls, partner, amount, day="2026-10-01", company=None, **values):
        """A posted invoice as the treasurer makes it in standard accounting."""
        company = company or cls.coop
        invoice = (
            cls.env["account.move"]
            .with_user(cls.treasurer if company == cls.coop else cls.env.user)
            .with_company(company)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": partner.id,
                    "invoice_date": day,
                    "invoice_date_due": day,
                    "date": day,
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "Sewa", "price_unit": amount, "tax_ids": False}
                        )
                    ],
                    **values,
                }
            )
        )
        invoice.action_post()
        return invoice
