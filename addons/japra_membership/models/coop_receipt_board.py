from odoo import models


class CoopReceipt(models.Model):
    """What a teller still has to print is found among all receipts at once."""

    _inherit = "coop.receipt"

    _unprinted_idx = models.Index(
        "(create_uid, date) WHERE printed_on IS NULL AND state = 'posted'"
        " AND request_key IS NOT NULL"
    )
    _draft_idx = models.Index("(create_uid, date) WHERE state = 'draft'")
