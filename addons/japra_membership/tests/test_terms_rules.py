import doctest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.japra_base.calc.dates import month_start

from ..calc import terms
from ..calc.dues import Free, Once, OnEntry, Periodic, Statement, ageing, allocate
from ..calc.terms import Exceptions, Terms, both, since_opening, value_on
from .test_dues_rules import FIRST, LAST, PROPERTY, amounts, days, due_days, tariffs

names = st.sampled_from(["", "biasa", "penghuni"])
classes = st.lists(
    st.tuples(days, names), max_size=3, unique_by=lambda item: item[0]
).map(lambda items: tuple(sorted(items)))
tables = st.lists(
    st.tuples(
        days,
        st.dictionaries(
            st.sampled_from(["biasa", "penghuni"]), st.integers(0, 90_000), min_size=1
        ),
    ),
    max_size=3,
    unique_by=lambda item: item[0],
).map(sorted)
spans = st.lists(
    st.tuples(days, st.integers(0, 400)).map(
        lambda item: (item[0], item[0] + timedelta(days=item[1]))
    ),
    max_size=3,
).map(tuple)


def _value(history, day):
    """The slow way: look at every row."""
    found = None
    for since, value in history:
        if since <= day:
            found = value
    return found


@tagged("post_install", "-at_install")
class TestTermsRules(BaseCase):
    """Classes, waived months and suspensions, against slow and obvious arithmetic."""

    def test_doctests(self):
        self.assertEqual(doctest.testmod(terms).failed, 0)

    def test_class_follows_the_first_day_of_the_month(self):
        rule = Periodic(
            "wajib",
            [(FIRST, 20_000)],
            [(FIRST, 10)],
            LAST,
            tables=[(date(2026, 5, 1), {"penghuni": 35_000})],
        )
        history = ((date(2026, 6, 2), "penghuni"), (date(2026, 9, 1), "biasa"))
        own = rule.of(Terms(since_opening(history, date(2026, 4, 3))))
        self.assertEqual(
            [d.amount for d in own.dues(date(2026, 4, 3), date(2026, 9, 30))],
            [20_000, 20_000, 20_000, 35_000, 35_000, 20_000],
        )
        # Of the class on the day of the opening: in the whole first month.
        own = rule.of(Terms(since_opening(history, date(2026, 6, 2))))
        self.assertEqual(own.payable(date(2026, 6, 2))[0].amount, 35_000)
        self.assertTrue(rule.by_class)
        self.assertIs(rule.of(Terms(free=())), rule.of(Terms()))

    def test_table_before_the_amount(self):
        """The table may be older than the amount of everybody else."""
        rule = Periodic(
            "wajib",
            [(date(2026, 3, 1), 20_000)],
            [],
            date(2026, 12, 1),
            tables=[(date(2026, 1, 1), {"pendiri": 50_000})],
        )
        opened = date(2026, 1, 1)
        self.assertEqual(rule.arrears(opened, date(2026, 2, 28), 0), (0, None))
        founder = rule.of(Terms(((date.min, "pendiri"),)))
        self.assertEqual(founder.arrears(opened, date(2026, 2, 28), 0)[0], 100_000)

    def test_quarter_follows_its_first_day(self):
        rule = Periodic("wajib", [(FIRST, 60_000)], [], LAST, every=3)
        waived = rule.of(Terms(free=((date(2026, 2, 1), date(2026, 5, 31)),)))
        self.assertEqual(
            [d.period.month for d in waived.dues(date(2026, 1, 1), date(2026, 7, 1))],
            [1, 7],
        )

    def test_other_rules_have_no_terms(self):
        terms_of_one = Terms(((date.min, "penghuni"),), ((FIRST, LAST),))
        for rule in (
            Once("pokok", [(FIRST, 100_000)]),
            OnEntry("entry_fee", [(FIRST, 25_000)]),
            Free("sukarela"),
        ):
            self.assertIs(rule.of(terms_of_one), rule)
            self.assertFalse(rule.by_class)

    def test_paid_until_passes_over_waived_months(self):
        rule = Periodic("wajib", [(FIRST, 20_000)], [(FIRST, 10)], date(2026, 12, 1))
        waived = rule.of(Terms(free=((date(2026, 3, 1), date(2026, 4, 30)),)))
        row = Statement(waived, date(2026, 1, 1), 60_000, date(2026, 6, 30))
        self.assertEqual(row.paid_until(), date(2026, 5, 1))
        self.assertEqual(row.arrears, (20_000, date(2026, 6, 10)))
        self.assertEqual(row.room, 140_000)

    @PROPERTY
    @given(tariffs, tables, classes, spans, due_days, days, days, amounts)
    def test_terms_equal_the_slow_way(
        self, history, by_class, own, free, due_day, opened, as_of, paid
    ):
        rule = Periodic("wajib", history, due_day, LAST, tables=by_class)
        found = rule.of(Terms(since_opening(own, opened), free))
        expected = []
        month = month_start(opened)
        while month <= LAST:
            # Who is of a class by the opening is so in the first month.
            name = _value(own, max(month, opened) if month <= opened else month)
            amount = (_value(by_class, month) or {}).get(name or "")
            if amount is None:
                amount = _value(history, month) or 0
            if any(first <= month <= last for first, last in free):
                amount = 0
            if amount:
                expected.append((month, amount))
            month = month_start(month + timedelta(days=32))
        rows = found.payable(opened)
        self.assertEqual([(due.period, due.amount) for due in rows], expected)
        unpaid = allocate([d for d in rows if d.date <= as_of], paid)
        late = sum(row.residual for row in unpaid) if opened <= as_of else 0
        self.assertEqual(found.arrears(opened, as_of, paid)[0], late)

    @PROPERTY
    @given(tariffs, spans, due_days, days, days, days, amounts)
    def test_ageing_equals_the_slow_way(
        self, history, free, due_day, opened, as_of, stop, paid
    ):
        rule = Periodic("wajib", history, due_day, LAST).of(Terms(free=free))
        until = min(as_of, stop)
        buckets = [0, 0, 0, 0]
        dues = rule.dues(opened, until) if opened <= until else []
        for row in allocate(dues, paid):
            age = (as_of - row.due.date).days
            buckets[sum(age > days for days in (30, 60, 90))] += row.residual
        self.assertEqual(ageing(rule, opened, until, as_of, paid)[1], tuple(buckets))
        self.assertEqual(sum(buckets), rule.arrears(opened, until, paid)[0])

    @PROPERTY
    @given(tariffs, days, days, amounts)
    def test_ageing_of_what_is_owed_once(self, history, opened, as_of, paid):
        rule = Once("pokok", history)
        buckets = [0, 0, 0, 0]
        for row in allocate(rule.dues(opened, as_of), paid):
            age = (as_of - row.due.date).days
            buckets[sum(age > days for days in (30, 60, 90))] += row.residual
        self.assertEqual(ageing(rule, opened, as_of, as_of, paid)[1], tuple(buckets))

    @PROPERTY
    @given(spans, spans, days)
    def test_both(self, one, other, day):
        def holds(several):
            return any(first <= day <= last for first, last in several)

        self.assertEqual(holds(both(one, other)), holds(one) and holds(other))

    @PROPERTY
    @given(classes, days, days)
    def test_since_opening_keeps_what_holds(self, own, opened, day):
        found = value_on(since_opening(own, opened), day) or ""
        expected = value_on(own, max(day, opened) if day <= opened else day) or ""
        self.assertEqual(found, expected)

    def test_who_has_nothing_of_its_own_costs_nothing(self):
        self.assertFalse(Exceptions())
        book = Exceptions(classes={3: ((FIRST, "penghuni"),)})
        self.assertIsNone(book.terms(1, 2, FIRST))
        self.assertIsNone(book.terms(1, None, FIRST))
        self.assertEqual(book.terms(1, 3, LAST), Terms(((date.min, "penghuni"),)))
