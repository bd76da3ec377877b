from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CoopPairConfirm(models.TransientModel):
    """The treasurer of the secondary cooperative confirms what a primary paid."""

    _name = "coop.pair.confirm"
    _inherit = "coop.checked.input"
    _description = "Confirm a Pair"

    receipt_id = fields.Many2one(
        comodel_name="coop.receipt", required=True, readonly=True, ondelete="cascade"
    )
    # With the rights of who reads: a receipt of another cooperative tells nothing.
    receipt_name = fields.Char(
        related="receipt_id.display_name", related_sudo=False, string="Money Received"
    )
    candidate_ids = fields.Many2many("coop.pair", compute="_compute_candidate_ids")
    pair_id = fields.Many2one(
        comodel_name="coop.pair",
        string="Payment of the Member Cooperative",
        domain="[('id', 'in', candidate_ids)]",
        ondelete="cascade",
        help="Empty: it has not booked its payment yet, and finds the key in its list.",
    )
    warning = fields.Char(compute="_compute_warning")

    @api.depends("receipt_id")
    def _compute_candidate_ids(self):
        pairs = self.env["coop.pair"]
        for wizard in self:
            receipt = wizard.receipt_id
            payer = pairs._books_of(receipt.membership_id.partner_id)
            wizard.candidate_ids = pairs.search(
                [
                    ("payer_id", "=", payer.id),
                    ("receiver_id", "=", receipt.company_id.id),
                    ("state", "=", "paid"),
                ]
            )

    @api.depends("pair_id", "receipt_id")
    @api.depends_context("lang")
    def _compute_warning(self):
        for wizard in self:
            paid = round(wizard.pair_id.paid_amount)
            got = wizard.receipt_id._capital_paid()
            wizard.warning = (
                self.env._(
                    "The amounts differ: the pair is listed until one of the two is "
                    "reversed and booked again."
                )
                if wizard.pair_id and paid != got
                else False
            )

    @api.constrains("pair_id", "receipt_id")
    def _check_pair_id(self):
        for wizard in self:
            wizard.receipt_id.check_access("read")
            # In sudo: it may be one that nobody may read here.
            if wizard.sudo().pair_id - wizard.candidate_ids.sudo():
                raise ValidationError(
                    self.env._("Choose a payment of this member cooperative.")
                )

    def action_apply(self):
        self.ensure_one()
        receipt = self.receipt_id
        receipt.check_access("read")
        if not self.env.user.has_group("japra_base.group_treasurer"):
            raise UserError(self.env._("The treasurer confirms a pair."))
        receipt._confirm_pair(self.pair_id)
        return {"type": "ir.actions.act_window_close"}
