from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.japra_base.models import guard

from .account_journal_cash import LIVE

FIXED = {
    "account_id",
    "amount_currency",
    "balance",
    "credit",
    "date",
    "debit",
    "move_id",
    "parent_state",
}


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    coop_session_id = fields.Many2one(
        comodel_name="coop.cash.session",
        string="Cash Session",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )

    def write(self, vals):
        if not guard.is_open(self.env):
            # First: the sentences below tell of an entry.
            self.check_access("write")
            # In sudo: who writes the line may not read its session.
            if "coop_session_id" in vals and self.filtered(
                lambda line: line.sudo().coop_session_id.id != vals["coop_session_id"]
            ):
                raise UserError(
                    self.env._(
                        "The cash session of a line follows from the day it is booked."
                    )
                )
            if vals.keys() & FIXED:
                self._coop_check_session_over()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_counted(self):
        if not guard.is_open(self.env):
            self._coop_check_session_over()

    def _coop_check_session_over(self):
        """What was counted stays, also entries made by hand."""
        # In sudo: what is refused does not depend on what the user may see.
        for line in self.sudo():
            session = line.coop_session_id
            if session and session.state not in LIVE and line.parent_state == "posted":
                raise UserError(
                    self.env._(
                        "%(entry)s belongs to a cash session that was counted: reverse "
                        "it instead.",
                        entry=line.move_id.name,
                    )
                )

    def _coop_fixed_fields(self):
        return super()._coop_fixed_fields() | {"coop_session_id"}
