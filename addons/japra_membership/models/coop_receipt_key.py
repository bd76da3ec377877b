import re

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError

from odoo.addons.japra_base.models import guard

KEY_FIELDS = {"request_key", "request_digest"}
# What a browser makes: letters, digits and hyphens, too long to be guessed.
KEY_FORM = re.compile(r"[A-Za-z0-9-]{16,64}")


class CoopReceipt(models.Model):
    """A payment asked for twice is booked once."""

    _inherit = "coop.receipt"

    request_key = fields.Char(
        readonly=True,
        copy=False,
        help="Made by the desk for one payment: sent again it books nothing again.",
    )
    request_digest = fields.Char(readonly=True, copy=False)

    _request_key_uniq = models.UniqueIndex(
        "(company_id, request_key) WHERE request_key IS NOT NULL",
        "This payment has been booked already.",
    )

    def _check_fields(self, vals):
        if vals.keys() & KEY_FIELDS and not guard.is_open(self.env):
            raise UserError(
                self.env._("The key of a payment is made by the desk only.")
            )
        return super()._check_fields(vals)

    @api.model
    def _with_key(self, company, key):
        """The receipt of a cooperative that this key has booked, as the user reads."""
        return self.search(
            [("company_id", "=", company.id), ("request_key", "=", key)], limit=1
        )

    @api.model
    def _claim(self, key, digest, vals):
        """Create the draft of a payment; of two at one instant the second starts again.

        The second one cannot see the first in its own snapshot, so it is no use to
        look for it here: it is tried anew by who called, and finds it then.
        """
        vals = dict(vals, request_key=key, request_digest=digest)
        try:
            with self.env.cr.savepoint():
                receipt = guard.opened(self).create(vals).with_env(self.env)
                self.env.flush_all()
        except psycopg2.errors.UniqueViolation as error:
            raise ConcurrencyError(f"payment {key} is being booked") from error
        return receipt
