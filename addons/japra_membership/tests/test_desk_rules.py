import doctest
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..calc import desk
from ..calc.desk import ORDERS, Slice, arrange, lay
from .test_dues_rules import PROPERTY

slices = st.lists(
    st.builds(
        Slice,
        account=st.integers(1, 6),
        member=st.integers(0, 3),
        product=st.sampled_from([10, 20, 30]),
        date=st.dates(date(2025, 1, 1), date(2026, 12, 31)),
        amount=st.integers(1, 200_000),
    ),
    max_size=12,
)
money = st.integers(0, 2_000_000)
typed = st.dictionaries(st.integers(1, 6), st.integers(0, 100_000), max_size=3)


@tagged("post_install", "-at_install")
class TestDeskRules(BaseCase):
    """Money on the counter: nothing is lost, nothing is invented."""

    def test_doctests(self):
        self.assertEqual(doctest.testmod(desk).failed, 0)

    @PROPERTY
    @given(money, slices, typed, st.sampled_from(sorted(ORDERS)))
    def test_every_rupiah_is_somewhere(self, amount, dues, fixed, order):
        laid = lay(amount, arrange(dues, order), fixed)
        self.assertEqual(sum(laid.amounts.values()) + laid.rest, amount)
        self.assertTrue(all(part > 0 for part in laid.amounts.values()))
        for account, part in laid.amounts.items():
            if account in fixed:
                self.assertEqual(part, fixed[account])
            else:
                due = sum(due.amount for due in dues if due.account == account)
                self.assertLessEqual(part, due)

    @PROPERTY
    @given(money, slices)
    def test_no_change_while_something_is_due(self, amount, dues):
        laid = lay(amount, dues)
        total = sum(due.amount for due in dues)
        self.assertEqual(laid.rest, max(0, amount - total))

    @PROPERTY
    @given(money, slices)
    def test_the_oldest_is_paid_before_the_next(self, amount, dues):
        """Against rupiah by rupiah: what comes first is full before the next begins."""
        order = arrange(dues, "oldest")
        before = 0
        for n, due in enumerate(order, 1):
            got = sum(lay(amount, order[:n]).amounts.values()) - before
            self.assertEqual(got, min(due.amount, max(0, amount - before)))
            before += got

    @PROPERTY
    @given(money, slices, st.integers(0, 500_000))
    def test_kept_up_to_the_room(self, amount, dues, room):
        plain, kept = lay(amount, dues), lay(amount, dues, keep=1, room=room)
        more = kept.amounts.get(1, 0) - plain.amounts.get(1, 0)
        self.assertEqual(plain.rest - kept.rest, more)
        free = max(0, room - plain.amounts.get(1, 0))
        self.assertEqual(more, min(plain.rest, free))

    @PROPERTY
    @given(money, slices, typed)
    def test_too_little_says_how_much(self, amount, dues, fixed):
        laid = lay(amount, dues, fixed)
        if sum(fixed.values()) > amount:
            self.assertEqual(laid.rest, amount - sum(fixed.values()))
        else:
            self.assertGreaterEqual(laid.rest, 0)
