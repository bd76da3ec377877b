"""The demonstration: a federation, and one cooperative with its year of payments.

`run(env)` is called by the launcher in `odoo shell`; the caller commits. The people
are invented. What is paid goes through public methods as the teller, nothing else.
"""

import random
import secrets
from datetime import date, timedelta

from odoo.fields import Command

from odoo.addons.japra_base.calc.dates import add_months, month_start

from . import cash

SEED = 20221009
POKOK, WAJIB, DUE_DAY = 100_000, 20_000, 10

# login: (role, name, group, home)
USERS = {
    "pendaftaran": (
        "registrar",
        "Ratna Wulandari",
        "japra_membership.group_registrar",
        "coop_board_members_action",
    ),
    "loket": (
        "teller",
        "Yuni Astuti",
        "japra_membership.group_teller",
        "coop_board_cash_action",
    ),
    "bendahara": (
        "treasurer",
        "Bambang Prasetyo",
        "japra_base.group_treasurer",
        "coop_board_cash_action",
    ),
    "ketua": (
        "board",
        "Marwati Saputra",
        "japra_base.group_board",
        "coop_board_members_action",
    ),
    "pengawas": (
        "supervisor",
        "Hasan Basri",
        "japra_base.group_supervisor",
        "coop_board_cash_action",
    ),
    "auditor": (
        "auditor",
        "Lidya Simanjuntak",
        "japra_base.group_auditor",
        "coop_board_cash_action",
    ),
}

# How each household pays: months between two payments, and how many it is behind.
HABITS = {
    "monthly": ("Siti Aminah", "Budi Santoso", "Rahayu Lestari", "Ahmad Fauzi")
    + ("Dewi Kartika", "Slamet Riyadi"),
    "quarterly": ("Hendra Gunawan", "Sri Mulyati", "Agus Salim", "Tuti Handayani")
    + ("Rudi Hartono", "Endang Purwanti", "Usman Effendi", "Yayah Rokayah")
    + ("Dedi Kurniawan", "Lilis Suryani", "Iwan Setiawan", "Nurhayati")
    + ("Joko Susilo", "Maemunah"),
    "yearly": ("Kartini Wibowo", "Mulyadi", "Neneng Hasanah"),
    "behind": ("Sugeng Waluyo", "Rohmah", "Eko Nugroho", "Sumiati", "Taufik Hidayat"),
    "newcomer": ("Fitri Anggraini", "Wahyu Hidayat", "Ningsih", "Rizky Ramadhan"),
    "unpaid": ("Warsito",),
}

WOMEN = """Siti Rahayu Dewi Sri Tuti Endang Yayah Lilis Nurhayati Maemunah Kartini
Neneng Rohmah Sumiati Fitri Ningsih""".split()
OCCUPATIONS = {
    True: ("Pedagang", "Ibu rumah tangga", "Penjahit", "Karyawan swasta"),
    False: ("Pedagang", "Buruh harian", "Pengemudi ojek", "Nelayan", "Guru mengaji"),
}
# Their papers went with the houses.
WITHOUT_NIK = {
    "Warsito": "KTP dan KK hilang waktu penggusuran, sedang diurus di kelurahan",
    "Maemunah": "Belum pernah punya KTP Jakarta",
}
# Who lives with a member and is none.
RELATIVES = ("Asep", "Nining", "Dadang", "Euis", "Ujang", "Imas")


def run(env):
    """Make the demonstration; return {login: {"role", "name", "password"}}."""
    env["res.lang"]._activate_lang("id_ID")
    env = env(context={**env.context, "lang": "id_ID", "tracking_disable": True})
    today = env.company._coop_today()
    start = add_months(month_start(today), -12)
    japra, kunir = _companies(env, start)
    users = _users(env, japra, kunir, start)
    choice = random.Random(SEED)
    members = _members(env, users["registrar"], kunir, start, choice)
    _households(env, users["registrar"], list(members))
    _payments(env, users["teller"], _plan(members, today, choice))
    _savings(env, users, members, start)
    _one_mistake(env, users, members, today)
    _applicants(env, users, kunir)
    _steps(env, users["registrar"], members, today)
    cash.run(
        _as(env, users["treasurer"], kunir), _as(env, users["teller"], kunir), kunir
    )
    # As the night does it: nobody begins with books that were never checked.
    env["coop.control.result"]._check_companies(japra + kunir)
    return users["logins"]


