"""Kunir: 33 households of one house of flats, run by two persons.

Each payment is a receipt of its own, taken at the counter. The people are invented.
"""

import random
from datetime import timedelta

from odoo.fields import Command

from odoo.addons.japra_base.calc.dates import add_months, month_start

from . import capital, cash, people, register
from .stage import DUE_DAY, Charter, Staff

SEED = 20221009
POKOK, WAJIB = 100_000, 20_000

CHAIR = Staff("ketua.kunir", "Marwati Saputra", ("board",))
STAFF = (
    CHAIR,
    Staff("kunir", "Yuni Astuti", ("registrar", "teller", "treasurer")),
    Staff("penagih.kunir", "Endin Suhendi", ("collector",)),
)

# How each household pays: months between two payments, and how many it is behind.
HABITS = {
    "monthly": ("Siti Aminah", "Budi Santoso", "Rahayu Lestari", "Ahmad Fauzan")
    + ("Dewi Puspita", "Slamet Riyanto"),
    "quarterly": ("Hendra Suryana", "Sri Mulyati", "Agus Supriadi", "Tuti Handayani")
    + ("Rudi Haryanto", "Endang Purwanti", "Usman Efendi", "Yayah Rokayah")
    + ("Dedi Kurniawan", "Lilis Suryani", "Iwan Suhendar", "Nurhayati")
    + ("Joko Purnomo", "Maemunah"),
    "yearly": ("Kartini Wibowo", "Mulyadi", "Neneng Hasanah"),
    "behind": ("Sugeng Waluyo", "Rohmah", "Eko Nugroho", "Sumiati", "Taufik Rohman"),
    "newcomer": ("Fitri Anggraini", "Wahyu Pribadi", "Ningsih", "Rizky Ramadhan"),
    "unpaid": ("Warsito",),
}

WOMEN = """Siti Rahayu Dewi Sri Tuti Endang Yayah Lilis Nurhayati Maemunah Kartini
Neneng Rohmah Sumiati Fitri Ningsih""".split()
OCCUPATIONS = {
    True: ("Pedagang", "Ibu rumah tangga", "Penjahit", "Karyawan swasta"),
    False: ("Pedagang", "Buruh harian", "Pengemudi ojek", "Nelayan", "Guru mengaji"),
}
WITHOUT_NIK = {"Warsito": people.REASONS[0], "Maemunah": people.REASONS[1]}
# Who lives with a member and is none.
RELATIVES = ("Asep", "Nining", "Dadang", "Euis", "Ujang", "Imas")

CHARTER = Charter(
    short="Kunir",
    name="Koperasi Konsumen Kunir Pinangsia Sejahtera",
    code="KUN",
    kind="primer",
    street="Kampung Susun Kunir, Jl. Kemukus No. 2",
    city="Jakarta Barat",
    registry="AHU-0000303.AH.01.26",
    pokok=POKOK,
    wajib=WAJIB,
    staff=STAFF,
)


def play(kunir):
    """Play the year of the house."""
    choice = random.Random(SEED)
    members, newest = _members(kunir, choice)
    _households(kunir, [*members, newest])
    _payments(kunir, _plan(members, kunir.today, choice))
    _savings(kunir, members)
    # The last of the register came by the board, and has not signed yet.
    register.admit(kunir, newest)
    _one_mistake(kunir, members)
    _applicants(kunir)
    register.suspend(kunir, _last(members, "behind"))
    register.die(kunir, _last(members, "yearly"))
    kunir.print_all()
    cash.run(kunir)
    capital.deposit(kunir, 4_000_000, "BRI 0073-11")


