"""A kampung whose money a collector fetches at the doors.

What Akuarium and Marlina have in common: who lives where, what each gives on which
round, and the list of a round booked with a receipt for each.
"""

from datetime import timedelta
from typing import NamedTuple

from odoo.fields import Command

from odoo.addons.japra_base.calc.dates import add_months

from . import people

# Days of a month before the first list of a round.
BEFORE_WALK = 4


class Door(NamedTuple):
    """Where a household lives."""

    rt: str
    block: str
    unit: int


class Habit(NamedTuple):
    """How a household pays: every how many rounds what fell due since.

    `ahead`: it pays so many months more at the first round, and then no more;
    `stops`: it gave nothing on so many of the last rounds; `comes`: to the counter.
    """

    every: int = 1
    ahead: int = 0
    stops: int = 0
    comes: bool = False


class Kampung:
    """The doors of a cooperative, who lives behind them and how they pay."""

    def __init__(self, coop, name, rw, region, doors, habits, seed):
        self.coop = coop
        self.name, self.rw, self.region = name, rw, region
        self.doors = doors
        self.choice = people.chooser(seed)
        self.lives = people.chooser(seed + 1)
        # As many of each habit as the share says, behind any door.
        weighted = [habit for habit, count in habits for _place in range(count)]
        self.habits = weighted[: len(doors)]
        self.choice.shuffle(self.habits)
        self.members = self.spouses = None

    # === PEOPLE === #

    def settle(self, spouses=0, relatives=0, late_comers=0, without_nik=0):
        """Let people move in, as they stand in the paper register.

        `spouses`: so many households have a second member; `relatives`: so many have
        somebody who is none; `late_comers`: so many were admitted during the year.
        """
        coop, count = self.coop, len(self.doors)
        persons = people.names(count + spouses + relatives, self.lives)
        env = coop.at_work("registrar")
        days = sorted(
            self._admitted(place, count - late_comers) for place in range(count)
        )
        vals_list = [
            self._prepare_member(persons[place], self.doors[place], place, day)
            for place, day in enumerate(days)
        ]
        for place in range(without_nik):
            vals = vals_list[count // without_nik * place]
            for name in ("nik_masked", "no_kk_masked", "birth_date"):
                vals.pop(name)
            vals["birth_year"] = 1960 + 7 * place % 40
            vals["no_nik_reason"] = people.REASONS[place % len(people.REASONS)]
        # A wife or a husband joined the day after.
        vals_list += [
            self._prepare_member(
                persons[count + place],
                self.doors[place * count // max(1, spouses)],
                count + place,
                days[-1 - late_comers] + timedelta(1),
            )
            for place in range(spouses)
        ]
        members = env["coop.membership"].create(vals_list)
        self.members, self.spouses = members[:count], members[count:]
        others = env["res.partner"].create(
            [
                {"name": person.name, "company_id": coop.company.id}
                for person in persons[count + spouses :]
            ]
        )
        self._open_doors(env, others)

    def _admitted(self, place, early):
        """The first of a house in the first days, late comers later in the year."""
        if place < early:
            return self.coop.start + timedelta(self.choice.randint(0, 3))
        day = add_months(self.coop.start, self.choice.randint(3, 10))
        return day + timedelta(self.choice.randint(10, 25))

    def _prepare_member(self, person, door, place, day):
        choice = self.choice
        return {
            "name": person.name,
            "phone": f"0812-{self.region}-{choice.randint(1000, 9999)}",
            "street": f"{self.name} {door.block}-{door.unit:02}",
            "city": self.coop.charter.city,
            **people.identity(person, self.region, place + 1, self.lives),
            "date_applied": day - timedelta(choice.randint(3, 20)),
            "date_admitted": day,
        }

    def _open_doors(self, env, others):
        """One household to each door, with whoever lives there."""
        count = len(self.doors)
        residents = [member.partner_id for member in self.members]
        for newcomers in (self.spouses.partner_id, others):
            for place, person in enumerate(newcomers):
                residents[place * count // len(newcomers)] |= person
        env["coop.household"].create(
            [
                {
                    "head_id": member.partner_id.id,
                    "kampung": self.name,
                    "rt": door.rt,
                    "rw": self.rw,
                    "block": door.block,
                    "unit": f"{door.unit:02}",
                    "phone": member.phone,
                    "person_ids": [
                        Command.create({"partner_id": person.id}) for person in at_home
                    ],
                }
                for member, door, at_home in zip(
                    self.members, self.doors, residents, strict=True
                )
            ]
        )

    # === THE YEAR === #

    def play(self, months, where, rows=()):
        """Play the year month by month: rounds of the collector, and the counter.

        `months`: between two rounds; `where`: for each list of a round what says which
        houses it is of; `rows`: what is taken at the counter beside the shares of who
        comes there.
        """
        rows = sorted([*rows, *self._come()], key=lambda row: (row[0], row[1].id))
        last = self._month(self.coop.today)
        for month in range(last + 1):
            first = add_months(self.coop.start, month)
            second = add_months(self.coop.start, month + 1)
            walk = first + timedelta(BEFORE_WALK)
            # One after the other, so that the numbers stand in the order of the days.
            for place, houses in enumerate(where if month % months == 0 else ()):
                day = walk + timedelta(place)
                if day <= self.coop.today:
                    self._take(rows, first, day)
                    self._walk(day, houses, month // months, last // months, months)
                    first = day
            self._take(rows, first, second)

    def _take(self, rows, since, until):
        """At the counter, what comes from one day to the day before another."""
        chosen = [row for row in rows if since <= row[0] < until]
        if chosen:
            self.coop.receipts(chosen).action_post()

    def _come(self, every=3):
        """The rows of who comes to the counter, every third one pays by transfer."""
        rows = []
        wajib = self.coop.charter.wajib
        for place, member in enumerate(self.of_habit(comes=True)):
            first = member.date_admitted
            shares = {"pokok": self.coop.charter.pokok, "wajib": wajib}
            rows.append((first, member, shares, {}))
            begun = self._month(first)
            for month in range(begun + 1, self._month(self.coop.today) + 1, every):
                day = add_months(self.coop.start, month)
                day += timedelta(self.choice.randint(9, 24))
                if day < self.coop.today:
                    means = {}
                    if place % 3 == 2:
                        reference = f"BRI {4100 + 20 * month + place}"
                        means = {"means": "transfer", "reference": reference}
                    rows.append((day, member, {"wajib": every * wajib}, means))
        return rows

    def _walk(self, day, houses, round_, last, months):
        """One list: filled in at the doors by the collector, booked by the teller."""
        collector = self.coop.at_work("collector")
        collection = collector["coop.collection"].create({**houses, "date": day})
        collection.action_fill()
        gave = {}
        for line in collection.line_ids:
            amount = self._gives(line.membership_id, day, round_, last, months)
            if amount is None:
                gave[line] = Command.delete(line.id)
            elif amount:
                gave[line] = Command.update(line.id, {"amount": amount})
        collection.line_ids = list(gave.values())
        if any(collection.line_ids.mapped("amount")):
            teller = self.coop.at_work("teller")
            teller["coop.collection"].browse(collection.id).action_post()

    def _gives(self, member, day, round_, last, months):
        """What somebody gives on a round; None: was no member on that day."""
        if member.date_admitted > day:
            return None
        habit = self.habit(member)
        charter = self.coop.charter
        month = self._month(day)
        first = self._month(member.date_admitted)
        begun = month - first < months
        pokok = charter.pokok if begun else 0
        if habit.comes or (habit.stops and round_ > last - habit.stops):
            return 0
        if not begun and (habit.ahead or round_ % habit.every):
            return 0
        # What fell due since the last visit, and what is paid ahead at the first.
        rounds = 1 if begun else habit.every
        due = min(month - first + 1, months * rounds)
        return pokok + charter.wajib * (due + (habit.ahead if begun else 0))

    def habit(self, member):
        """Of the household; a second member pays on every third round."""
        if member in self.spouses:
            return Habit(every=3)
        return self.habits[self.members.ids.index(member.id)]

    def of_habit(self, **values):
        """The members whose habit is as said."""
        return self.members.filtered(
            lambda member: all(
                getattr(self.habit(member), name) == value
                for name, value in values.items()
            )
        )

    def _month(self, day):
        start = self.coop.start
        return (day.year - start.year) * 12 + day.month - start.month
