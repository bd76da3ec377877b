from odoo import api, fields, models
from odoo.tools import SQL

from ..calc.dues import ageing

BUCKETS = [
    ("0", "0–30 days"),
    ("1", "31–60 days"),
    ("2", "61–90 days"),
    ("3", "Over 90 days"),
]


def _array(values):
    """Numbers or days as PostgreSQL reads an array: in a tenth of a list's time."""
    return f"{{{','.join(map(str, values))}}}"


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
        columns = list(zip(*rows, strict=True)) or [()] * (2 + len(BUCKETS))
        return SQL(
            """SELECT late.account_id * %(ages)s + age.bucket AS id,
                      late.account_id, age.bucket::varchar, late.since, age.amount,
                      account.company_id, account.product_id, account.membership_id,
                      member.class_id
                 FROM unnest(%(accounts)s::int[], %(since)s::date[], %(amounts)s)
                   AS late (account_id, since, %(names)s)
           CROSS JOIN LATERAL unnest(%(codes)s::int[], ARRAY[%(names)s])
                   AS age (bucket, amount)
                 JOIN coop_account account ON account.id = late.account_id
            LEFT JOIN coop_membership member ON member.id = account.membership_id
                WHERE age.amount > 0""",
            ages=len(BUCKETS),
            codes=[int(code) for code, _label in BUCKETS],
            accounts=_array(columns[0]),
            since=_array(columns[1]),
            amounts=SQL(", ").join(
                SQL("%s::bigint[]", _array(column)) for column in columns[2:]
            ),
            names=SQL(", ").join(
                SQL.identifier(f"late{code}") for code, _label in BUCKETS
            ),
        )

    @api.model
    def _rows(self):
        """Yield (account id, since, *amounts by age) of the companies in sight."""
        dues = self.env["coop.dues"]
        as_of = self.env["coop.membership"]._coop_as_of()
        for company in self.env.companies:
            for account, _member, rule, *facts in dues._owing(company, as_of):
                opened, until, paid = facts
                since, amounts = ageing(rule, opened, until, as_of, paid)
                if since:
                    yield account, since, *amounts
