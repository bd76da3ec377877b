from datetime import date

from odoo.exceptions import ConcurrencyError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import POKOK, WAJIB, MembershipCase

KEY = "8f14e45f-ceea-467e-9d3c-000000000001"
OTHER_KEY = "8f14e45f-ceea-467e-9d3c-000000000002"


@tagged("post_install", "-at_install")
class TestDesk(MembershipCase):
    """What the desk asks of the server, as the browser asks it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.joko = cls._admit("Joko Susilo", "2026-10-20")
        house = cls.env["coop.household"].create(
            {
                "company_id": cls.coop.id,
                "head_id": cls.siti.partner_id.id,
                "block": "C",
                "unit": "12",
                "person_ids": [Command.create({"partner_id": cls.joko.partner_id.id})],
            }
        )
        cls.house = house
        cls.pokok, cls.wajib, cls.sukarela = (
            cls._account(cls.siti, kind).id for kind in ("pokok", "wajib", "sukarela")
        )

    def _desk(self, method, *args, user=None):
        return self._rpc(user or self.teller, "coop.receipt", f"desk_{method}", *args)

    def _payload(self, member=None, lines=None, **values):
        """Siti pays all she owes, Rp160.000, with two notes of Rp100.000."""
        if lines is None:
            lines = [[self.pokok, POKOK], [self.wajib, 60_000]]
        return {
            "key": KEY,
            "member": (member or self.siti).id,
            "household": False,
            "ahead": False,
            "order": "oldest",
            "means": "cash",
            "reference": "",
            "given": 200_000,
            "keep": 0,
            "fixed": [],
            "lines": lines,
            **values,
        }

    def _count(self):
        return self.env["coop.receipt"].sudo().search_count([])

    def _refused(self, sentence, payload, user=None):
        before = self._count()
        self._assert_refused(sentence, self._desk, "post", payload, user=user)
        self.assertEqual(self._count(), before)

    # === OPEN === #

    def test_open(self):
        shown = self._desk("open", self.siti.id)
        self.assertEqual(
            (shown["number"], shown["name"], shown["house"]),
            ("KUN-0001", "Siti Aminah", "C-12"),
        )
        self.assertEqual([one["name"] for one in shown["members"]][0], "Siti Aminah")
        self.assertEqual(
            [
                (row["number"], row["due"], row["late"], row["months"], row["room"])
                for row in shown["rows"]
            ],
            [
                ("KUN-0001/POKOK", 100_000, True, "", 100_000),
                (
                    "KUN-0001/WAJIB",
                    60_000,
                    True,
                    "September 2026 – November 2026",
                    1_260_000,
                ),
                ("KUN-0001/SUKARELA", 0, False, "", False),
                ("KUN-0003/POKOK", 100_000, True, "", 100_000),
                (
                    "KUN-0003/WAJIB",
                    40_000,
                    True,
                    "Oktober 2026 – November 2026",
                    1_240_000,
                ),
                ("KUN-0003/SUKARELA", 0, False, "", False),
            ],
        )
        joko = [self._account(self.joko, kind).id for kind in ("pokok", "wajib")]
        # The day of the pokok and of the first wajib is that of the admission.
        self.assertEqual(
            [(account, amount) for account, amount, _now in shown["orders"]["oldest"]],
            [
                (self.pokok, 100_000),
                (self.wajib, 20_000),
                (self.wajib, 20_000),
                (joko[0], 100_000),
                (joko[1], 20_000),
                (self.wajib, 20_000),
                (joko[1], 20_000),
            ],
        )
        self.assertEqual(shown["order"], "oldest")

    def test_order_is_a_rule_with_a_date(self):
        self._decide(
            self.coop,
            [
                {
                    "parameter_id": self.env.ref(
                        "japra_membership.parameter_desk_order"
                    ).id,
                    "valid_from": "2026-11-01",
                    "choice_id": self.env.ref(
                        "japra_membership.parameter_desk_order_member"
                    ).id,
                }
            ],
            "2026-11-01",
        )
        shown = self._desk("open", self.joko.id)
        self.assertEqual(shown["order"], "member")
        own = {account.id for account in self.joko.account_ids}
        self.assertEqual(
            [account in own for account, _a, _n in shown["orders"]["member"]],
            [True] * 3 + [False] * 4,
        )

    def test_due_later_this_month(self):
        """Not due yet: on the screen, but only paid when the teller says so."""
        self._set_value(self.coop, "due_day", 28, "2026-11-01")
        self._pay(self.siti, pokok=POKOK, wajib=40_000)
        shown = self._desk("open", self.siti.id)
        row = next(row for row in shown["rows"] if row["account"] == self.wajib)
        self.assertEqual(
            (row["due"], row["soon"], row["soon_on"]), (0, 20_000, "28 November 2026")
        )
        self._refused(
            "owes has changed",
            self._payload(lines=[[self.wajib, 20_000]], given=20_000),
        )
        self._desk(
            "post",
            self._payload(lines=[[self.wajib, 20_000]], given=20_000, ahead=True),
        )
        self.assertEqual(self._money(self.siti)[1], 60_000)

    def test_warnings(self):
        self._step(self.joko, "died", date="2026-11-20", told_by="Anaknya")
        self.assertIn(
            "died on 20 November 2026", self._desk("open", self.joko.id)["warning"]
        )
        applicant = self._apply()
        self.assertIn("not a member yet", self._desk("open", applicant.id)["problem"])
        self._refused(
            "not a member yet", self._payload(applicant, lines=[[self.wajib, 1]])
        )

    # === POST === #

    def test_post(self):
        answer = self._desk("post", self._payload())
        receipt = self.env["coop.receipt"].browse(answer["id"])
        self.assertEqual(
            (answer["number"], answer["total"], answer["change"], answer["other"]),
            ("KWT/2026/11/0001", 160_000, 40_000, False),
        )
        self.assertEqual(
            answer["slips"],
            [{"member": "Siti Aminah", "number": "KUN-0001", "total": 160_000}],
        )
        self.assertEqual(
            self._legs(receipt),
            [
                ("11110001", "", 160_000, 0),
                ("31110010", "KUN-0001/POKOK", 0, 100_000),
                ("31110020", "KUN-0001/WAJIB", 0, 60_000),
            ],
        )
        self.assertEqual(round(receipt.amount_tendered), 200_000)
        self.assertEqual(receipt.create_uid, self.teller)

    def test_part_goes_to_the_oldest(self):
        self._desk(
            "post",
            self._payload(
                lines=[[self.pokok, 100_000], [self.wajib, 30_000]], given=130_000
            ),
        )
        self.assertEqual(
            self._money(self.siti), (100_000, 30_000, 30_000, date(2026, 10, 10))
        )

    def test_teller_chooses_otherwise(self):
        answer = self._desk(
            "post",
            self._payload(
                lines=[[self.wajib, 80_000]],
                fixed=[[self.pokok, 0], [self.wajib, 80_000]],
                given=100_000,
            ),
        )
        self.assertEqual((answer["total"], answer["change"]), (80_000, 20_000))
        # One month before it is due.
        self.assertEqual(self._money(self.siti)[1], 80_000)

    def test_what_is_left_is_kept(self):
        answer = self._desk(
            "post",
            self._payload(
                lines=[
                    [self.pokok, POKOK],
                    [self.wajib, 60_000],
                    [self.sukarela, 40_000],
                ],
                keep=self.sukarela,
            ),
        )
        self.assertEqual((answer["total"], answer["change"]), (200_000, 0))

    def test_household(self):
        joko = [self._account(self.joko, kind).id for kind in ("pokok", "wajib")]
        answer = self._desk(
            "post",
            self._payload(
                household=True,
                given=300_000,
                lines=[
                    [self.pokok, 100_000],
                    [self.wajib, 60_000],
                    [joko[0], 100_000],
                    [joko[1], 40_000],
                ],
            ),
        )
        self.assertEqual(
            answer["slips"],
            [
                {"member": "Siti Aminah", "number": "KUN-0001", "total": 160_000},
                {"member": "Joko Susilo", "number": "KUN-0003", "total": 140_000},
            ],
        )
        self.assertEqual(self._money(self.joko)[:3], (100_000, 40_000, 0))

    def test_transfer(self):
        receipt = self.env["coop.receipt"].browse(
            self._desk(
                "post",
                self._payload(given=160_000, means="qris", reference=" QR-77 "),
            )["id"]
        )
        self.assertEqual((receipt.means, receipt.reference), ("qris", "QR-77"))
        self.assertFalse(receipt.amount_tendered)
        self.assertEqual(self._legs(receipt)[0][2], 160_000)
        self.assertEqual(self._legs(receipt)[0][0][:4], "1113")

    # === THE KEY === #

    def test_same_key_books_once(self):
        first = self._desk("post", self._payload())
        ledger = self._ledger()
        self.assertEqual(self._desk("post", self._payload()), first)
        self.assertEqual(self._ledger(), ledger)

    def test_same_key_other_content(self):
        first = self._desk("post", self._payload())
        ledger = self._ledger()
        other = self._desk(
            "post", self._payload(self.budi, lines=[[1, 5]], given=5_000)
        )
        self.assertEqual(
            (other["id"], other["number"], other["total"]),
            (first["id"], "KWT/2026/11/0001", 160_000),
        )
        self.assertIn("booked before as KWT/2026/11/0001", other["other"])
        self.assertEqual(self._ledger(), ledger)

    def test_key_of_another_cooperative(self):
        """Tells nothing of it, and books in its own."""
        self._desk("post", self._payload())
        account = self._account(self.rasela, "pokok").id
        answer = self._desk(
            "post",
            self._payload(self.rasela, lines=[[account, POKOK]], given=POKOK),
            user=self.other_teller,
        )
        self.assertEqual(answer["member"], "Ruminah")
        self.assertFalse(answer["other"])

    @mute_logger("odoo.sql_db")
    def test_same_key_at_one_instant(self):
        """Who cannot see the first yet is to be tried again, not told nonsense."""
        receipts = self.env["coop.receipt"].with_user(self.teller)
        values = {"membership_id": self.siti.id, "company_id": self.coop.id}
        receipts._claim(KEY, "a", values)
        with self.assertRaises(ConcurrencyError):
            receipts._claim(KEY, "a", values)
        self.assertEqual(receipts.search_count([("request_key", "=", KEY)]), 1)

    def test_key_is_not_forged(self):
        values = {"membership_id": self.siti.id, "request_key": KEY}
        self._assert_refused(
            "made by the desk only",
            self._rpc,
            self.teller,
            "coop.receipt",
            "create",
            values,
        )
        self._assert_refused(
            "made by the desk only",
            self._rpc,
            self.teller,
            "coop.receipt",
            "create",
            {"membership_id": self.siti.id},
            context={"default_request_key": KEY},
        )
        draft = self._receipt(self.siti, wajib=WAJIB)
        for name in ("request_key", "request_digest"):
            self._assert_refused(
                "made by the desk only",
                self._rpc,
                self.teller,
                "coop.receipt",
                "write",
                draft.ids,
                {name: KEY},
            )

    # === NOT YET ON PAPER === #

    def test_unprinted(self):
        answer = self._desk("post", self._payload())
        self._pay(self.budi, pokok=POKOK)
        start = self._desk("start")
        self.assertEqual(
            [(row["number"], row["total"]) for row in start["unprinted"]],
            [("KWT/2026/11/0001", 160_000)],
        )
        self.assertEqual([row["member"] for row in start["last"]], ["Siti Aminah"])
        self.assertEqual(
            [order["code"] for order in start["orders"]],
            ["oldest", "product", "member"],
        )
        foreign = self._desk("start", user=self.other_teller)
        self.assertEqual((foreign["unprinted"], foreign["last"]), ([], []))
        self._rpc(self.teller, "coop.receipt", "action_mark_printed", [answer["id"]])
        self.assertEqual(self._desk("start")["unprinted"], [])

    # === WRONG PAYLOADS === #

    def test_shape(self):
        good = self._payload()
        for wrong in (
            None,
            [],
            "Rp160.000",
            {},
            dict(good, extra=1),
            dict(good, given=160_000.0),
            dict(good, given="160000"),
            dict(good, given=True),
            dict(good, given=-1),
            dict(good, given=10**12 + 1),
            dict(good, member=str(self.siti.id)),
            dict(good, member=None),
            dict(good, household=1),
            dict(good, order="richest"),
            dict(good, means="cheque"),
            dict(good, reference="x" * 101),
            dict(good, key="short"),
            dict(good, key="' OR 1=1 -- aaaaaaaaaaaaaaa"),
            dict(good, lines=[[self.pokok, POKOK, 1]]),
            dict(good, lines=[[self.pokok, 0.5]]),
            dict(good, lines=[[self.pokok, -POKOK]]),
            dict(good, lines=[[self.pokok, 1], [self.pokok, 1]]),
            dict(good, lines={"a": 1}),
            dict(good, fixed=[["a", 1]]),
        ):
            with self.subTest(wrong):
                self._refused("not written as the desk", wrong)

    def test_amounts(self):
        for sentence, values in (
            ("Type the amount", {"given": 0}),
            ("has changed meanwhile", {"given": 150_000}),
            ("has changed meanwhile", {"lines": []}),
            ("has changed meanwhile", {"lines": [[self.wajib, 60_000]]}),
            (
                "Rp40.000 are missing",
                {"fixed": [[self.pokok, 100_000]], "given": 60_000},
            ),
            ("Type the reference", {"means": "transfer"}),
            ("Rp40.000 more came in", {"means": "qris", "reference": "1"}),
        ):
            with self.subTest(sentence, **values):
                self._refused(sentence, self._payload(**values))

    def test_paid_meanwhile(self):
        self._pay(self.siti, wajib=WAJIB)
        self._refused("has changed meanwhile", self._payload())
        self._pay(self.siti, pokok=POKOK, wajib=2 * WAJIB)
        self._refused("Nothing is due", self._payload(lines=[]))

    def test_more_than_there_is_room(self):
        self._refused(
            "At most Rp100.000",
            self._payload(
                fixed=[[self.pokok, 150_000]],
                lines=[[self.pokok, 150_000], [self.wajib, 50_000]],
            ),
        )

    def test_forged_accounts(self):
        rasela = self._account(self.rasela, "wajib").id
        joko = self._account(self.joko, "wajib").id
        for account in (rasela, joko, 2**30, -1, 0):
            for name in ("lines", "fixed"):
                with self.subTest(account, name=name):
                    self._refused(
                        "does not pay on this account",
                        self._payload(**{name: [[account, WAJIB]]}),
                    )
            if account > 0:
                self._refused(
                    "does not pay on this account", self._payload(keep=account)
                )

    def test_another_cooperative(self):
        account = self._account(self.rasela, "pokok").id
        for member in (self.rasela.id, 2**30, 2**40, 0, -1):
            with self.subTest(member):
                self._refused(
                    "Kunir has no such member",
                    dict(self._payload(lines=[[account, POKOK]]), member=member),
                )
                self._assert_refused(
                    "Kunir has no such member", self._desk, "open", member
                )
        for wrong in (None, "1", True, 1.0, [self.siti.id], {}):
            self._assert_refused("no such member", self._desk, "open", wrong)

    def test_roles(self):
        for user in (self.registrar, self.treasurer, self.supervisor, self.portal):
            for method, args in (
                ("search", ["siti"]),
                ("open", [self.siti.id]),
                ("post", [self._payload()]),
                ("start", []),
            ):
                with self.subTest(user.login, method=method):
                    self._assert_denied(self._desk, method, *args, user=user)

    # === FAST === #

    def test_queries_do_not_follow_the_household(self):
        def queries(member):
            self.env.flush_all()
            self._desk("open", member.id)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._desk("open", member.id)
            return self.env.cr.sql_log_count - before

        few = queries(self.siti)
        for name in ("Tuti", "Yayah", "Wati"):
            one = self._admit(name, "2026-08-01")
            one.household_id = self.house
        many = queries(self.siti)
        self.assertEqual(few, many)
        self.assertLess(many, 35)
