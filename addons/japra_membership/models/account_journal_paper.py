from odoo import fields, models
from odoo.exceptions import UserError


class AccountJournal(models.Model):
    """What the printer beside a cash box holds."""

    _inherit = "account.journal"

    coop_receipt_paper = fields.Selection(
        selection=[("a5", "A5"), ("roll", "Roll of 80 mm")],
        string="Paper of Receipts",
        required=True,
        default="a5",
    )

    def action_coop_print_roll(self):
        """From now on receipts of these boxes are printed on a roll of 80 mm."""
        self._coop_set_paper("roll")

    def action_coop_print_a5(self):
        self._coop_set_paper("a5")

    def _coop_set_paper(self, paper):
        if not self.env.user.has_group("japra_base.group_treasurer"):
            raise UserError(self.env._("Cash boxes are set up by the treasurer."))
        self.check_access("read")
        # The treasurer is no manager of journals; this one mark is hers.
        self.sudo().write({"coop_receipt_paper": paper})
