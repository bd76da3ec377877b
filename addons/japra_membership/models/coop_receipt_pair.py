from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# Capital: the rest of a receipt is no investment of the payer.
CAPITAL = ("pokok", "wajib")


class CoopReceipt(models.Model):
    """The half of the secondary cooperative: a receipt of a member that is one."""

    _inherit = "coop.receipt"

    pair_id = fields.Many2one(
        comodel_name="coop.pair",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="japra_base.group_treasurer,japra_base.group_board,"
        "japra_base.group_supervisor,japra_base.group_auditor",
    )
    to_pair = fields.Boolean(
        compute="_compute_to_pair",
        search="_search_to_pair",
        help="Capital of a member cooperative that keeps its books here too, not "
        "confirmed to it yet.",
    )

    @api.depends("state", "direction", "membership_id", "line_ids.amount")
    def _compute_to_pair(self):
        partners = self._partners_with_books()
        for receipt in self:
            receipt.to_pair = (
                receipt.state == "posted"
                and receipt.direction == "in"
                # In sudo: a teller sees the button nowhere, and no pair.
                and not receipt.sudo().pair_id
                and receipt.membership_id.partner_id.id in partners
                and receipt._capital_paid() > 0
            )

    def _search_to_pair(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return (
            Domain("state", "=", "posted")
            & Domain("direction", "=", "in")
            & Domain("pair_id", "=", False)
            & Domain(
                "membership_id.partner_id", "in", list(self._partners_with_books())
            )
            & Domain("line_ids.product_id.share_kind", "in", CAPITAL)
        )

    def _partners_with_books(self):
        """In sudo: that a cooperative keeps its books here, and no more, is told."""
        companies = self.env["res.company"].sudo().search([("coop_kind", "!=", False)])
        return set(companies.partner_id.ids)

    def _posted_fields(self):
        return super()._posted_fields() | {"pair_id"}

    def _capital_paid(self):
        """What of a receipt is capital of the member who stands at the counter."""
        lines = self.line_ids.filtered(
            lambda line: (
                line.membership_id == self.membership_id
                and line.product_id.share_kind in CAPITAL
            )
        )
        return round(sum(lines.mapped("amount")))

    def action_confirm_pair(self):
        """Ask the treasurer which payment of the member cooperative this is."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Confirm the Pair"),
            "res_model": "coop.pair.confirm",
            "view_mode": "form",
            "target": "new",
            "context": {"default_receipt_id": self.id},
        }

    def _confirm_pair(self, pair):
        """Confirm this half; the caller checks that a treasurer asks."""
        self.ensure_one()
        self._lock()
        self.invalidate_recordset(["state", "to_pair"])
        if not self.to_pair:
            raise UserError(
                self.env._(
                    "%s is no capital of a member cooperative that waits for its pair.",
                    self.display_name,
                )
            )
        # In sudo: the entry is nobody's to read but the accountants'.
        move = self.sudo().move_id
        if self.sudo().search_count([("move_id", "=", move.id)], limit=2) > 1:
            raise UserError(
                self.env._(
                    "%s shares its entry with other receipts: a member cooperative "
                    "gets one of its own.",
                    self.display_name,
                )
            )
        pairs = self.env["coop.pair"]
        payer = pairs._books_of(self.membership_id.partner_id)
        facts = (self.name, self.date, self._capital_paid())
        pair = pairs._confirm("received", self.company_id, payer, facts, pair)
        self._write_posted({"pair_id": pair.id})
        return pair
