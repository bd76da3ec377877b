"""The demonstration: a federation and its three cooperatives, a year of each.

`run(env)` is called by the launcher in `odoo shell`; the caller commits. The people
are invented. Everything goes through public methods, as the person whose work it is.
"""

import secrets

from odoo.fields import Command

from . import akuarium, japra, kunir, marlina

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
ADMINISTRATOR = "Surya Pratama"


def run(env):
    """Make the demonstration; return {login: {"role", "name", "password"}}."""
    env = prepare(env)
    federation, logins = japra.run(env)
    homes = []
    for play in akuarium.run, marlina.run, kunir.run:
        home, staff = play(env)
        homes.append(home)
        logins |= staff
    japra.join(federation, homes)
    companies = federation.company
    for home in homes:
        companies |= home.company
    return _administrator(env, companies) | logins


def prepare(env):
    """The environment in which the cooperatives are founded."""
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
    return env(context={**env.context, "lang": "id_ID", "tracking_disable": True})


def _administrator(env, companies):
    """The administrator serves all of them, and begins in the largest household."""
    admin = env.ref("base.user_admin")
    password = secrets.token_urlsafe(9)
    admin.write(
        {
            "name": ADMINISTRATOR,
            "password": password,
            "company_ids": [Command.set((japra + kunir).ids)],
            "company_id": kunir.id,
            "action_id": env.ref("japra_membership.coop_board_members_action").id,
            "lang": "id_ID",
            "tz": "Asia/Jakarta",
            "company_ids": [Command.set(companies.ids)],
            "company_id": companies[1].id,
            "action_id": env.ref("japra_membership.coop_membership_action").id,
        }
    )
    return {
        admin.login: {
            "role": "administrator",
            "name": ADMINISTRATOR,
            "password": password,
        }
    }