def _companies(env, start):
    japra = env.ref("base.main_company")
    layout = env.ref("web.external_layout_standard")
    japra.partner_id.write(
        {"street": "Jl. Penjaringan Raya 1", "city": "Jakarta Utara"}
    )
    kunir = env["res.company"].create(
        {
            "name": "Koperasi Konsumen Kunir Pinangsia Sejahtera",
            "country_id": env.ref("base.id").id,
            "street": "Kampung Susun Kunir, Jl. Kemukus No. 2",
            "city": "Jakarta Barat",
        }
    )
    (japra + kunir).write({"external_report_layout_id": layout.id})
    env["coop.setup"].with_context(allowed_company_ids=japra.ids).create(
        {
            "company_id": japra.id,
            "name": "Japra",
            "coop_kind": "sekunder",
            "coop_code": "JPR",
            "pokok": 1_000_000,
            "wajib": 100_000,
            "due_day": DUE_DAY,
            "bylaw_from": start,
            "bylaw_date": start,
        }
    ).action_apply()
    return japra, kunir


def _users(env, japra, kunir, start):
    """Set Kunir up with its first users; the administrator serves both companies."""
    setup = (
        env["coop.setup"]
        .with_context(allowed_company_ids=kunir.ids)
        .create(
            {
                "company_id": kunir.id,
                "name": kunir.name,
                "coop_kind": "primer",
                "coop_code": "KUN",
                "pokok": POKOK,
                "wajib": WAJIB,
                "due_day": DUE_DAY,
                "bylaw_from": start,
                "bylaw_date": start,
                "user_ids": [
                    Command.create(
                        {
                            "name": name,
                            "login": login,
                            "group_ids": [Command.set(env.ref(group).ids)],
                        }
                    )
                    for login, (_role, name, group, _home) in USERS.items()
                ],
            }
        )
    )
    shown = setup.with_context(setup.action_apply()["context"])
    passwords = {line.login: line.password for line in shown.user_ids}
    admin = env.ref("base.user_admin")
    password = secrets.token_urlsafe(9)
    admin.write(
        {
            "name": "Surya Dharma",
            "password": password,
            "company_ids": [Command.set((japra + kunir).ids)],
            "company_id": kunir.id,
            "action_id": env.ref("japra_membership.coop_board_members_action").id,
        }
    )
    logins = {
        admin.login: {
            "role": "administrator",
            "name": admin.name,
            "password": password,
        }
    }
    users = {"logins": logins, "administrator": admin}
    for login, (role, name, _group, home) in USERS.items():
        user = env["res.users"].search([("login", "=", login)])
        user.action_id = env.ref(f"japra_membership.{home}").id
        users[role] = user
        logins[login] = {"role": role, "name": name, "password": passwords[login]}
    (admin + env["res.users"].search([("login", "in", list(USERS))])).write(
        {"lang": "id_ID", "tz": "Asia/Jakarta"}
    )
    return users


def _as(env, user, company):
    """The environment of a user at work in one cooperative."""
    context = {
        "lang": "id_ID",
        "tz": "Asia/Jakarta",
        "allowed_company_ids": company.ids,
        "tracking_disable": True,
    }
    return env(user=user.id, context=context, su=False)


def _members(env, registrar, kunir, start, choice):
    """{membership: habit} of the 33 households, in the order of their numbers."""
    # Of its own: who somebody is changes nothing of what is paid.
    lives = random.Random(SEED + 1)
    people = [(name, habit) for habit, names in HABITS.items() for name in names]
    choice.shuffle(people)
    rows = []
    for name, habit in people:
        months = choice.randint(8, 11) if habit == "newcomer" else 0
        admitted = add_months(start, months) + timedelta(choice.randint(0, 4))
        rows.append((admitted, name, habit))
    # As in a register: who came first has the lower number.
    rows.sort(key=lambda row: row[0])
    vals_list = []
    for position, (admitted, name, _habit) in enumerate(rows):
        floor, unit = divmod(position, 9)
        vals_list.append(
            {
                "name": name,
                "phone": f"0812-0000-{choice.randint(1000, 9999)}",
                "street": f"Kampung Susun Kunir, lantai {floor + 1} no. {unit + 1:02}",
                "city": "Jakarta Barat",
                **_identity(name, position, lives),
                "date_applied": admitted - timedelta(choice.randint(3, 20)),
                "date_admitted": admitted,
            }
        )
    members = _as(env, registrar, kunir)["coop.membership"].create(vals_list[:-1])
    members += _newest(env, registrar, kunir, vals_list[-1])
    return dict(zip(members, (habit for *_row, habit in rows), strict=True))


