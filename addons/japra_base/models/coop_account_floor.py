from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..calc.dates import long_date
from ..calc.rupiah import format_rupiah


class CoopAccount(models.Model):
    """No member account falls below zero, on any day, whoever posts."""

    _inherit = "coop.account"

    version = fields.Integer(
        readonly=True,
        copy=False,
        default=0,
        help="Counts what was taken from the account: of two at one instant the "
        "second one starts again and sees the first.",
    )

    def _check_floor(self, since):
        """Refuse entries that leave less than nothing on a day from `since` on.

        Called after posting, on the accounts from which something was taken.
        """
        if not self:
            return
        # Snapshots are as old as the transaction: a lock alone would let two
        # withdrawals pass. The second UPDATE fails instead and is tried again.
        self.env.execute_query(
            SQL(
                "UPDATE coop_account SET version = version + 1 WHERE id IN"
                " (SELECT id FROM coop_account WHERE id IN %s ORDER BY id FOR UPDATE)"
                " RETURNING id",
                tuple(self.ids),
            )
        )
        self.invalidate_recordset(["version"], flush=False)
        for account, day, lowest in self._below_zero(since):
            raise UserError(
                self.env._(
                    "%(account)s holds too little on %(date)s: %(missing)s are "
                    "missing.",
                    account=account.number,
                    date=long_date(day),
                    missing=format_rupiah(-lowest),
                )
            )

    def _below_zero(self, since):
        """Return [(account, day, whole rupiah)]: of each its worst day below zero."""
        self.env["account.move.line"].flush_model(
            ["balance", "coop_account_id", "date", "parent_state"]
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT coop_account_id, date, running FROM (
                    SELECT line.coop_account_id, line.date,
                           SUM(SUM(line.balance)) OVER (
                               PARTITION BY line.coop_account_id ORDER BY line.date
                           ) AS running
                      FROM account_move_line line
                     WHERE line.coop_account_id IN %s
                       AND line.parent_state = 'posted'
                     GROUP BY line.coop_account_id, line.date
                ) days
                 WHERE date >= %s AND running != 0
                """,
                tuple(self.ids),
                since,
            )
        )
        worst = {}
        for account_id, day, running in rows:
            account = self.browse(account_id)
            sign = self._natural_sign(account.account_id.account_type)
            balance = round(running) * sign
            if balance < min(0, worst.get(account, (None, 0))[1]):
                worst[account] = (day, balance)
        return [(account, *found) for account, found in worst.items()]