def _members(kunir, choice):
    """({membership: habit}, an applicant): 33 households, in the order of the register.

    All but the last stood in the paper register.
    """
    # Of its own: who somebody is changes nothing of what is paid.
    lives = random.Random(SEED + 1)
    everybody = [(name, habit) for habit, names in HABITS.items() for name in names]
    choice.shuffle(everybody)
    rows = []
    for name, habit in everybody:
        months = choice.randint(8, 11) if habit == "newcomer" else 0
        admitted = add_months(kunir.start, months) + timedelta(choice.randint(0, 4))
        rows.append((admitted, name, habit))
    # As in a register: who came first has the lower number.
    rows.sort(key=lambda row: row[0])
    vals_list = []
    for position, (admitted, name, _habit) in enumerate(rows):
        floor, unit = divmod(position, 9)
        person = people.Person(name, name.split()[0] in WOMEN)
        vals_list.append(
            {
                "name": name,
                "phone": f"0812-0000-{choice.randint(1000, 9999)}",
                "street": f"Kampung Susun Kunir, lantai {floor + 1} no. {unit + 1:02}",
                "city": "Jakarta Barat",
                **people.identity(
                    person,
                    "3173",
                    position + 1,
                    lives,
                    WITHOUT_NIK.get(name),
                    OCCUPATIONS,
                ),
                "date_applied": admitted - timedelta(choice.randint(3, 20)),
                "date_admitted": admitted,
            }
        )
    del vals_list[-1]["date_admitted"]
    *members, newest = kunir.at_work("registrar")["coop.membership"].create(vals_list)
    habits = (habit for *_row, habit in rows[:-1])
    return dict(zip(members, habits, strict=True)), newest


def _applicants(kunir):
    """One waits for the board, one was approved and has not paid simpanan pokok."""
    waiting, approved = (
        register.apply(
            kunir,
            name,
            "female",
            f"Kampung Susun Kunir, lantai 4 no. {unit}",
            birth_year=year,
            phone=f"0812-0000-{phone}",
        )
        for name, unit, year, phone in (
            ("Wulan Sari", "08", 1994, 4101),
            ("Yanti Komala", "09", 1988, 4102),
        )
    )
    waiting.action_request_approval()
    register.approve(kunir, approved)


def _last(members, habit):
    return [member for member, theirs in members.items() if theirs == habit][-1]


def _households(kunir, members):
    """One household to each door; some with somebody who is no member."""
    env = kunir.at_work("registrar")
    relatives = env["res.partner"].create(
        [{"name": name, "company_id": kunir.company.id} for name in RELATIVES]
    )
    vals_list = []
    for position, member in enumerate(members):
        floor, unit = divmod(position, 9)
        residents = member.partner_id
        if position % 5 == 0:
            residents |= relatives[position // 5 : position // 5 + 1]
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
                    Command.create({"partner_id": person.id}) for person in residents
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


def _payments(kunir, plan):
    """Take the payments as the teller; return the receipts."""
    receipts = kunir.receipts(
        [
            (day, member, {"pokok": pokok, "wajib": wajib}, {})
            for day, member, pokok, wajib in plan
        ]
    )
    receipts.action_post()
    return receipts


def _savings(kunir, members):
    """What some save beside their shares, by cash and bank, and take out again."""
    savers = [member for member, habit in members.items() if habit == "monthly"]
    bank = {"means": "transfer", "reference": "BRI 0073"}
    deposits = [
        (
            add_months(kunir.start, months) + timedelta(10 + n),
            member,
            {"sukarela": 100_000 + 25_000 * n},
            bank if n % 3 == 2 else {},
        )
        for months in (3, 5, 7)
        for n, member in enumerate(savers)
    ]
    kunir.receipts(deposits).action_post()
    day = add_months(kunir.start, 9) + timedelta(4)
    kunir.pay(savers[1], day, sukarela=150_000, direction="out")
    large = kunir.draft(
        savers[5], day, sukarela=600_000, direction="out", note="Biaya masuk sekolah"
    )
    large.action_request_approval()
    kunir.approve(large)
    large.action_post()


def _one_mistake(kunir, members):
    """A receipt for the wrong member, reversed by the treasurer and taken again."""
    wrong = next(member for member, habit in members.items() if habit == "unpaid")
    right = next(member for member, habit in members.items() if habit == "behind")
    receipt = kunir.pay(wrong, kunir.today, wajib=2 * WAJIB)
    kunir.reverse(receipt, f"Salah anggota, uangnya milik {right.number}")
    kunir.pay(right, kunir.today, wajib=2 * WAJIB)
