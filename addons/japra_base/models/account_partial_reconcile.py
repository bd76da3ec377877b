from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from . import guard


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    @api.constrains("amount", "company_id", "credit_move_id", "debit_move_id")
    def _check_coop_match(self):
        """What an entry of the cooperative pays is owed there, by the same person.

        Core's own matching sees to the account; whoever bills may write rows
        without it.
        """
        # In sudo: who matches may be able to read one side of it only.
        for partial in self.sudo():
            debit, credit = partial.debit_move_id, partial.credit_move_id
            lines = debit | credit
            homes = partial.company_id | lines.company_id
            # First: the sentences below name both.
            if len(homes) > 1 and any(homes.mapped("coop_kind")):
                raise ValidationError(self._one_cooperative())
            if not lines.move_id._coop_booked():
                continue
            if debit.account_id != credit.account_id or (
                partial._coop_is_owed() and debit.partner_id != credit.partner_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(one)s and %(other)s are not matched: account and person "
                        "must be the same.",
                        one=debit.move_id.name,
                        other=credit.move_id.name,
                    )
                )
            if partial.amount <= 0 or any(
                sum((line.matched_debit_ids | line.matched_credit_ids).mapped("amount"))
                > abs(line.balance)
                for line in lines
            ):
                raise ValidationError(
                    self.env._(
                        "%(one)s and %(other)s are not matched: it is more than what "
                        "is open.",
                        one=debit.move_id.name,
                        other=credit.move_id.name,
                    )
                )

    def write(self, vals):
        fixed = {
            "amount",
            "company_id",
            "credit_amount_currency",
            "credit_move_id",
            "debit_amount_currency",
            "debit_move_id",
        }
        if fixed & vals.keys():
            # First: the sentence names an entry.
            self.check_access("write")
            self._coop_check_fixed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_booked(self):
        self._coop_check_fixed()

    def _coop_is_owed(self):
        return self.debit_move_id.account_id.account_type in (
            "asset_receivable",
            "liability_payable",
        )

    def _coop_is_bank_match(self):
        """Whether this only says which bank line brought the money of an entry.

        That can be undone: the entry and what it paid stand, and its money waits on
        the clearing account again.
        """
        moves = (self.debit_move_id | self.credit_move_id).move_id
        others = moves - moves._coop_booked()
        return bool(others.statement_line_id) and not self._coop_is_owed()

    def _coop_check_fixed(self):
        """What an entry of the cooperative is matched with goes by its reversal."""
        if guard.is_open(self.env):
            return
        # In sudo: it is held by either side, readable or not.
        held = self.sudo().filtered(lambda partial: not partial._coop_is_bank_match())
        if booked := (held.debit_move_id | held.credit_move_id).move_id._coop_booked():
            raise UserError(
                self.env._(
                    "This is matched with %s. To undo it, reverse that entry.",
                    booked[0].name,
                )
            )