def _newest(env, registrar, kunir, vals):
    """The last of the register came by the board, and has not signed yet.

    The past cannot be played through buttons: its days are written as they do.
    """
    day = vals.pop("date_admitted")
    member = _as(env, registrar, kunir)["coop.membership"].create(vals)
    chair = env["res.users"].search([("login", "=", "ketua")])
    decided = day - timedelta(1)
    _as(env, chair, kunir)["coop.membership"].browse(member.id)._approve(
        decided, decision_ref=f"{day:%m}/{day.year}, rapat pengurus"
    )
    member._admit(day)
    return member


def _applicants(env, users, kunir):
    """One waits for the board, one was approved and has not paid simpanan pokok."""
    waiting, approved = _as(env, users["registrar"], kunir)["coop.membership"].create(
        [
            {
                "name": name,
                "phone": phone,
                "street": f"Kampung Susun Kunir, lantai 4 no. {unit}",
                "city": "Jakarta Barat",
                "sex": "female",
                "birth_year": year,
            }
            for name, phone, unit, year in (
                ("Wulan Sari", "0812-0000-4101", "08", 1994),
                ("Yanti Komala", "0812-0000-4102", "09", 1988),
            )
        ]
    )
    for applicant in waiting, approved:
        applicant.action_request_approval()
    approval = approved.approval_id.sudo().id
    _as(env, users["board"], kunir)["coop.approval"].browse(approval).action_approve()


def _steps(env, registrar, members, today):
    """One is suspended, and one has died: her money waits for the settlement."""
    steps = _as(env, registrar, next(iter(members)).company_id)
    suspended = [member for member, habit in members.items() if habit == "behind"][-1]
    dead = [member for member, habit in members.items() if habit == "yearly"][-1]
    for values in (
        {
            "membership_id": suspended.id,
            "kind": "suspended",
            "date": today - timedelta(12),
            "date_until": today + timedelta(60),
            "reason": "Unit disewakan kepada orang lain",
            "decision_ref": f"7/{today.year}, rapat pengurus",
        },
        {
            "membership_id": dead.id,
            "kind": "died",
            "date": today - timedelta(9),
            "told_by": "Anaknya, dengan surat kematian kelurahan",
        },
    ):
        steps["coop.membership.step"].create(values).action_apply()


def _identity(name, position, lives):
    """An invented person: no district has the number 00, so the NIK is nobody's."""
    woman = name.split()[0] in WOMEN
    born = date(1950, 1, 1) + timedelta(lives.randrange(18_000))
    facts = {
        "sex": "female" if woman else "male",
        "occupation": lives.choice(OCCUPATIONS[woman]),
        "nickname": f"{'Bu' if woman else 'Pak'} {name.split()[0]}",
    }
    if name in WITHOUT_NIK:
        return facts | {"birth_year": born.year, "no_nik_reason": WITHOUT_NIK[name]}
    day = born.day + 40 * woman
    return facts | {
        "birth_date": born,
        "nik_masked": f"317300{day:02}{born:%m%y}{position + 1:04}",
        "no_kk_masked": f"317300120315{position + 1:04}",
    }


