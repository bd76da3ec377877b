from datetime import date

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged, users

from .common import POKOK, TODAY, WAJIB, MembershipCase


class CashCase(MembershipCase):
    """The counter's box of Kunir moves in a session only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls._make_user("tel3", "japra_membership.group_teller")
        boxes = cls.env["account.journal"].search(
            [("company_id", "=", cls.coop.id), ("type", "=", "cash")]
        )
        cls.box = boxes.filtered(lambda box: not box.coop_safe)
        cls.safe = boxes.filtered("coop_safe")
        cls.box.with_user(cls.treasurer).action_coop_need_session()

    def _session(self, amount=0, user=None, box=None, opened=True):
        session = (
            self.env["coop.cash.session"]
            .with_user(user or self.teller)
            .create({"journal_id": (box or self.box).id, "amount_opening": amount})
        )
        if opened:
            session.action_open()
        return session

    def _by_hand(self, amount, day=TODAY):
        """An entry of the treasurer that takes cash out of the box."""
        general = self.env["account.journal"].search(
            [
                ("company_id", "=", self.coop.id),
                ("type", "=", "general"),
                ("coop_sealed", "=", False),
            ],
            limit=1,
        )
        expense = self.env["account.account"].search(
            [
                ("company_ids", "in", self.coop.ids),
                ("account_type", "=", "expense"),
            ],
            limit=1,
        )
        sides = ((expense, amount), (self.box.default_account_id, -amount))
        return (
            self.env["account.move"]
            .with_user(self.treasurer)
            .create(
                {
                    "journal_id": general.id,
                    "date": day,
                    "line_ids": [
                        Command.create({"account_id": account.id, "balance": balance})
                        for account, balance in sides
                    ],
                }
            )
        )

    def _count(self, session, **pieces):
        """Close, count {note_100000: 2} and hand the count in."""
        session.action_count()
        for name, quantity in pieces.items():
            denomination = self.env.ref(f"japra_membership.denomination_{name}")
            session.count_ids.filtered(
                lambda count, one=denomination: count.denomination_id == one
            ).quantity = quantity
        session.action_hand_in()
        return session

    def _approve(self, document, user):
        approval = document.with_user(self.env.user).approval_id
        self._rpc(user, "coop.approval", "action_approve", approval.ids)
        self.env.invalidate_all()

    def _figures(self, session):
        session.invalidate_recordset()
        return tuple(
            round(session[name])
            for name in (
                "amount_opening",
                "amount_in",
                "amount_out",
                "amount_expected",
                "amount_counted",
                "difference",
            )
        )


@tagged("post_install", "-at_install")
class TestCashSession(CashCase):
    """A teller opens the box, works, counts blind and closes."""

    def test_chart(self):
        company = self.coop
        accounts = self.env["account.account"].with_company(company)
        self.assertEqual(
            [
                (box.code, box.default_account_id.with_company(company).code)
                for box in self.box + self.safe
            ],
            [("CSH1", "11110001"), ("BRK", "11110020")],
        )
        transit = accounts.browse(company.coop_cash_transit_account_id.id)
        self.assertEqual(transit.code, "11130020")
        journal = company.coop_cash_journal_id
        self.assertEqual((journal.code, journal.coop_sealed), ("KAS", True))
        # Loaded again nothing doubles.
        before = self.env["account.account"].search_count([])
        self.env["account.chart.template"]._load_coop_shares(company)
        self.assertEqual(self.env["account.account"].search_count([]), before)

    def test_a_day_without_difference(self):
        session = self._session()
        receipt = self._pay(self.siti, pokok=POKOK, wajib=WAJIB)
        self.assertEqual(receipt.session_id, session)
        self._pay(self.siti, sukarela=50_000)
        out = self._receipt(self.siti, sukarela=30_000)
        out.direction = "out"
        out.action_post()
        # In 170.000, out 30.000; what should be there she is not told.
        self.assertEqual(self._figures(session), (0, 170_000, 30_000, 0, 0, 0))
        self.assertEqual(session.receipt_count, 3)
        self.assertEqual(
            self._figures(session.with_user(self.treasurer)),
            (0, 170_000, 30_000, 140_000, 0, 0),
        )
        self._count(session, note_100000=1, note_20000=1, note_10000=2)
        self.assertEqual(
            self._figures(session), (0, 170_000, 30_000, 140_000, 140_000, 0)
        )
        self.assertEqual(session.state, "closed")
        self.assertFalse(session.sudo().move_id)
        # The seal does not wait for the minute.
        self.assertTrue(receipt.sudo().move_id.inalterable_hash)
        self._assert_refused(
            "is closed: open a session",
            self._receipt(self.siti, wajib=1_000).action_post,
        )

    def test_a_reversal_belongs_to_the_session_of_the_day(self):
        session = self._session()
        receipt = self._pay(self.siti, pokok=POKOK)
        self._count(session, note_100000=1)
        self._assert_refused(
            "is closed: open a session",
            receipt.with_user(self.treasurer)._reverse,
            "Salah anggota",
        )
        other = self._session(100_000, user=self.second)
        receipt.with_user(self.treasurer)._reverse("Salah anggota")
        self.assertEqual(
            self._legs(receipt.sudo().move_id.reversal_move_ids),
            [
                ("11110001", "", 0, 100_000),
                ("31110010", "KUN-0001/POKOK", 100_000, 0),
            ],
        )
        self.assertEqual(self._figures(other)[:3], (100_000, 0, 100_000))
        self.assertEqual(self._figures(session)[:3], (0, 100_000, 0))
        self.assertEqual(receipt.session_id, session)
        self._count(other)
        self.assertEqual(other.state, "closed")

    def test_missing(self):
        """Less was counted: another person agrees, then it is a loss."""
        session = self._session()
        self._pay(self.siti, pokok=POKOK)
        self._count(session, note_50000=1, note_20000=2, note_5000=1)
        self.assertEqual(self._figures(session)[-2:], (95_000, -5_000))
        self.assertEqual((session.state, session.approval_state), ("counted", "needed"))
        self._assert_refused("Write what you know", session.action_request_approval)
        session.explanation = "Kembalian kurang teliti"
        self._assert_refused("needs the approval", session.action_book_difference)
        self._rpc(
            self.teller, "coop.cash.session", "action_request_approval", session.ids
        )
        approval = session.with_user(self.env.user).approval_id
        self.assertEqual(
            (approval.kind, round(approval.amount), approval.reason, approval.role),
            ("cash.difference", 5_000, "Kembalian kurang teliti", "treasurer"),
        )
        self._assert_refused(
            "Nobody approves what they asked for",
            self._rpc,
            self.teller,
            "coop.approval",
            "action_approve",
            approval.ids,
        )
        self._approve(session, self.treasurer)
        self.assertEqual(session.state, "closed")
        self.assertEqual(
            self._legs(session),
            [("11110001", "", 0, 5_000), ("99900001", "", 5_000, 0)],
        )
        move = session.sudo().move_id
        self.assertEqual(
            (move.name, move.date), ("KAS/2026/11/0001", date(2026, 11, 24))
        )
        # What was sealed at the count says the same after the entry.
        self.assertEqual(
            self._figures(session), (0, 100_000, 0, 100_000, 95_000, -5_000)
        )
        self.assertEqual(self.box._coop_cash_in_box()[self.box.id], 95_000)

    def test_too_much(self):
        session = self._session()
        self._pay(self.siti, pokok=POKOK)
        self._count(session, note_100000=1, coin_500=3)
        session.explanation = "Pembulatan"
        session.action_request_approval()
        self._approve(session, self.treasurer)
        self.assertEqual(
            self._legs(session),
            [("11110001", "", 1_500, 0), ("99900002", "", 0, 1_500)],
        )

    def test_below_the_limit_of_the_cooperative(self):
        self._decide(
            self.coop,
            [],
            limit_ids=[
                Command.create(
                    {"kind": "cash.difference", "amount_above": 2_000, "role": "board"}
                )
            ],
        )
        session = self._session()
        self._pay(self.siti, pokok=POKOK)
        self._count(session, note_100000=1, coin_1000=2)
        self.assertFalse(session.approval_state)
        session.explanation = "Kembalian ditolak anggota"
        session.action_book_difference()
        self.assertEqual(
            self._legs(session),
            [("11110001", "", 2_000, 0), ("99900002", "", 0, 2_000)],
        )

    def test_refused_and_counted_again(self):
        session = self._session()
        self._pay(self.siti, pokok=POKOK)
        self._count(session, note_50000=1)
        self._assert_refused("only after who approves", session.action_recount)
        session.explanation = "Tidak tahu"
        session.action_request_approval()
        approval = session.with_user(self.treasurer).approval_id
        approval.with_user(self.treasurer)._decide("refuse", "Hitung ulang")
        self.env.invalidate_all()
        session.action_recount()
        self.assertEqual(
            (session.state, round(session.amount_counted)), ("counting", 0)
        )
        session.action_resume()
        self._count(session, note_50000=2)
        self.assertEqual(session.state, "closed")
        counts = session.with_context(active_test=False).count_ids
        self.assertEqual(
            [(c.active, round(c.amount)) for c in counts if c.amount],
            [(False, 50_000), (True, 100_000)],
        )

    def test_two_persons(self):
        """The treasurer is the teller: the chair agrees."""
        self.treasurer.group_ids += self.env.ref("japra_membership.group_teller")
        session = self._session(user=self.treasurer)
        self._pay(self.siti, user=self.treasurer, pokok=POKOK)
        # Blind also for who else would see it.
        self.assertEqual(self._figures(session)[3], 0)
        self._count(session, note_50000=1)
        session.explanation = "Belum tahu"
        session.action_request_approval()
        self.assertIn(self.board.name, session.approval_html)
        self._approve(session, self.board)
        self.assertEqual(session.state, "closed")

    def test_alone(self):
        """With one user nothing approves itself, and the screen says who may."""
        (self.board + self.supervisor + self.auditor + self.treasurer).active = False
        session = self._session()
        self._pay(self.siti, pokok=POKOK)
        self._count(session, note_50000=1)
        session.explanation = "Belum tahu"
        session.action_request_approval()
        self.assertIn("Nobody else may approve this yet", session.approval_html)

    def test_the_float_differs_from_the_books(self):
        self._count(self._session_with(100_000), note_100000=1)
        session = self._session(90_000, user=self.second)
        self.assertEqual(
            (round(session.amount_book_opening), round(session.difference_opening)),
            (100_000, -10_000),
        )

    def _session_with(self, amount):
        session = self._session()
        self._pay(self.siti, sukarela=amount)
        return session

    def test_one_session_of_a_box_and_of_a_teller(self):
        self._session()
        other = self._session(user=self.second, opened=False)
        self._assert_refused(
            f"has a session of {self.teller.name} already", other.action_open
        )
        third = self.box.copy({"name": "Loket 2", "code": "KL2"})
        self.assertNotEqual(third.default_account_id, self.box.default_account_id)
        mine = self._session(box=third, opened=False)
        self._assert_refused("You have a session of Cash still", mine.action_open)
        third.default_account_id = self.box.default_account_id
        shared = self._session(user=self.second, box=third, opened=False)
        self._assert_refused("share one account", shared.action_open)

    def test_a_second_counter(self):
        """Her cash goes into the box of her session, at the desk too."""
        second = self.box.copy({"name": "Loket 2", "code": "KL2"})
        session = self._session(user=self.second, box=second)
        pokok = self._account(self.siti, "pokok").id
        payload = {
            "key": "8f14e45f-ceea-467e-9d3c-000000000009",
            "member": self.siti.id,
            "household": False,
            "ahead": False,
            "order": "oldest",
            "means": "cash",
            "reference": "",
            "given": 100_000,
            "keep": 0,
            "fixed": [[pokok, 100_000]],
            "lines": [[pokok, 100_000]],
        }
        done = self._rpc(self.second, "coop.receipt", "desk_post", payload)
        receipt = self.env["coop.receipt"].browse(done["id"])
        self.assertEqual(receipt.cash_journal_id, second)
        self.assertEqual(self._figures(session)[:2], (0, 100_000))
        self.assertEqual(
            self._legs(receipt.sudo().move_id),
            [
                ("11110002", "", 100_000, 0),
                ("31110010", "KUN-0001/POKOK", 0, 100_000),
            ],
        )
        draft = self._receipt(self.budi, user=self.second, pokok=1_000)
        self.assertEqual(draft.cash_journal_id, second)
        # Who has no session begins with the counter, never with the safe.
        self.safe.sequence = 1
        draft = self._receipt(self.budi, user=self.teller, pokok=1_000)
        self.assertEqual(draft.cash_journal_id, self.box)

    def test_the_box_of_another_teller(self):
        self._session()
        receipt = self._receipt(self.siti, user=self.second, pokok=POKOK)
        self._assert_refused(
            f"is worked by {self.teller.name}: open a cash session of your own",
            receipt.action_post,
        )
        mine = self.box.copy({"code": "KL2"})
        mine.name = "Loket 2"
        self._session(user=self.second, box=mine)
        own = "Your cash session is at Loket 2: choose it in place of"
        self._assert_refused(own, receipt.action_post)
        # Whatever else the other does with it.
        self.box._coop_live_session().action_count()
        self._assert_refused(own, receipt.action_post)
        # Nor can she open a second one there.
        third = self.box.copy({"code": "KL3"})
        third.sudo().coop_needs_session = True
        receipt.cash_journal_id = third
        self._assert_refused(own, receipt.action_post)

    def test_the_safe_is_the_treasurers(self):
        session = self._session(box=self.safe, opened=False)
        self._assert_refused("is the safe of the treasurer", session.action_open)
        receipt = self._receipt(self.siti, pokok=POKOK)
        receipt.cash_journal_id = self.safe
        self._assert_refused("is the safe of the treasurer", receipt.action_post)

    def test_a_day_before_the_session(self):
        self._session()
        receipt = self._receipt(self.siti, date=date(2026, 11, 23), pokok=POKOK)
        self._assert_refused("the days before are closed", receipt.action_post)

    def test_while_counting(self):
        session = self._session()
        session.action_count()
        receipt = self._receipt(self.siti, pokok=POKOK)
        self._assert_refused("is being counted", receipt.action_post)
        self.assertEqual(self._figures(session)[1:4], (0, 0, 0))
        session.action_resume()
        receipt.action_post()
        self.assertEqual(receipt.session_id, session)

    def test_by_bank_without_a_session(self):
        receipt = self._receipt(self.siti, pokok=POKOK)
        receipt.means = "transfer"
        receipt.action_post()
        self.assertFalse(receipt.session_id)

    def test_without_the_mark_as_before(self):
        self.box.with_user(self.treasurer).action_coop_free_session()
        receipt = self._pay(self.siti, pokok=POKOK)
        self.assertFalse(receipt.session_id)
        session = self._session(100_000)
        self.assertEqual(round(session.difference_opening), 0)

    def test_entries_by_hand(self):
        """Whoever moves the cash, the session knows it; counted it stays."""
        move = self._by_hand(7_000)
        self._assert_refused("is closed: open a session", move.action_post)
        session = self._session_with(100_000)
        move.action_post()
        self.assertEqual(self._figures(session)[:3], (0, 100_000, 7_000))
        self._count(session, note_50000=1, note_20000=2, note_2000=1, note_1000=1)
        self.assertEqual(session.state, "closed")
        for method, *values in (
            ("button_draft",),
            ("write", {"date": "2026-11-23"}),
            ("unlink",),
        ):
            with self.subTest(method), self.assertRaises(UserError):
                with self.env.cr.savepoint():
                    getattr(move, method)(*values)
        self._assert_refused(
            "that was counted",
            self._rpc,
            self.treasurer,
            "account.move",
            "button_draft",
            move.ids,
        )

    @users("uji.tel")
    def test_form(self):
        form = Form(self.env["coop.cash.session"])
        self.assertEqual(form.journal_id, self.box)
        form.amount_opening = 25_000
        session = form.save()
        session.action_open()
        session.action_count()
        with Form(session) as form, form.count_ids.edit(0) as line:
            line.quantity = 2
        self.assertEqual(session.amount_counted, 200_000)
        action = self.env["coop.cash.session"].action_my_session()
        self.assertEqual(action["res_id"], session.id)
