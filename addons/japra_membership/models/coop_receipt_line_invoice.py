from odoo import api, fields, models

from odoo.addons.japra_base.calc.rupiah import format_rupiah
from odoo.addons.japra_base.models.paper import on_paper


class CoopReceiptLine(models.Model):
    """A line that pays an ordinary customer invoice of a member.

    A teller has no accounting rights: of an invoice this tells its number and what is
    open on it, and only where it is one of a member of the receipt.
    """

    _inherit = "coop.receipt.line"

    invoice_id = fields.Many2one(
        comodel_name="account.move",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )

    _invoice_uniq = models.UniqueIndex(
        "(receipt_id, invoice_id) WHERE invoice_id IS NOT NULL",
        "A receipt names each invoice once.",
    )
    _one_purpose = models.Constraint(
        "CHECK ((coop_account_id IS NULL) != (invoice_id IS NULL))",
        "A line pays on an account of a member or an invoice: choose one of them.",
    )

    @api.model
    def _prepare_laid(self, key, amount):
        """The values of a line that pays on what a slice names: account or invoice."""
        name = "coop_account_id" if key > 0 else "invoice_id"
        return {name: abs(key), "amount": amount}

    @api.depends("invoice_id")
    def _compute_membership_id(self):
        billed = self.filtered("invoice_id")
        members = billed._billed_members()
        for line in billed:
            line.membership_id = members.get(line.invoice_id.id)
        return super(CoopReceiptLine, self - billed)._compute_membership_id()

    def _billed_members(self):
        """Return {invoice id: the member it is written to}, of whom one may read."""
        # In sudo: whose invoice it is; the member is then searched with one's rights.
        partners = {
            line.invoice_id.id: line.invoice_id.commercial_partner_id
            for line in self.sudo()
        }
        members = self.env["coop.membership"].search(
            [
                ("company_id", "in", self.company_id.ids),
                ("partner_id", "in", [partner.id for partner in partners.values()]),
            ]
        )
        by_partner = {member.partner_id.id: member for member in members}
        return {
            invoice: by_partner.get(partner.id) for invoice, partner in partners.items()
        }

    @api.depends("invoice_id")
    def _compute_document(self):
        billed = self.filtered("invoice_id")
        for line in billed:
            line.document = line.invoice_id.name if line.membership_id else False
        return super(CoopReceiptLine, self - billed)._compute_document()

    @api.depends("invoice_id")
    def _compute_amount_due(self):
        billed = self.filtered("invoice_id")
        for line in billed:
            line.amount_due = line._open_on_invoice()
            line.balance = 0
        return super(CoopReceiptLine, self - billed)._compute_amount_due()

    def _open_on_invoice(self):
        """What is still to be paid on the invoice of a member, whole rupiah."""
        self.ensure_one()
        # In sudo: see above.
        invoice = self.sudo().invoice_id
        return round(invoice.amount_residual) if self.membership_id else 0

    @api.depends("invoice_id")
    def _compute_label(self):
        return super()._compute_label()

    def _describe(self, statement):
        if not self.invoice_id:
            return super()._describe(statement)
        line = on_paper(self)
        return line.env._("Invoice %(number)s", number=line.document or "")

    def _get_problem(self, statement):
        if not self.invoice_id:
            return super()._get_problem(statement)
        if self.receipt_id.direction != "in":
            return self.env._("An invoice is paid by money in only.")
        # In sudo: see above.
        invoice = self.sudo().invoice_id
        if not (
            self.membership_id
            and invoice.move_type == "out_invoice"
            and invoice.state == "posted"
            and invoice.currency_id == self.currency_id
        ):
            return self.env._(
                "This is no open invoice of a member: take it from what is proposed."
            )
        if round(self.amount) > self._open_on_invoice():
            return self.env._(
                "At most %(room)s more can be paid on %(account)s.",
                room=format_rupiah(self._open_on_invoice()),
                account=invoice.name,
            )
        if invoice.date > self.receipt_id.date:
            return self.env._(
                "Invoice %(number)s is of a later day than the receipt.",
                number=invoice.name,
            )
        return None

    def _prepare_entry_line(self, sign):
        if not self.invoice_id:
            return super()._prepare_entry_line(sign)
        term = self._open_terms()[:1]
        return {
            "account": term.account_id,
            "partner": term.partner_id,
            "name": self.label,
            "amount": -sign * round(self.amount),
        }

    def _open_terms(self):
        """The lines of the invoice that are still owed, the oldest first.

        In sudo: see above.
        """
        return (
            self.sudo()
            .invoice_id.line_ids.filtered(
                lambda line: line.display_type == "payment_term" and not line.reconciled
            )
            .sorted(lambda line: (line.date_maturity or line.date, line.id))
        )
