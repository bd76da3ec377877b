"""Booking, against plain entries of the same lines with the same flags."""

from odoo.fields import Command

from . import ground
from .harness import Work, row

RECEIPTS = 20
LINES = 1_000


@row(
    "receipt, create to posted and sealed",
    must=1.5,
    note="two member accounts, by the teller, every guard, with its share of the "
    "sealing; reference: one plain entry of the same three lines by an accountant",
)
def receipt(env):
    company = ground.cooperative(env, "Loket")
    teller = ground.desk(env, "bench.teller")
    accountant = ground.desk(env, "bench.accountant")
    members = env["coop.membership"].search(
        [("company_id", "=", company.id)], limit=RECEIPTS, order="id desc"
    )

    cash = ground.cash_journal(company).default_account_id
    twin = ground.twin(company)
    receipts = [ground.receipt_values(member) for member in members]
    entries = [
        (
            member.number,
            [
                (cash, member.partner_id, "Kas", ground.POKOK + 60_000),
                (twin, member.partner_id, "Simpanan Pokok", -ground.POKOK),
                (twin, member.partner_id, "Simpanan Wajib", -60_000),
            ],
        )
        for member in members
    ]

    def ours():
        for values in receipts:
            # Each comes in a request of its own.
            env.invalidate_all()
            ground.receive(teller, values)
        env["account.move"]._coop_seal(company.coop_receipt_journal_id)
        env.flush_all()

    def reference():
        for number, lines in entries:
            env.invalidate_all()
            plain(accountant, number, lines)

    return Work(ours, reference, each=RECEIPTS)


@row(
    "entry of 1,000 member lines",
    must=1.25,
    note="a cash line and one on each of 1,000 member accounts; reference: a plain "
    "entry of the same lines without member accounts",
)
def entry(env):
    """Like a run: superuser, one entry, one line an account."""
    company = ground.cooperative(env, "Massa")
    accounts = env["coop.account"].search(
        [("company_id", "=", company.id)], limit=LINES, order="number"
    )
    cash = ground.cash_journal(company).default_account_id
    twin = ground.twin(company)

    def ours():
        env["account.move"]._coop_post_entry(
            company.coop_receipt_journal_id,
            ground.TODAY,
            "bench/run",
            [
                {"account": cash, "name": "Kas", "amount": LINES * 20_000},
                *(
                    {
                        "account": account.account_id,
                        "partner": account.partner_id,
                        "name": account.number,
                        "amount": -20_000,
                        "coop_account": account,
                    }
                    for account in accounts
                ),
            ],
        )
        env.flush_all()

    def reference():
        lines = [(cash, env["res.partner"], "Kas", LINES * 20_000)]
        lines += [
            (twin, account.partner_id, account.number, -20_000) for account in accounts
        ]
        plain(
            env(context={**env.context, "allowed_company_ids": company.ids}), "", lines
        )

    return Work(ours, reference)


def plain(env, ref, lines):
    """Create and post an entry in the ordinary journal of the company."""
    company = env.company
    journal = ground.ordinary_journal(company)
    move = env["account.move"].create(
        {
            "move_type": "entry",
            "journal_id": journal.id,
            "date": ground.TODAY,
            "ref": ref,
            "line_ids": [
                Command.create(
                    {
                        "account_id": account.id,
                        "partner_id": partner.id,
                        "name": name,
                        "balance": amount,
                        "amount_currency": amount,
                        "currency_id": company.currency_id.id,
                        "display_type": "product",
                        "analytic_distribution": {},
                    }
                )
                for account, partner, name, amount in lines
            ],
        }
    )
    move._post(soft=False)
    env.flush_all()
    return move
