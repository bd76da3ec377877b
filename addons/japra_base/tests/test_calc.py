import doctest
from datetime import date, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.japra_base.calc import dates, phone, qr, rupiah
from odoo.addons.japra_base.calc.rupiah import (
    format_rupiah,
    short_rupiah,
    split_largest_remainder,
    terbilang,
)

_UNITS = {
    word: number
    for number, word in enumerate(
        "nol satu dua tiga empat lima enam tujuh delapan sembilan".split()
    )
}
_SCALES = {
    "ribu": 10**3,
    "juta": 10**6,
    "miliar": 10**9,
    "triliun": 10**12,
    "kuadriliun": 10**15,
}
# The same every time: a failing amount must not come and go.
_SEARCH = settings(deadline=None, database=None, derandomize=True, max_examples=500)


def read_back(words):
    """Read an amount in words, with nothing in common with what wrote it."""
    total, group, unit = 0, 0, 0
    *words, currency = words.split()
    assert currency == "rupiah"
    for word in words:
        if word in _SCALES:
            total += (group + unit) * _SCALES[word]
            group, unit = 0, 0
        elif word == "seribu":
            total += 1000
        elif word == "seratus":
            group += 100
        elif word == "ratus":
            group, unit = group + unit * 100, 0
        elif word == "puluh":
            group, unit = group + unit * 10, 0
        elif word == "belas":
            group, unit = group + unit + 10, 0
        elif word in ("sepuluh", "sebelas"):
            group += 10 if word == "sepuluh" else 11
        else:
            unit = _UNITS[word]
    return total + group + unit


