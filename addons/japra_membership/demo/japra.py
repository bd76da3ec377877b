"""Japra: the federation whose members are the three cooperatives."""

from datetime import timedelta

from odoo.addons.japra_base.calc.dates import add_months

from . import capital
from .stage import Charter, Staff

POKOK, WAJIB = 1_000_000, 100_000

STAFF = (
    Staff("ketua.japra", "Yusnita Harahap", ("board",)),
    Staff("japra", "Teguh Santosa", ("treasurer", "teller", "registrar")),
)

CHARTER = Charter(
    short="Japra",
    name="Japra",
    code="JPR",
    kind="sekunder",
    street="Jl. Penjaringan Raya 1",
    city="Jakarta Utara",
    registry="AHU-0000404.AH.01.26",
    pokok=POKOK,
    wajib=WAJIB,
    staff=STAFF,
)


def join(japra, homes):
    """The cooperatives are members, with pokok and what they paid of the wajib.

    Each books its own half; of the youngest, two months behind, the last payment
    waits for the treasurer of Japra.
    """
    founded = japra.start + timedelta(7)
    members = japra.at_work("registrar")["coop.membership"].create(
        [
            {
                "partner_id": home.company.partner_id.id,
                "date_applied": founded - timedelta(14),
                "date_admitted": founded,
            }
            for home in homes
        ]
    )
    paid = []
    for place, member in enumerate(members):
        # Each for itself, as the halves of a pair are.
        paid.append((founded, member, {"pokok": POKOK}))
        paid.append((founded, member, {"wajib": 2 * WAJIB}))
        for quarter in range(4):
            day = add_months(japra.start, 2 + 3 * quarter) + timedelta(5 + place)
            months = 3 if quarter < 3 or place < len(homes) - 1 else 1
            if day <= japra.today:
                paid.append((day, member, {"wajib": months * WAJIB}))
    paid.sort(key=lambda row: (row[0], row[1].number))
    receipts = japra.receipts(
        [
            (*row, {"means": "transfer", "reference": f"BCA {7300 + place}"})
            for place, row in enumerate(paid)
        ]
    )
    receipts.action_post()
    for home, member in zip(homes, members, strict=True):
        mine = receipts.filtered(lambda one, member=member: one.membership_id == member)
        confirmations = capital.invest(home, japra, mine)
        if home == homes[-1]:
            confirmations.pop()
        for confirmation in confirmations:
            confirmation.action_apply()
    japra.print_all()
