from odoo import api, models
from odoo.exceptions import ValidationError


class AccountJournal(models.Model):
    _inherit = "account.journal"

    @api.constrains("company_id", "reconcile_mode")
    def _check_reconcile_mode(self):
        """Keep the mode in which "undo" touches the bank line only.

        The other one reverses whatever the bank line is matched with, receipts too.
        """
        for journal in self.filtered(lambda journal: journal.reconcile_mode != "edit"):
            if journal.company_id._coop_companies():
                raise ValidationError(
                    self.env._(
                        "Leave %s at editing its own entries: undone in the other "
                        "way, a match would reverse receipts.",
                        journal.display_name,
                    )
                )