def _households(env, registrar, members):
    """One household to each door; some with somebody who is no member."""
    env = _as(env, registrar, members[0].company_id)
    relatives = env["res.partner"].create(
        [{"name": name, "company_id": members[0].company_id.id} for name in RELATIVES]
    )
    vals_list = []
    for position, member in enumerate(members):
        floor, unit = divmod(position, 9)
        people = member.partner_id
        if position % 5 == 0:
            people |= relatives[position // 5 : position // 5 + 1]
        vals_list.append(
            {
                "head_id": member.partner_id.id,
                "kampung": "Kampung Susun Kunir",
                "rt": "6",
                "rw": "4",
                "block": "ABCD"[floor],
                "unit": f"{unit + 1:02}",
                "phone": member.phone,
                "person_ids": [
                    Command.create({"partner_id": person.id}) for person in people
                ],
            }
        )
    env["coop.household"].create(vals_list)


def _plan(members, today, choice):
    """[(day, membership, pokok, wajib)] of a year, by day."""
    plan = []
    for member, habit in members.items():
        first = member.date_admitted
        months = _months_between(first, today) + 1
        if habit == "unpaid":
            continue
        step = {"monthly": 1, "newcomer": 1, "behind": 2}.get(habit, 3)
        last = months - choice.randint(3, 6) if habit == "behind" else months
        if habit == "yearly":
            plan.append((first + timedelta(2), member, POKOK, 15 * WAJIB))
            continue
        plan.append((first, member, POKOK, WAJIB))
        for month in range(1, last, step):
            paid = min(step, last - month)
            day = add_months(month_start(first), month + paid - 1)
            plan.append(
                (
                    day + timedelta(choice.randint(0, DUE_DAY - 1)),
                    member,
                    0,
                    paid * WAJIB,
                )
            )
        if habit == "behind":
            plan.append((plan[-1][0] + timedelta(9), member, 0, WAJIB // 2))
    return sorted(
        (row for row in plan if row[0] <= today),
        key=lambda row: (row[0], row[1].number),
    )


def _months_between(first, last):
    return (last.year - first.year) * 12 + last.month - first.month


def _payments(env, teller, plan):
    """Take the payments as the teller; return the receipts."""
    receipts = _receipts(
        env,
        teller,
        [
            (day, member, {"pokok": pokok, "wajib": wajib}, {})
            for day, member, pokok, wajib in plan
        ],
    )
    receipts.action_post()
    return receipts


def _receipts(env, teller, rows):
    """Drafts of the teller; rows of (day, member, {kind: amount}, other values)."""
    return _as(env, teller, teller.company_id)["coop.receipt"].create(
        [
            {
                "membership_id": member.id,
                "date": day,
                "line_ids": [
                    Command.create({"coop_account_id": account.id, "amount": amount})
                    for account in member.account_ids
                    if (amount := amounts.get(account.product_id.share_kind))
                ],
                **values,
            }
            for day, member, amounts, values in rows
        ]
    )


def _savings(env, users, members, start):
    """What some save beside their shares, by cash and bank, and take out again."""
    savers = [member for member, habit in members.items() if habit == "monthly"]
    teller = users["teller"]
    bank = {"means": "transfer", "reference": "BRI 0073"}
    deposits = [
        (
            add_months(start, months) + timedelta(10 + n),
            member,
            {"sukarela": 100_000 + 25_000 * n},
            bank if n % 3 == 2 else {},
        )
        for months in (3, 5, 7)
        for n, member in enumerate(savers)
    ]
    _receipts(env, teller, deposits).action_post()
    day = add_months(start, 9) + timedelta(4)
    payouts = [
        (day, savers[1], {"sukarela": 150_000}, {"direction": "out"}),
        (
            day,
            savers[5],
            {"sukarela": 600_000},
            {"direction": "out", "note": "Biaya masuk sekolah"},
        ),
    ]
    small, large = _receipts(env, teller, payouts)
    small.action_post()
    large.action_request_approval()
    _as(env, users["board"], large.company_id)["coop.approval"].browse(
        large.approval_id.id
    ).action_approve()
    large.action_post()


def _one_mistake(env, users, members, today):
    """A receipt for the wrong member, reversed by the treasurer and taken again."""
    wrong = next(member for member, habit in members.items() if habit == "unpaid")
    right = next(member for member, habit in members.items() if habit == "behind")
    receipt = _payments(env, users["teller"], [(today, wrong, 0, 2 * WAJIB)])
    _as(env, users["treasurer"], receipt.company_id)["coop.receipt.reverse"].create(
        {
            "receipt_id": receipt.id,
            "reason": f"Salah anggota, uangnya milik {right.number}",
        }
    ).action_apply()
    _payments(env, users["teller"], [(today, right, 0, 2 * WAJIB)])
