"""Marlina: 150 of about 600 households, on the ground between harbour and canal.

A collector walks through an RT every third month.
"""

from . import day, kampung, register
from .kampung import Door, Habit
from .stage import Charter, Staff

SEED = 20170817
POKOK, WAJIB = 50_000, 10_000
RTS = {"1": "A", "2": "B", "3": "C", "4": "D", "5": "E"}
DOORS = 30

STAFF = (
    Staff("ketua.marlina", "Suherman Wijaya", ("board",)),
    Staff("loket.marlina", "Nita Oktaviani", ("teller", "registrar")),
    Staff("penagih.marlina", "Karsono", ("collector",)),
    Staff("bendahara.marlina", "Desi Arisandi", ("treasurer",)),
)
HABITS = (
    (Habit(), 90),
    (Habit(every=2), 24),
    (Habit(ahead=15), 10),
    (Habit(comes=True), 8),
    (Habit(stops=1), 8),
    (Habit(stops=2), 6),
    (Habit(stops=4), 2),
    (Habit(stops=5), 2),
)

CHARTER = Charter(
    short="Marlina",
    name="Koperasi Konsumen Marlina Maju Bersama",
    code="MMB",
    kind="primer",
    street="Kampung Marlina, Muara Baru",
    city="Jakarta Utara",
    registry="AHU-0000202.AH.01.26",
    pokok=POKOK,
    wajib=WAJIB,
    staff=STAFF,
)


def play(coop):
    """Play the year of the kampung."""
    doors = [
        Door(rt, block, unit)
        for rt, block in RTS.items()
        for unit in range(1, DOORS + 1)
    ]
    place = kampung.Kampung(coop, "Kampung Marlina", "17", "3172", doors, HABITS, SEED)
    place.settle(spouses=4, relatives=30, late_comers=10, without_nik=8)
    savers = place.of_habit(every=1, ahead=0, stops=0, comes=False)[:6]
    place.play(
        3,
        [{"kampung": place.name, "rt": rt} for rt in RTS],
        day.savings(coop, savers),
    )
    register.die(coop, place.of_habit(every=2)[-1])
    applicant = register.apply(
        coop, "Rusdi Hartanto", "male", "Kampung Marlina B-31", birth_year=1985
    )
    applicant.action_request_approval()
    coop.print_all()