@tagged("post_install", "-at_install")
class TestCalc(BaseCase):
    def test_doctests(self):
        for module in (rupiah, dates, phone, qr):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted, module.__name__)
            self.assertFalse(result.failed, module.__name__)

    @_SEARCH
    @given(st.integers(0, 10**15 - 1) | st.integers(0, 20_000))
    def test_words_read_back(self, amount):
        self.assertEqual(read_back(terbilang(amount)), amount)

    def test_words_of_every_small_amount(self):
        for amount in range(20_001):
            self.assertEqual(read_back(terbilang(amount)), amount)

    def test_words_that_num2words_gets_wrong(self):
        for amount, words in (
            (1_000, "seribu rupiah"),
            (1_001_000, "satu juta seribu rupiah"),
            (11_001_000, "sebelas juta seribu rupiah"),
            (1_000_001_000, "satu miliar seribu rupiah"),
            (101_000, "seratus satu ribu rupiah"),
            (1_000_000, "satu juta rupiah"),
            (19_000_000_000_000, "sembilan belas triliun rupiah"),
        ):
            self.assertEqual(terbilang(amount), words)

    def test_what_is_not_a_whole_amount_is_refused(self):
        for function in (
            terbilang,
            format_rupiah,
            short_rupiah,
            lambda amount: split_largest_remainder(amount, [1]),
            lambda weight: split_largest_remainder(1, [weight]),
        ):
            for amount in (True, 1.0, Decimal(1), "1", None):
                with self.assertRaises(TypeError):
                    function(amount)
        for amount in (-1, 10**18):
            with self.assertRaises(ValueError):
                terbilang(amount)

    def test_figures(self):
        for amount, figures, short in (
            (0, "Rp0", "0"),
            (999, "Rp999", "999"),
            (1_000, "Rp1.000", "1 ribu"),
            (12_549, "Rp12.549", "12,5 ribu"),
            (999_949, "Rp999.949", "999,9 ribu"),
            (999_950, "Rp999.950", "1 juta"),
            (2_550_000, "Rp2.550.000", "2,6 juta"),
            (1_234_567_890, "Rp1.234.567.890", "1,2 miliar"),
            (-2_500_000, "-Rp2.500.000", "-2,5 juta"),
            (10**18, "Rp1.000.000.000.000.000.000", "1.000 kuadriliun"),
        ):
            self.assertEqual(format_rupiah(amount), figures)
            self.assertEqual(short_rupiah(amount), short)

    @_SEARCH
    @given(
        st.integers(-(10**15), 10**15),
        st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any),
    )
    def test_shares_add_up(self, total, weights):
        shares = split_largest_remainder(total, weights)
        self.assertEqual(sum(shares), total)
        for share, weight in zip(shares, weights, strict=True):
            # No share is a whole rupiah away from its exact part.
            self.assertLess(abs(share * sum(weights) - total * weight), sum(weights))

    def test_shares_ties_go_to_the_first(self):
        self.assertEqual(split_largest_remainder(2, [1, 1, 1]), [1, 1, 0])
        self.assertEqual(split_largest_remainder(0, [1, 2]), [0, 0])
        with self.assertRaises(ValueError):
            split_largest_remainder(1, [0, 0])
        with self.assertRaises(ValueError):
            split_largest_remainder(1, [])
        with self.assertRaises(ValueError):
            split_largest_remainder(1, [2, -1])

    def test_dates(self):
        self.assertEqual(dates.long_date(date(2026, 1, 1)), "1 Januari 2026")
        self.assertEqual(dates.month_name(date(2026, 5, 31)), "Mei 2026")
        for function in (dates.long_date, dates.month_name, dates.month_start):
            for day in (datetime(2026, 1, 1), "2026-01-01", None):
                with self.assertRaises(TypeError):
                    function(day)

    def test_months(self):
        self.assertEqual(dates.clamp_day(date(2028, 2, 1), 31), date(2028, 2, 29))
        self.assertEqual(dates.add_months(date(2026, 8, 31), 6), date(2027, 2, 28))
        self.assertEqual(dates.add_months(date(2026, 12, 5), 1), date(2027, 1, 5))
        for day in (0, 32):
            with self.assertRaises(ValueError):
                dates.clamp_day(date(2026, 1, 1), day)
        for day in (True, 1.0):
            with self.assertRaises(TypeError):
                dates.clamp_day(date(2026, 1, 1), day)
            with self.assertRaises(TypeError):
                dates.add_months(date(2026, 1, 1), day)

    @_SEARCH
    @given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(-1200, 1200))
    def test_months_go_there_and_back(self, day, months):
        first = dates.month_start(day)
        there = dates.add_months(first, months)
        self.assertEqual(dates.add_months(there, -months), first)
        self.assertEqual(dates.add_months(day, months).replace(day=1), there)

    def test_qr_code(self):
        svg = qr.qr_svg("KWT/2026/00001", size_mm=20)
        self.assertIn('width="20mm"', svg)
        self.assertRegex(svg, r'<path d="M4 4h7v1h-7z')
        for text in ("", "x" * 3000):
            with self.assertRaises(ValueError):
                qr.qr_svg(text)

    def test_spellings_of_one_phone(self):
        """However somebody writes a number, the digits that count are the same."""
        for text in (
            "08123456789",
            "0812-3456-789",
            " 0812 3456 789 ",
            "+628123456789",
            "+62 812 3456 789",
            "62 812 3456 789",
            "0062 812 3456789",
            "+62 (0)812.3456.789",
            "8123456789",
        ):
            with self.subTest(text):
                self.assertEqual(phone.national_digits(text), "8123456789")

    def test_what_is_no_phone(self):
        for text in (None, "", "  ", "-", "C-12", "KUN-0001", "Siti 0812", "0", "+62"):
            with self.subTest(text):
                self.assertEqual(phone.national_digits(text), "")

    def test_numbers_that_only_begin_like_the_country(self):
        """Of a line in the same town 62 are the first digits of the line."""
        for text, digits in (
            ("6212345", "6212345"),
            ("021-6212345", "216212345"),
            ("+62216212345", "216212345"),
            ("622162123456", "2162123456"),
            ("+65 6123 4567", "6561234567"),
        ):
            with self.subTest(text):
                self.assertEqual(phone.national_digits(text), digits)

    @_SEARCH
    @given(st.text(max_size=30))
    def test_digits_of_any_text(self, text):
        digits = phone.national_digits(text)
        self.assertRegex(digits, r"\A([1-9][0-9]*)?\Z")
