from odoo import fields, models
from odoo.tools import SQL

# Members' own capital (UU 25/1992 Art. 41); voluntary savings are a debt to them.
CAPITAL = ("pokok", "wajib")


class CoopGrowthCapital(models.Model):
    """What members' shares grew by, month by month, of posted lines."""

    _name = "coop.growth.capital"
    _description = "Growth of Capital"
    _auto = False
    _order = "date, id"
    _depends = {
        "account.move.line": [
            "balance",
            "company_currency_id",
            "company_id",
            "coop_account_id",
            "date",
            "parent_state",
        ],
        "coop.account": ["product_id"],
        "coop.product": ["share_kind"],
    }

    company_id = fields.Many2one("res.company", string="Cooperative", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    date = fields.Date(string="Month", readonly=True)
    product_id = fields.Many2one("coop.product", string="Kind of Share", readonly=True)
    amount = fields.Monetary(string="Capital", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT MIN(line.id) AS id,
                   line.company_id,
                   line.company_currency_id AS currency_id,
                   date_trunc('month', line.date)::date AS date,
                   account.product_id,
                   -SUM(line.balance) AS amount
              FROM account_move_line line
              JOIN coop_account account ON account.id = line.coop_account_id
              JOIN coop_product product ON product.id = account.product_id
             WHERE line.parent_state = 'posted' AND product.share_kind IN %s
          GROUP BY line.company_id, line.company_currency_id,
                   date_trunc('month', line.date), account.product_id
            """,
            CAPITAL,
        )
