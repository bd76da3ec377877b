"""The cooperatives that are measured.

Koperasi Massa has ten thousand members who paid for five years, Koperasi Kota a
hundred thousand: made by SQL. Only the bench does this, everywhere else members' money
moves by public methods. Koperasi Loket is a desk: seventy members, fifty of whom have
paid once.
"""

from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from odoo.fields import Command

# {name: (letters of the numbers, members)}
MASSES = {"Koperasi Massa": ("MAS", 10_000), "Koperasi Kota": ("KOT", 100_000)}
FIRST_NAMES = (
    "Siti Nur Dewi Sri Rina Yanti Wati Ani Lestari Fitri Ratna Yuni Maya Indah Tuti "
    "Lina Rahayu Kartini Aminah Halimah Budi Agus Joko Slamet Bambang Hendra Asep Dedi "
    "Eko Rudi Wahyu Hasan Ahmad Yusuf Iwan Udin Dadang Suparman Tono Karso"
).split()
LAST_NAMES = (
    "Susanti Lestari Rahayu Wulandari Handayani Kurniawan Setiawan Saputra Hidayat "
    "Santoso Wijaya Pratama Nugroho Purnomo Suryadi Firmansyah Maulana Ramadhan Hakim "
    "Siregar Nasution Harahap Simanjuntak Sitompul Lubis Batubara Ginting Tarigan "
    "Pohan Daulay Utami Permata Anggraini Puspita Safitri Mulyani Astuti Suharti "
    "Sumarni Kusuma Gunawan Sutanto Halim Salim Basri Anwar Junaedi Sobari Mansur "
    "Rosadi"
).split()
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
    "bench.treasurer": "japra_base.group_treasurer",
    "bench.accountant": "account.group_account_user",
}


def fill(env):
    """Make them all and commit."""
    companies = env["res.company"]
    for name, (code, _members) in MASSES.items():
        companies |= make_cooperative(env, name, code)
    # Core loads a chart once more when a new company is committed.
    env.cr.commit()
    with without_indexes(env.cr, "account_move_line"):
        for company in companies:
            fill_mass(company)
    for company in companies | make_desk(env):
        if failures := env["coop.control"]._failures(company):
            raise AssertionError(failures)
    env.cr.commit()


@contextmanager
def without_indexes(cr, table):
    """Millions of rows are proved and indexed once, not one by one."""
    cr.execute(
        "SELECT format('ALTER TABLE %%I DROP CONSTRAINT %%I', %(table)s, conname),"
        " format('ALTER TABLE %%I ADD CONSTRAINT %%I %%s', %(table)s, conname,"
        " pg_get_constraintdef(oid)) FROM pg_constraint"
        " WHERE conrelid = %(table)s::regclass AND contype = 'f'"
        " UNION ALL SELECT format('DROP INDEX %%I', c.relname),"
        " pg_get_indexdef(indexrelid) FROM pg_index"
        " JOIN pg_class c ON c.oid = indexrelid"
        " WHERE indrelid = %(table)s::regclass AND NOT indisprimary",
        {"table": table},
    )
    found = cr.fetchall()
    for drop, _add in found:
        cr.execute(drop)
    yield
    cr.execute("SET LOCAL maintenance_work_mem = '512MB'")
    for _drop, add in reversed(found):
        cr.execute(add)


def fill_mass(company):
    env = company.env
    code, members = MASSES[company.name]
    pokok, wajib = (product(company, kind) for kind in ("pokok", "wajib"))
    env.flush_all()
    env.cr.execute(
        Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"),
        {
            "as_of": AS_OF,
            "cash_account": cash_journal(company).default_account_id.id,
            "chunk": CHUNK,
            "code": code,
            "company": company.id,
            "currency": company.currency_id.id,
            "first": FIRST_MONTH,
            "first_names": FIRST_NAMES,
            "journal": company.coop_receipt_journal_id.id,
            "last_names": LAST_NAMES,
            "members": members,
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


def make_desk(env):
    company = make_cooperative(env, "Koperasi Loket", "LOK")
    companies = company | cooperative(env, "Massa") | cooperative(env, "Kota")
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
