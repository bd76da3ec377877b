from odoo import api, fields, models
from odoo.tools import SQL

from ..calc.dues import ageing

BUCKETS = [
    ("0", "0–30 days"),
    ("1", "31–60 days"),
    ("2", "61–90 days"),
    ("3", "Over 90 days"),
]


class CoopArrearsAge(models.Model):
    """What is late by its age, to be drawn and grouped: a row per account and age.

    Nothing is stored: the rules and the ledger are asked for the day that the context
    names, and their answer is the table.
    """

    _name = "coop.arrears.age"
    _description = "Arrears by Age"
    _auto = False
    _order = "bucket desc, amount desc, id"
    _rec_name = "membership_id"

    company_id = fields.Many2one("res.company", string="Cooperative", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    membership_id = fields.Many2one("coop.membership", string="Member", readonly=True)
    class_id = fields.Many2one("coop.member.class", readonly=True)
    account_id = fields.Many2one("coop.account", readonly=True)
    product_id = fields.Many2one("coop.product", string="For", readonly=True)
    bucket = fields.Selection(BUCKETS, string="Age", readonly=True)
    since = fields.Date(string="Unpaid Since", readonly=True)
    amount = fields.Monetary(string="In Arrears", readonly=True)

    @property
    def _table_query(self):
        rows = list(self._rows())
        columns = list(zip(*rows, strict=True)) or [()] * 5
        return SQL(
            """SELECT late.id, late.account_id, late.bucket, late.since, late.amount,
                      account.company_id, account.product_id, account.membership_id,
                      member.class_id
                 FROM unnest(%s::int[], %s::int[], %s::varchar[], %s::date[],
                             %s::numeric[])
                   AS late (id, account_id, bucket, since, amount)
                 JOIN coop_account account ON account.id = late.account_id
            LEFT JOIN coop_membership member ON member.id = account.membership_id""",
            *(list(column) for column in columns),
        )

    @api.model
    def _rows(self):
        """Yield (id, account id, bucket, since, amount) of the companies in sight."""
        dues = self.env["coop.dues"]
        as_of = self.env["coop.membership"]._coop_as_of()
        for company in self.env.companies:
            for account, _member, rule, opened, until, paid in dues._owing(
                company, as_of
            ):
                late, since = rule.arrears(opened, until, paid)
                if not late:
                    continue
                ages = ageing(rule, opened, until, as_of, paid)
                for (code, _label), amount in zip(BUCKETS, ages, strict=True):
                    if amount:
                        number = account * len(BUCKETS) + int(code)
                        yield number, account, code, since, amount
