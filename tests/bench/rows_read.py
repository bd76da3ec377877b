"""Reading the ledger, against SQL written by hand."""

from pathlib import Path

from . import ground
from .harness import Work, row

READS = 200
BALANCE = """
    SELECT a.id,
           CASE WHEN g.account_type ~ '^(equity|liability|income)' THEN -1 ELSE 1 END
           * coalesce(sum(l.balance), 0)
      FROM coop_account AS a
      JOIN account_account AS g ON g.id = a.account_id
      LEFT JOIN account_move_line AS l
        ON l.coop_account_id = a.id AND l.parent_state = 'posted' AND l.date <= %s
     WHERE a.id IN %s AND a.company_id IN %s
     GROUP BY a.id, g.account_type
"""


@row(
    "balance of one member",
    must=2,
    note="both accounts of a member among 560,000 lines, rights checked, empty cache; "
    "reference: one query",
)
def balance(env):
    company = ground.cooperative(env, "Massa")
    teller = ground.desk(env, "bench.teller", company)
    members = teller["coop.membership"].search(
        [("company_id", "=", company.id)], limit=READS
    )
    accounts = [member.account_ids.ids for member in members]

    def ours():
        found = []
        for ids in accounts:
            teller.invalidate_all()
            found.append(teller["coop.account"].browse(ids)._balances(ground.AS_OF))
        return found

    def reference():
        found = []
        for ids in accounts:
            parameters = [ground.AS_OF, tuple(ids), tuple(company.ids)]
            env.cr.execute(BALANCE, parameters)
            found.append({row[0]: int(row[1]) for row in env.cr.fetchall()})
        return found

    assert ours() == reference()
    return Work(ours, reference, each=READS)


@row(
    "arrears of 10,000 members over 5 years as of a date",
    must=2,
    note="amount and oldest unpaid day of 20,000 accounts; reference: one query that "
    "answers the same",
)
def arrears(env):
    return arrears_of(env, "Massa")


@row(
    "arrears of 100,000 members over 5 years as of a date",
    must=2,
    note="the same of 200,000 accounts among 5.6 million lines",
)
def arrears_of_a_city(env):
    return arrears_of(env, "Kota")


@row("the same, absolute", must=3, note="arrears of 100,000 members")
def arrears_absolute(env):
    return Work(arrears_of(env, "Kota").ours)


def arrears_of(env, name):
    company = ground.cooperative(env, name)
    teller = ground.desk(env, "bench.teller", company)
    company = company.with_env(teller)
    query = Path(__file__).with_name("arrears.sql").read_text(encoding="utf-8")

    def ours():
        return teller["coop.dues"]._arrears(company, ground.AS_OF)

    def reference():
        env.cr.execute(query, {"company": company.id, "as_of": ground.AS_OF})
        return {row[0]: (row[1], row[2]) for row in env.cr.fetchall()}

    assert ours() == reference()
    return Work(ours, reference)
