"""The screens and the desk of a cooperative with a hundred thousand members."""

from odoo.fields import Command
from odoo.tests import Form

from . import ground
from .harness import Count, Work, row
from .rows_entry import plain

LIST = 80
DUES = 8
SERVED = 10
# Somebody in the middle of the register, by all that a teller is told.
WHO = ground.MASSES["Koperasi Kota"][1] * 7 // 9
SEARCHES = (
    f"KOT-{WHO:06}",
    "siti lestari",
    "wahyu",
    f"{WHO}",
    f"{chr(65 + WHO // 150 % 26)}-{WHO}",
    f"0812{WHO:08}",
)
MONEY = ("balance_pokok", "balance_wajib", "amount_due")


@row("member form", must=0.15, note="what the form asks for, by the teller; absolute")
def form(env):
    return Work(read_form(member_of(env, "Kota")))


@row("member list of 80 with balances", must=0.15, note="by the teller; absolute")
def page(env):
    return Work(read_page(member_of(env, "Kota")))


@row(
    "queries of form and list: 100,000 members against 10,000",
    must=0,
    note="how many more it asks of the database;",
)
def queries(env):
    counts = [
        [count(member.env, read(member)) for read in (read_form, read_page)]
        for member in (member_of(env, "Massa"), member_of(env, "Kota"))
    ]
    (form_few, page_few), (form_many, page_many) = counts
    more = max(0, form_many - form_few) + max(0, page_many - page_few)
    return Count(more, f"form {form_few} and {form_many}, list {page_few}, {page_many}")


@row("desk: search", must=0.1, note="six ways to say who it is, mean; absolute")
def search(env):
    receipts = member_of(env, "Kota").env["coop.receipt"]
    for text in SEARCHES:
        assert receipts.desk_search(text), text

    def ours():
        for text in SEARCHES:
            receipts.env.invalidate_all()
            receipts.desk_search(text)

    return Work(ours, each=len(SEARCHES))


@row("desk: open", must=0.15, note="household of 5 with 8 dues; absolute")
def opening(env):
    household = households(env)[0]
    receipts = household.env["coop.receipt"]
    found = receipts.desk_open(household[0].id)
    assert len(found["members"]) == 5
    assert sum(late for _id, _amount, late in found["orders"]["oldest"]) == DUES

    def ours():
        receipts.env.invalidate_all()
        receipts.desk_open(household[0].id)

    return Work(ours)


@row(
    "desk: post 8 dues",
    must=1.5,
    note="what the desk sends for a household of 5 to what it answers; reference: one "
    "plain entry of the same lines by an accountant",
)
def post(env):
    company = ground.cooperative(env, "Kota")
    accountant = ground.desk(env, "bench.accountant", company)
    cash = ground.cash_journal(company).default_account_id
    twin = ground.twin(company)
    payments, entries = [], []
    for number, household in enumerate(households(env, SERVED)):
        found = household.env["coop.receipt"].desk_open(household[0].id)
        amounts = {}
        for account, amount, late in found["orders"][found["order"]]:
            amounts[account] = amounts.get(account, 0) + amount * late
        lines = [[account, amount] for account, amount in amounts.items() if amount]
        given = sum(amount for _account, amount in lines)
        payments.append(
            {
                "key": f"bench-desk-{number:04}-0123456789abcdef",
                "member": household[0].id,
                "household": True,
                "ahead": False,
                "order": found["order"],
                "means": "cash",
                "reference": "",
                "given": given,
                "keep": 0,
                "fixed": [],
                "lines": lines,
            }
        )
        entries.append(
            [(cash, household[0].partner_id, "Kas", given)]
            + [
                (twin, household[0].partner_id, "Simpanan Wajib", -amount)
                for _account, amount in lines
            ]
        )
    teller = household.env

    def ours():
        for payment in payments:
            env.invalidate_all()
            teller["coop.receipt"].desk_post(payment)
            teller.flush_all()

    def reference():
        for lines in entries:
            env.invalidate_all()
            plain(accountant, "", lines)

    return Work(ours, reference, each=SERVED)


