import doctest
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.japra_base.calc import identity
from odoo.addons.japra_base.calc.identity import IdentityError, parse_nik

TODAY = date(2026, 11, 24)
# The same every time: a failing number must not come and go.
_SEARCH = settings(deadline=None, database=None, derandomize=True, max_examples=500)
DIGITS = "0123456789"


@tagged("post_install", "-at_install")
class TestIdentityCalc(BaseCase):
    """Rows T95-T98 of the domain, and what holds for every number."""

    def refused(self, code, function, *args):
        with self.assertRaises(IdentityError) as caught:
            function(*args)
        self.assertEqual(caught.exception.code, code)

    def test_doctests(self):
        result = doctest.testmod(identity)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)

    def test_t95_woman(self):
        self.assertEqual(
            parse_nik("3172014511870001", TODAY),
            ("3172014511870001", "female", date(1987, 11, 5), True),
        )

    def test_t96_man(self):
        self.assertEqual(
            parse_nik("3172010511870001", TODAY),
            ("3172010511870001", "male", date(1987, 11, 5), True),
        )

    def test_t97_seven_that_are_none(self):
        for number, code in (
            ("3172013211870001", "date"),
            ("3172017211870001", "date"),
            ("317201451187001", "length"),
            ("31720145118700O1", "digits"),
            # The three that python-stdnum lets through.
            ("3172014511870000", "serial"),
            ("3172018111870001", "date"),
            ("3172019911870001", "date"),
        ):
            with self.subTest(number):
                self.refused(code, parse_nik, number, TODAY)

    def test_t98_npwp(self):
        check = identity.check_npwp
        self.assertEqual(check("01.312.166.0-091.000", TODAY), "013121660091000")
        self.refused("check", check, "01.312.166.1-091.000", TODAY)
        self.assertEqual(check("0013121660091000", TODAY), "0013121660091000")
        self.assertEqual(check("3172014511870001", TODAY), "3172014511870001")

    def test_npwp_that_are_none(self):
        for number, code in (
            ("0013121661091000", "check"),
            ("3172014511870000", "serial"),
            ("3172013211870001", "date"),
            ("01.312.166.0-091.00", "length"),
            ("", "digits"),
            ("٠١٣١٢١٦٦٠٠٩١٠٠٠", "digits"),
        ):
            with self.subTest(number):
                self.refused(code, identity.check_npwp, number, TODAY)

    def test_century(self):
        """A year beyond this one's is of the last century, any other is not certain."""
        for year, day in ((27, date(1927, 11, 5)), (99, date(1999, 11, 5))):
            self.assertEqual(parse_nik(f"3172010511{year}0001", TODAY).birth_date, day)
        for year in ("00", "19", "26"):
            self.assertIsNone(parse_nik(f"3172010511{year}0001", TODAY).birth_date)

    def test_day_must_be_in_the_calendar(self):
        for number in (
            "3172010011870001",
            "3172014011870001",
            "3172013111870001",  # 31 November
            "3172010513870001",
            "3172010500870001",
            "3172012902870001",  # 1987 has no 29 February
        ):
            with self.subTest(number):
                self.refused("date", parse_nik, number, TODAY)
        # 2000 had one, 1900 had none.
        self.assertEqual(parse_nik("3172012902000001", TODAY).sex, "male")
        self.assertEqual(
            parse_nik("3172016902880001", TODAY).birth_date, date(1988, 2, 29)
        )

    def test_region_is_no_reason_to_refuse(self):
        for number, known in (
            ("3172014511870001", True),
            ("9604014511870001", True),
            ("2072014511870001", False),
            ("3100014511870001", False),
        ):
            self.assertEqual(parse_nik(number, TODAY).region_known, known, number)

    def test_other_numbers(self):
        self.assertEqual(identity.check_kk("3172.0105.1187-0001"), "3172010511870001")
        self.refused("length", identity.check_kk, "317201051187000")
        self.refused("digits", identity.check_kk, "317201051187000A")
        nitku = identity.check_nitku
        self.assertEqual(
            nitku("3172014511870001 000000", TODAY), "3172014511870001000000"
        )
        self.refused("length", nitku, "3172014511870001", TODAY)
        self.refused("check", nitku, "0013121661091000000000", TODAY)
        self.assertEqual(identity.check_nib("9120301402835"), "9120301402835")
        self.refused("length", identity.check_nib, "912030140283")
        self.assertFalse(identity.is_nik_koperasi("31720800200010"))

    def test_masks(self):
        for number, masked in (
            ("3172014511870001", "3172**********01"),
            ("013121660091000", "0131*********00"),
            ("3172014511870001000000", "3172****************00"),
            ("12345678", "********"),
            ("", ""),
        ):
            self.assertEqual(identity.mask(number), masked)

    @_SEARCH
    @given(
        st.dates(date(1927, 1, 1), date(1999, 12, 31)),
        st.booleans(),
        st.integers(1, 9999),
        st.integers(0, 999999),
    )
    def test_every_birth_is_read_back(self, born, female, serial, region):
        day = born.day + 40 * female
        number = f"{region:06}{day:02}{born:%m%y}{serial:04}"
        nik = parse_nik(number, TODAY)
        self.assertEqual(nik.birth_date, born)
        self.assertEqual(nik.sex, "female" if female else "male")

    @_SEARCH
    @given(st.text(DIGITS + " .-A", max_size=20))
    def test_anything_is_a_number_or_an_error(self, text):
        for check in (parse_nik, identity.check_npwp, identity.check_nitku):
            try:
                check(text, TODAY)
            except IdentityError as error:
                self.assertIn(
                    error.code, ("digits", "length", "date", "serial", "check")
                )

    @_SEARCH
    @given(st.integers(0, 10**8 - 1), st.integers(0, 10**6 - 1))
    def test_one_check_digit_of_ten(self, head, tail):
        good = []
        for digit in range(10):
            number = f"{head:08}{digit}{tail:06}"
            try:
                good.append(identity.check_npwp(number, TODAY))
            except IdentityError as error:
                self.assertEqual(error.code, "check")
        self.assertEqual(len(good), 1)
        self.assertEqual(identity.check_npwp("0" + good[0], TODAY), "0" + good[0])

    @_SEARCH
    @given(st.text(DIGITS, min_size=13, max_size=22))
    def test_a_mask_hides_and_a_form_does_not(self, number):
        masked = identity.mask(number)
        self.assertEqual(len(masked), len(number))
        self.assertEqual(masked.count("*"), len(number) - 6)
        self.assertEqual(identity.compact(identity.format_number(number)), number)

    @_SEARCH
    @given(st.integers(0, 40_000))
    def test_certain_dates_are_past(self, days):
        today = date(1990, 1, 1) + timedelta(days)
        nik = parse_nik("3172014511870001", today)
        if nik.birth_date:
            self.assertLess(nik.birth_date, today)
