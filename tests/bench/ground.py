"""The two cooperatives that are measured.

Koperasi Massa has ten thousand members who paid for five years, made by SQL: only the
bench does this, everywhere else members' money moves by public methods. Koperasi
Loket is a desk: seventy members, fifty of whom have paid once.
"""

from datetime import date, timedelta
from pathlib import Path

from odoo.fields import Command

MEMBERS = 10_000
FIRST_MONTH = date(2021, 1, 1)
TODAY = date.today()
AS_OF = date(2025, 12, 31)
POKOK = 100_000
WAJIB = {
    date(2021, 1, 1): 20_000,
    date(2023, 7, 1): 25_000,
    date(2025, 1, 1): 30_000,
}
DUE_DAY = 10
# Lines of one collection entry, as a run posts them.
CHUNK = 500
TWIN = "31119999"
DESK_MEMBERS = 70
DESK_RECEIPTS = 50
USERS = {
    "bench.registrar": "japra_membership.group_registrar",
    "bench.teller": "japra_membership.group_teller",
    "bench.accountant": "account.group_account_user",
}


def fill(env):
    """Make both and commit."""
    companies = make_mass(env) | make_desk(env)
    for company in companies:
        if failures := env["coop.control"]._failures(company):
            raise AssertionError(failures)
    env.cr.commit()


def make_mass(env):
    company = make_cooperative(env, "Koperasi Massa", "MAS")
    pokok, wajib = (product(company, kind) for kind in ("pokok", "wajib"))
    env.flush_all()
    env.cr.execute(
        Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"),
        {
            "as_of": AS_OF,
            "cash_account": cash_journal(company).default_account_id.id,
            "chunk": CHUNK,
            "company": company.id,
            "currency": company.currency_id.id,
            "first": FIRST_MONTH,
            "journal": company.coop_receipt_journal_id.id,
            "members": MEMBERS,
            "pokok": pokok.id,
            "pokok_account": pokok.account_id.id,
            "pokok_amount": POKOK,
            "tariff_dates": list(WAJIB),
            "tariffs": list(WAJIB.values()),
            "wajib": wajib.id,
            "wajib_account": wajib.account_id.id,
        },
    )
    env.invalidate_all()
    return company


def make_desk(env):
    company = make_cooperative(env, "Koperasi Loket", "LOK")
    companies = company | cooperative(env, "Massa")
    env["res.users"].create(
        [
            {
                "name": login,
                "login": login,
                "group_ids": [
                    Command.set([env.ref(g).id for g in ("base.group_user", group)])
                ],
                "company_id": company.id,
                "company_ids": [Command.set(companies.ids)],
            }
            for login, group in USERS.items()
        ]
    )
    members = desk(env, "bench.registrar")["coop.membership"].create(
        [
            {
                "name": f"Warga {number}",
                "street": f"Kunir Pinangsia RT 01 No. {number}",
                "phone": f"0812{number:08}",
                "date_admitted": TODAY - timedelta(300),
            }
            for number in range(1, DESK_MEMBERS + 1)
        ]
    )
    for member in members[:DESK_RECEIPTS]:
        receive(desk(env, "bench.teller"), receipt_values(member))
    env["account.move"]._coop_seal(company.coop_receipt_journal_id)
    return company


def make_cooperative(env, name, code):
    """A company with the Indonesian chart and the values of its bylaws."""
    company = env["res.company"].create(
        {
            "name": name,
            "country_id": env.ref("base.id").id,
            "city": "Jakarta",
            "coop_code": code,
        }
    )
    env["account.chart.template"].try_loading("id", company=company, install_demo=False)
    company.coop_kind = "primer"
    # The twin of the control accounts, for the plain entries of the references.
    env["account.account"].with_company(company).create(
        {
            "name": "Ekuitas Pembanding",
            "code": TWIN,
            "account_type": "equity",
            "company_ids": [Command.set(company.ids)],
        }
    )
    values = [("pokok", FIRST_MONTH, POKOK), ("due_day", FIRST_MONTH, DUE_DAY)]
    values += [("wajib", start, amount) for start, amount in WAJIB.items()]
    decision = env["coop.decision"].create(
        {
            "company_id": company.id,
            "name": "ART",
            "date": FIRST_MONTH,
            "body": "founding",
            "title": "Anggaran Rumah Tangga",
            "line_ids": [
                Command.create(
                    {
                        "parameter_id": env.ref(
                            f"japra_membership.parameter_{rule}"
                        ).id,
                        "valid_from": start,
                        "value": value,
                    }
                )
                for rule, start, value in values
            ],
        }
    )
    decision._issue()
    return company


def receipt_values(member):
    """What the form saves: the pokok and two months of wajib."""
    amounts = {"pokok": POKOK, "wajib": 2 * 30_000}
    return {
        "company_id": member.company_id.id,
        "membership_id": member.id,
        "partner_id": member.partner_id.id,
        "date": TODAY,
        "cash_journal_id": cash_journal(member.company_id).id,
        "line_ids": [
            Command.create({"coop_account_id": account.id, "amount": amount})
            for account in member.account_ids
            if (amount := amounts.get(account.product_id.share_kind))
        ],
    }


def receive(env, values):
    receipt = env["coop.receipt"].create(values)
    receipt.action_post()
    env.flush_all()


def desk(env, login, company=None):
    """The environment of a user, by default at work for Koperasi Loket."""
    user = env["res.users"].search([("login", "=", login)])
    context = {
        "allowed_company_ids": (company or user.company_id).ids,
        "lang": "id_ID",
        "tz": "Asia/Jakarta",
    }
    return env(user=user.id, context=context)


def cooperative(env, name):
    return env["res.company"].search([("name", "=", f"Koperasi {name}")])


def product(company, kind):
    return company.env["coop.product"].search(
        [("company_id", "=", company.id), ("share_kind", "=", kind)]
    )


def twin(company):
    """An equity account like the control accounts, but ordinary."""
    accounts = company.env["account.account"].with_company(company)
    return accounts.search([("code", "=", TWIN)])


def ordinary_journal(company):
    return company.env["account.journal"].search(
        [
            ("company_id", "=", company.id),
            ("type", "=", "general"),
            ("coop_sealed", "=", False),
        ],
        limit=1,
    )


def cash_journal(company):
    return company.env["account.journal"].search(
        [("company_id", "=", company.id), ("type", "=", "cash")], limit=1
    )