@row(
    "receipt of two invoices, posted, reconciled and sealed",
    must=1.3,
    note="with a month of wajib, by the teller; reference: a plain entry of the same "
    "lines by an accountant, and reconcile()",
)
def invoices(env):
    company = ground.cooperative(env, "Loket")
    teller = ground.desk(env, "bench.teller")
    accountant = ground.desk(env, "bench.accountant")
    members = env["coop.membership"].search(
        [("company_id", "=", company.id)], limit=2 * SERVED, order="id"
    )
    bills = {member: bill(env, member, 2) for member in members}
    cash = ground.cash_journal(company).default_account_id
    twin = ground.twin(company)
    served, compared = members[:SERVED], members[SERVED:]

    def ours():
        for member in served:
            env.invalidate_all()
            values = ground.receipt_values(member)
            wajib = values["line_ids"][-1]
            values["line_ids"] = [
                wajib,
                *(
                    Command.create({"invoice_id": one.id, "amount": 50_000})
                    for one in bills[member]
                ),
            ]
            ground.receive(teller, values)
        env["account.move"]._coop_seal(company.coop_receipt_journal_id)
        env.flush_all()

    def reference():
        for member in compared:
            env.invalidate_all()
            owed = bills[member].line_ids.filtered(
                lambda line: line.account_id.account_type == "asset_receivable"
            )
            partner = member.partner_id
            receivable = owed.account_id
            move = plain(
                accountant,
                "",
                [
                    (cash, partner, "Kas", 160_000),
                    (twin, partner, "Simpanan Wajib", -60_000),
                    (receivable, partner, "Faktur", -50_000),
                    (receivable, partner, "Faktur", -50_000),
                ],
            )
            payments = move.line_ids[-2:]
            assert payments.account_id == receivable
            for invoice, payment in zip(owed, payments, strict=True):
                (invoice | payment).with_env(accountant).reconcile()
            accountant.flush_all()

    return Work(ours, reference, each=SERVED)


def bill(env, member, count):
    """Posted customer invoices of Rp50.000, as standard accounting makes them."""
    moves = env["account.move"].with_company(member.company_id)
    found = moves.create(
        [
            {
                "move_type": "out_invoice",
                "partner_id": member.partner_id.id,
                "invoice_date": ground.TODAY,
                "date": ground.TODAY,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Sewa", "price_unit": 50_000, "tax_ids": False}
                    )
                ],
            }
        ]
        * count
    )
    found.action_post()
    env.cr.commit()
    return found


def member_of(env, name):
    """One of the first members, who lives with others, as the teller sees her."""
    company = ground.cooperative(env, name)
    teller = ground.desk(env, "bench.teller", company)
    return teller["coop.membership"].search(
        [("company_id", "=", company.id)], limit=1, order="number"
    )


def households(env, count=1):
    """Households of five of the great cooperative who owe eight months together."""
    company = ground.cooperative(env, "Kota")
    teller = ground.desk(env, "bench.teller", company)
    env.cr.execute(
        "SELECT household_id FROM coop_household_person WHERE company_id = %s"
        " GROUP BY 1 HAVING count(*) = 5 ORDER BY 1 LIMIT %s",
        (company.id, count),
    )
    homes = teller["coop.household"].browse(row[0] for row in env.cr.fetchall())
    found = []
    for home in homes:
        members = home.person_ids.membership_id.sorted("number")
        accounts = members.account_ids
        statements = teller["coop.dues"]._statements(accounts, ground.TODAY)
        left, amounts = DUES, {}
        # The months of the last ones stay due, as many as there are to be.
        for account in accounts.sorted("number", reverse=True):
            unpaid = statements[account.id].unpaid() if account.id in statements else []
            stay = min(left, 2, len(unpaid))
            left -= stay
            paid = unpaid[: len(unpaid) - stay]
            if paid:
                amounts[account.id] = sum(one.residual for one in paid)
        # Nothing where an earlier row has paid it.
        if amounts:
            ground.receive(
                teller,
                {
                    "company_id": company.id,
                    "membership_id": members[0].id,
                    "partner_id": members[0].partner_id.id,
                    "date": ground.TODAY,
                    "cash_journal_id": ground.cash_journal(company).id,
                    "line_ids": [
                        Command.create({"coop_account_id": account, "amount": amount})
                        for account, amount in amounts.items()
                    ],
                },
            )
        found.append(members)
    # Runs are rolled back, what they begin with is not.
    env.cr.commit()
    return found


def read_form(member):
    asked = Form(member)._view["fields_spec"]

    def ours():
        member.env.invalidate_all()
        member.web_read(asked)

    return ours


def read_page(member):
    members = member.browse()
    asked = {name: {} for name in ("number", "name", "house", "state", *MONEY)}

    def ours():
        members.env.invalidate_all()
        members.web_search_read([], asked, limit=LIST)

    return ours


def count(env, method):
    method()
    before = env.cr.sql_log_count
    method()
    return env.cr.sql_log_count - before
