"""Akuarium: 103 households in five blocks, with a person for each task.

A collector walks through them each month; some come to the counter.
"""

from . import capital, day, kampung, people, register
from .kampung import Door, Habit
from .stage import Charter, Staff

SEED = 20160411
POKOK, WAJIB = 100_000, 25_000
RT = "12"
BLOCKS = {"A": 21, "B": 21, "C": 21, "D": 20, "E": 20}

STAFF = (
    Staff("ketua", "Rohana Latifah", ("board",)),
    Staff("pendaftaran", "Ratna Wulandari", ("registrar",)),
    Staff("loket", "Sari Melati", ("teller",)),
    Staff("penagih", "Dodo Suwanda", ("collector",)),
    Staff("bendahara", "Bambang Prasetyo", ("treasurer",)),
    Staff("pengawas", "Hasan Mursid", ("supervisor",)),
    Staff("auditor", "Lidya Simanjuntak", ("auditor",)),
)
HABITS = (
    (Habit(), 18),
    (Habit(every=2), 28),
    (Habit(every=3), 24),
    (Habit(ahead=16), 8),
    (Habit(comes=True), 14),
    (Habit(stops=1), 2),
    (Habit(stops=2), 2),
    (Habit(stops=3), 2),
    (Habit(stops=5), 3),
    (Habit(stops=9), 1),
    (Habit(stops=13), 1),
)

CHARTER = Charter(
    short="Akuarium",
    name="Koperasi Akuarium Bangkit Mandiri",
    code="AKR",
    kind="primer",
    street="Kampung Susun Akuarium, Jl. Pasar Ikan",
    city="Jakarta Utara",
    registry="AHU-0000101.AH.01.26",
    pokok=POKOK,
    wajib=WAJIB,
    staff=STAFF,
)


def play(coop):
    """Play the year of the kampung."""
    doors = [
        Door(RT, block, unit)
        for block, units in BLOCKS.items()
        for unit in range(1, units + 1)
    ]
    place = kampung.Kampung(
        coop, "Kampung Susun Akuarium", "4", "3172", doors, HABITS, SEED
    )
    place.settle(spouses=9, relatives=20, late_comers=8, without_nik=6)
    savers = place.of_habit(every=1, ahead=0, stops=0, comes=False)[:10]
    place.play(
        1,
        [{"kampung": place.name, "rt": RT}],
        day.savings(coop, savers),
    )
    _register(coop, place)
    patient = place.of_habit(every=2)
    # One pays it today with the dues, the other's stays open.
    day.bill(coop, patient[0] + patient[5], 75_000)
    day.serve(coop, [*patient[:5], *place.of_habit(every=3)[:2]])
    _payouts(coop, savers)
    regular = place.of_habit(every=1, ahead=0, stops=0, comes=False)
    capital.classes(coop, regular[10:13], place.of_habit(comes=True)[:4], 40_000)
    capital.waive(coop, place.of_habit(stops=5)[1], 3, "Sakit, tidak bisa melaut")
    capital.certify(coop, regular[10:12])
    capital.deposit(coop, 20_000_000, "BRI 4410-27")


def _register(coop, place):
    """One suspended, one dead, one leaving; three applicants; one has not signed.

    One of them is known already: he applied once before, under a record of its own.
    """
    register.suspend(coop, place.of_habit(stops=9))
    register.die(coop, place.of_habit(every=3)[-1])
    register.leave(coop, place.of_habit(every=2)[-1])
    home = "Kampung Susun Akuarium D-17"
    newest = register.apply(
        coop, "Tasya Amelinda", "female", home, birth_year=1999, phone="0812-3172-4101"
    )
    register.admit(coop, newest)
    # She brings her papers first.
    register.apply(
        coop, "Mak Ijah Sukaesih", "female", home, no_nik_reason=people.REASONS[0]
    )
    dimas = ("Dimas Aryanto", "male", "Kampung Susun Akuarium E-20")
    register.withdraw(coop, register.apply(coop, *dimas, birth_year=1991))
    waiting = register.apply(coop, *dimas, birth_year=1991)
    waiting.action_request_approval()


def _payouts(coop, savers):
    """Two payouts above the limit: one is agreed to and paid, one waits."""
    done, waiting = (
        coop.draft(member, coop.today, sukarela=amount, direction="out", note=purpose)
        for member, amount, purpose in (
            (savers[3], 800_000, "Biaya masuk sekolah"),
            (savers[4], 1_000_000, "Perbaikan perahu"),
        )
    )
    for payout in done, waiting:
        payout.action_request_approval()
    coop.approve(done)
    done.action_post()
    done.action_mark_printed()
