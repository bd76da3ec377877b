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
        "account.move.line": ["balance", "coop_account_id", "date", "parent_state"],
        "coop.account": ["product_id"],
        "coop.product": ["company_id", "share_kind"],
        "res.company": ["currency_id"],
    }

    company_id = fields.Many2one("res.company", string="Cooperative", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    date = fields.Date(string="Month", readonly=True)
    product_id = fields.Many2one("coop.product", string="Kind of Share", readonly=True)
    amount = fields.Monetary(string="Capital", readonly=True)

    @property
    def _table_query(self):
        # By day first: so all that is read of a line stands in the index of the
        # members' accounts, and a month is worked out for days and not for lines.
        return SQL(
            """
            SELECT product.id * 30000 + (
                       EXTRACT(YEAR FROM grown.date) * 12
                       + EXTRACT(MONTH FROM grown.date)
                   )::int AS id,
                   product.company_id,
                   company.currency_id,
                   grown.date,
                   product.id AS product_id,
                   grown.amount
              FROM (
                  SELECT product_id,
                         date_trunc('month', date)::date AS date,
                         SUM(amount) AS amount
                    FROM (
                        SELECT account.product_id,
                               line.date,
                               -SUM(line.balance) AS amount
                          FROM account_move_line line
                          JOIN coop_account account
                               ON account.id = line.coop_account_id
                         WHERE line.parent_state = 'posted'
                      GROUP BY account.product_id, line.date
                    ) day
                GROUP BY product_id, date_trunc('month', date)
              ) grown
              JOIN coop_product product ON product.id = grown.product_id
              JOIN res_company company ON company.id = product.company_id
             WHERE product.share_kind IN %s
            """,
            CAPITAL,
        )
