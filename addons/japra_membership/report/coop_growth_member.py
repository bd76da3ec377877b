from odoo import fields, models
from odoo.tools import SQL

# Entries of the register that make somebody a member, and that end it.
CAME = ("takeover", "admitted")
WENT = ("left", "died", "struck")


class CoopGrowthMember(models.Model):
    """Who came and who went, month by month, as the register says it."""

    _name = "coop.growth.member"
    _description = "Growth of Members"
    _auto = False
    _order = "date, id"
    _depends = {"coop.membership.event": ["company_id", "date", "kind", "void"]}

    company_id = fields.Many2one("res.company", string="Cooperative", readonly=True)
    date = fields.Date(string="Month", readonly=True)
    members = fields.Integer(readonly=True)
    came = fields.Integer(string="Admitted", readonly=True)
    went = fields.Integer(string="Ended", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT MIN(id) AS id,
                   company_id,
                   date_trunc('month', date)::date AS date,
                   COUNT(*) FILTER (WHERE kind IN %(came)s) AS came,
                   COUNT(*) FILTER (WHERE kind IN %(went)s) AS went,
                   COUNT(*) FILTER (WHERE kind IN %(came)s)
                       - COUNT(*) FILTER (WHERE kind IN %(went)s) AS members
              FROM coop_membership_event
             WHERE void IS NOT TRUE AND kind IN %(both)s
          GROUP BY company_id, date_trunc('month', date)
            """,
            came=CAME,
            went=WENT,
            both=CAME + WENT,
        )
