import doctest
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..calc import dues
from ..calc.dues import Due, Once, Periodic, Statement, allocate, covered, value_at

FIRST = date(2024, 1, 1)
LAST = date(2029, 12, 1)
TODAY = date(2026, 11, 24)
days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
amounts = st.integers(0, 5_000_000)
tariffs = st.lists(
    st.tuples(st.dates(date(2024, 1, 1), date(2026, 6, 1)), st.integers(0, 100_000)),
    min_size=1,
    max_size=4,
    unique_by=lambda item: item[0],
).map(sorted)
due_days = st.integers(1, 31).map(lambda day: [(FIRST, day)])
# A busy machine is no failure of the rule.
PROPERTY = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)


@tagged("post_install", "-at_install")
class TestDuesRules(BaseCase):
    """The rules alone: plain integers against slow and obvious arithmetic."""

    def test_doctests(self):
        self.assertEqual(doctest.testmod(dues).failed, 0)

    def test_value_before_first(self):
        self.assertEqual(value_at([], FIRST), 0)
        self.assertEqual(value_at([(FIRST, 5)], FIRST - timedelta(1)), 0)
        self.assertEqual(value_at([(FIRST, 5)], FIRST), 5)

    def test_once(self):
        rule = Once("pokok", [(date(2026, 1, 1), 100_000), (date(2026, 7, 1), 150_000)])
        self.assertEqual(
            rule.arrears(date(2026, 3, 1), date(2026, 2, 28), 0), (0, None)
        )
        self.assertEqual(
            rule.arrears(date(2026, 3, 1), date(2026, 3, 1), 0),
            (100_000, date(2026, 3, 1)),
        )
        self.assertEqual(
            rule.arrears(date(2026, 7, 1), date(2026, 8, 1), 150_000), (0, None)
        )
        # Before the first value: that value, as the law asks the same of everyone.
        self.assertEqual(
            rule.arrears(date(2019, 1, 1), date(2026, 6, 30), 0)[0], 100_000
        )
        self.assertEqual(
            rule.arrears(date(2019, 1, 1), date(2026, 7, 1), 100_000),
            (50_000, date(2026, 7, 1)),
        )
        self.assertEqual(Once("pokok", []).dues(FIRST, TODAY), [])

    def test_first_month_is_never_due_before_the_account(self):
        rule = Periodic("wajib", [(FIRST, 20_000)], [(FIRST, 10)], LAST)
        opened = date(2026, 11, 24)
        self.assertEqual(rule.arrears(opened, date(2026, 11, 23), 0), (0, None))
        self.assertEqual(rule.arrears(opened, opened, 0), (20_000, opened))
        early = date(2026, 11, 3)
        self.assertEqual(rule.arrears(early, date(2026, 11, 9), 0), (0, None))
        self.assertEqual(
            rule.arrears(early, date(2026, 11, 10), 0), (20_000, date(2026, 11, 10))
        )

    def test_short_months(self):
        rule = Periodic("wajib", [(FIRST, 1)], [(FIRST, 31)], LAST)
        ends = [due.date for due in rule.dues(date(2026, 1, 1), date(2026, 4, 30))]
        self.assertEqual(
            ends,
            [
                date(2026, 1, 31),
                date(2026, 2, 28),
                date(2026, 3, 31),
                date(2026, 4, 30),
            ],
        )

    def test_tariff_changes_with_the_month(self):
        history = [(FIRST, 10_000), (date(2026, 3, 15), 25_000)]
        rule = Periodic("wajib", history, [(FIRST, 10)], LAST)
        months = rule.dues(date(2026, 2, 1), date(2026, 4, 30))
        self.assertEqual([due.amount for due in months], [10_000, 10_000, 25_000])
        self.assertEqual(
            rule.arrears(date(2026, 2, 1), date(2026, 4, 30), 15_000)[0], 30_000
        )

    def test_no_value_yet(self):
        rule = Periodic("wajib", [], [], LAST)
        self.assertEqual(rule.arrears(FIRST, TODAY, 0), (0, None))
        self.assertEqual(rule.payable(FIRST), [])

    def test_statement(self):
        rule = Periodic("wajib", [(FIRST, 20_000)], [(FIRST, 10)], date(2026, 12, 1))
        row = Statement(rule, date(2026, 9, 1), 30_000, TODAY)
        self.assertEqual(row.arrears, (30_000, date(2026, 10, 10)))
        self.assertEqual([u.residual for u in row.unpaid()], [10_000, 20_000])
        self.assertEqual(row.paid_until(), date(2026, 9, 1))
        self.assertEqual(row.room, 50_000)
        self.assertEqual([d.period.month for d in row.pays(40_000)], [10, 11, 12])
        self.assertEqual(row.after(50_000, TODAY).paid_until(), date(2026, 12, 1))
        self.assertEqual(row.after(50_000, TODAY).room, 0)

    @PROPERTY
    @given(tariffs, days, days, amounts, st.booleans())
    def test_once_equals_the_slow_way(self, history, opened, as_of, paid, back):
        """The highest amount asked since the member came, day by day."""
        rule = Once("pokok", history, reaches_back=back)
        first = history[0][0]
        start = opened if back else max(opened, first)
        asked = {start: value_at(history, max(start, first))}
        asked |= {day: amount for day, amount in history if day > start}
        owed = max((a for day, a in asked.items() if day <= as_of), default=0)
        late, since = rule.arrears(opened, as_of, paid)
        self.assertEqual(late, max(0, owed - paid))
        self.assertEqual(
            since,
            min((d for d, a in asked.items() if d <= as_of and a > paid), default=None),
        )
        rows = allocate(rule.dues(opened, as_of), paid)
        self.assertEqual(late, sum(row.residual for row in rows))

    @PROPERTY
    @given(tariffs, due_days, days, days, amounts, st.sampled_from([3, 12]))
    def test_long_periods_equal_the_slow_way(
        self, history, due_day, opened, as_of, paid, every
    ):
        rule = Periodic("wajib", history, due_day, LAST, every)
        rows = allocate(rule.dues(opened, as_of) if opened <= as_of else [], paid)
        late = sum(row.residual for row in rows)
        oldest = next((row.due.date for row in rows if row.residual), None)
        self.assertEqual(rule.arrears(opened, as_of, paid), (late, oldest))
        self.assertTrue(
            all((due.period.month - 1) % every == 0 for due in rule.payable(opened))
        )

    @PROPERTY
    @given(tariffs, due_days, days, days, amounts)
    def test_arrears_equal_the_slow_way(self, history, due_day, opened, as_of, paid):
        rule = Periodic("wajib", history, due_day, LAST)
        rows = allocate(rule.dues(opened, as_of) if opened <= as_of else [], paid)
        late = sum(row.residual for row in rows)
        oldest = next((row.due.date for row in rows if row.residual), None)
        self.assertEqual(rule.arrears(opened, as_of, paid), (late, oldest))

    @PROPERTY
    @given(tariffs, due_days, days, amounts, amounts)
    def test_parts_pay_what_the_whole_pays(self, history, due_day, opened, one, two):
        payable = Periodic("wajib", history, due_day, LAST).payable(opened)
        whole = covered(payable, 0, one + two)
        parts = covered(payable, 0, one) + covered(payable, one, two)
        self.assertEqual(list(dict.fromkeys(parts)), whole)
        self.assertEqual([due.date for due in whole], sorted(d.date for d in whole))

    @PROPERTY
    @given(st.lists(st.integers(0, 1000), max_size=8), st.integers(0, 5000))
    def test_allocation_loses_nothing(self, owed, paid):
        rows = allocate([Due(None, FIRST, amount) for amount in owed], paid)
        self.assertEqual(sum(row.paid for row in rows), min(paid, sum(owed)))
        self.assertTrue(all(0 <= row.paid <= row.due.amount for row in rows))
