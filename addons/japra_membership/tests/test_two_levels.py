from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import POKOK, TODAY, MembershipCase


@tagged("post_install", "-at_install")
class TestTwoLevels(MembershipCase):
    """The pokok of a primary in its secondary cooperative: two books, one pair."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.federation = cls._make_coop("Japra", "JPR")
        cls.federation.coop_kind = "sekunder"
        cls.fed_treasurer = cls._make_user(
            "ben.jpr", "japra_base.group_treasurer", cls.federation
        )
        cls.fed_teller = cls._make_user(
            "tel.jpr", "japra_membership.group_teller", cls.federation
        )
        cls.other_treasurer = cls._make_user(
            "ben.ras", "japra_base.group_treasurer", cls.other
        )
        members = cls.env["coop.membership"].with_company(cls.federation)
        cls.kunir, cls.stranger = (
            members.create(
                {
                    "partner_id": partner.id,
                    "company_id": cls.federation.id,
                    "date_admitted": "2026-11-24",
                }
            )
            for partner in (
                cls.coop.partner_id,
                cls.env["res.partner"].create(
                    {"name": "Koperasi Lain", "is_company": True}
                ),
            )
        )

    def _payment(self, user=None, amount=POKOK, **values):
        user = user or self.treasurer
        return (
            self.env["coop.investment"]
            .with_user(user)
            .create(
                {
                    "partner_id": self.federation.partner_id.id,
                    "company_id": user.company_id.id,
                    "amount": amount,
                    "date": TODAY,
                    "note": "RAT 3/2026",
                    **values,
                }
            )
        )

    def _received(self, member=None, **amounts):
        return self._pay(
            member or self.kunir, user=self.fed_teller, **(amounts or {"pokok": POKOK})
        )

    def _confirm(self, receipt, pair=None, user=None):
        values = {"receipt_id": receipt.id, "pair_id": pair.id if pair else False}
        wizard = self.env["coop.pair.confirm"].with_user(user or self.fed_treasurer)
        wizard.create(values).action_apply()
        self.env.invalidate_all()
        return receipt.sudo().pair_id.with_user(self.fed_treasurer)

    def _facts(self, pair):
        pair = pair.sudo()
        return (
            pair.state,
            round(pair.paid_amount),
            round(pair.received_amount),
            pair.eliminate,
        )

    # === WHAT WAITS === #

    def _tile(self, user):
        """(count, rows) of the tile of pairs as the user sees it; None: not there."""
        board = self._rpc(user, "coop.board.cash", "board_open")
        count = {tile["key"]: tile["count"] for tile in board["tiles"]}.get("pairs")
        rows = [
            (row["title"], row["text"], row["since"], row["level"])
            for row in board["work"]
            if row["key"].startswith("pairs-")
        ]
        return (count, rows) if count is not None else None

    def test_missing_halves_stand_on_the_board(self):
        # Who belongs to no secondary cooperative here has no tile for it.
        self.assertIsNone(self._tile(self.treasurer))
        payment = self._payment(date="2026-11-20")
        payment.action_confirm()
        title = "KUN-JPR-0001, Kunir – Japra, Rp100.000"
        waits = (1, [(title, "Not Received Yet", "4 days", 0)])
        for user in (self.treasurer, self.fed_treasurer, self.board, self.auditor):
            with self.subTest(user.login):
                self.assertEqual(self._tile(user), waits)
        # A teller has no right on pairs; a third cooperative sees none of these two.
        self.assertIsNone(self._tile(self.teller))
        self.assertIsNone(self._tile(self.other_treasurer))
        action = self._rpc(
            self.fed_treasurer, "coop.board.cash", "board_action", "pairs"
        )
        found = self.env["coop.pair"].search(action["domain"])
        self.assertEqual(found, payment.pair_id.with_env(self.env))
        receipt = self._received(pokok=90_000)
        self._confirm(receipt, payment.pair_id)
        self.assertEqual(
            self._tile(self.treasurer)[1], [(title, "Amounts Differ", "4 days", 2)]
        )

    def test_a_whole_pair_leaves_the_board(self):
        payment = self._payment()
        payment.action_confirm()
        self._confirm(self._received(), payment.pair_id)
        self.assertEqual(self._tile(self.treasurer), (0, []))

    # === THE ENTRIES OF BOTH === #

    def test_paid_then_received(self):
        payment = self._payment()
        payment.action_confirm()
        self.assertEqual(
            self._legs(payment),
            [("12110010", "", 100_000, 0), ("11130010", "", 0, 100_000)],
        )
        self.assertEqual(payment.sudo().move_id.journal_id.code, "KAS")
        pair = payment.pair_id
        self.assertEqual(pair.name, "KUN-JPR-0001")
        self.assertEqual(self._facts(pair), ("paid", 100_000, 0, False))
        receipt = self._received()
        self.assertEqual(
            self._legs(receipt),
            [
                ("11110001", "", 100_000, 0),
                ("31110010", "JPR-0001/POKOK", 0, 100_000),
            ],
        )
        self.assertEqual(self._confirm(receipt, pair), pair.sudo())
        self.assertEqual(self._facts(pair), ("paired", 100_000, 100_000, True))
        both = pair.sudo()
        self.assertEqual(
            (both.paid_number, both.paid_date), (payment.name, date(2026, 11, 24))
        )
        self.assertEqual(
            (both.received_number, both.received_date),
            (receipt.name, date(2026, 11, 24)),
        )
        self.assertEqual((both.payer, both.receiver), ("Kunir", "Japra"))
        self.assertEqual(payment.pair_state, "paired")
        # The pokok of Kunir in Japra is paid.
        self.assertEqual(self._money(self.kunir)[0], 100_000)
        for company in (self.coop, self.federation):
            journals = self.env["account.journal"].sudo()
            for journal in journals.search(
                [("company_id", "=", company.id), ("coop_sealed", "=", True)]
            ):
                self.env["account.move"].sudo()._coop_seal(journal)
            self.assertEqual(self.env["coop.control"].sudo()._failures(company), [])

    def test_received_then_paid(self):
        receipt = self._received(pokok=POKOK, wajib=20_000)
        pair = self._confirm(receipt)
        self.assertEqual(self._facts(pair), ("received", 0, 120_000, False))
        form = Form(self.env["coop.investment"].with_user(self.treasurer))
        form.partner_id = self.federation.partner_id
        form.amount = 120_000
        form.pair_id = pair.with_user(self.treasurer)
        payment = form.save()
        payment.action_confirm()
        self.assertEqual(payment.pair_id, pair.sudo())
        self.assertEqual(self._facts(pair), ("paired", 120_000, 120_000, True))

    def test_paid_in_cash(self):
        journal = self.env["account.journal"].search(
            [("company_id", "=", self.coop.id), ("type", "=", "cash")], limit=1
        )
        self._pay(self.siti, pokok=POKOK)
        payment = self._payment(means="cash", journal_id=journal.id, amount=100_001)
        self._assert_refused("holds Rp100.000", payment.action_confirm)
        payment.amount = 60_000
        payment.action_confirm()
        self.assertEqual(
            self._legs(payment),
            [("12110010", "", 60_000, 0), ("11110001", "", 0, 60_000)],
        )

    def test_paid_in_cash_on_a_day_before_the_box_was_emptied(self):
        for company, member, teller, treasurer in (
            (self.coop, self.siti, self.teller, self.treasurer),
            (self.other, self.rasela, self.other_teller, self.other_treasurer),
        ):
            with self.subTest(company.name):
                box = self.env["account.journal"].search(
                    [("company_id", "=", company.id), ("type", "=", "cash")], limit=1
                )
                self._pay(member, user=teller, date="2026-11-10", sukarela=90_000)
                spent = self._receipt(member, user=teller, sukarela=70_000)
                spent.direction = "out"
                spent.action_post()
                payment = self._payment(
                    user=treasurer,
                    means="cash",
                    journal_id=box.id,
                    amount=50_000,
                    date="2026-11-15",
                )
                self._assert_refused(
                    "holds Rp20.000 on 24 November 2026", payment.action_confirm
                )
                payment.amount = 20_000
                payment.action_confirm()
                self.assertEqual(
                    self._legs(payment),
                    [("12110010", "", 20_000, 0), ("11110001", "", 0, 20_000)],
                )

    def test_other_half_keeps_its_books_elsewhere(self):
        outside = self.env["res.partner"].create(
            {"name": "Induk Luar", "is_company": True}
        )
        payment = self._payment(partner_id=outside.id)
        payment.action_confirm()
        self.assertEqual((payment.state, payment.pair_id.ids), ("posted", []))
        receipt = self._received(self.stranger)
        self.assertFalse(receipt.with_user(self.fed_treasurer).to_pair)
        self._assert_refused("waits for its pair", self._confirm, receipt)

    # === WHAT DOES NOT FIT === #

    def test_differing_amounts_are_listed(self):
        payment = self._payment(amount=90_000)
        payment.action_confirm()
        receipt = self._received()
        wizard = Form(
            self.env["coop.pair.confirm"]
            .with_user(self.fed_treasurer)
            .with_context(default_receipt_id=receipt.id)
        )
        self.assertEqual(wizard.candidate_ids[:].ids, payment.pair_id.ids)
        wizard.pair_id = payment.pair_id.with_user(self.fed_treasurer)
        self.assertIn("amounts differ", wizard.warning)
        wizard.save().action_apply()
        self.env.invalidate_all()
        self.assertEqual(
            self._facts(payment.pair_id), ("differs", 90_000, 100_000, False)
        )
        pairs = self.env["coop.pair"].with_user(self.fed_treasurer)
        unpaired = [("state", "in", ("paid", "received", "differs"))]
        self.assertEqual(pairs.search(unpaired), payment.pair_id)

    def test_reversal_takes_the_half_away(self):
        payment = self._payment()
        payment.action_confirm()
        pair = payment.pair_id
        receipt = self._received()
        self._confirm(receipt, pair)
        receipt.with_user(self.fed_treasurer)._reverse("Setoran ditolak bank")
        self.env.invalidate_all()
        self.assertEqual(self._facts(pair), ("paid", 100_000, 0, False))
        self.assertEqual(self._money(self.kunir)[2], 120_000)
        # Paid again, the new receipt takes its place.
        again = self._received()
        self._confirm(again, pair)
        self.assertEqual(self._facts(pair), ("paired", 100_000, 100_000, True))
        payment.action_reverse()
        self.env.invalidate_all()
        self.assertEqual(payment.state, "reversed")
        self.assertEqual(self._facts(pair), ("received", 0, 100_000, False))
        self._assert_refused("once", payment.action_reverse)
        again.with_user(self.fed_treasurer)._reverse("Salah")
        self.env.invalidate_all()
        self.assertEqual(self._facts(pair), ("void", 0, 0, False))

    def test_lists(self):
        receipts = self.env["coop.receipt"].with_user(self.fed_treasurer)
        receipt = self._received()
        self._received(self.stranger)
        self.assertEqual(receipts.search([("to_pair", "=", True)]).ids, receipt.ids)
        self._confirm(receipt)
        self.assertFalse(receipts.search([("to_pair", "=", True)]))
        self._assert_refused("waits for its pair", self._confirm, receipt)

    def test_refused(self):
        for values, sentence in (
            ({"amount": 0}, "enter an amount"),
            ({"partner_id": self.coop.partner_id.id}, "does not pay itself"),
            ({"means": "cash"}, "Choose the cash box"),
        ):
            with self.subTest(values):
                payment = self._payment(**values)
                self._assert_refused(sentence, payment.action_confirm)
        for amount, sentence in (
            (-1, "whole rupiah"),
            (0.5, "whole rupiah"),
            (True, "enter a number"),
        ):
            with self.subTest(amount):
                self._assert_refused(sentence, self._payment, amount=amount)
        payment = self._payment()
        payment.action_confirm()
        for method, args in (
            ("write", [{"amount": 1}]),
            ("unlink", []),
            ("action_confirm", []),
        ):
            with self.subTest(method):
                self._assert_refused(
                    "is booked and stays",
                    self._rpc,
                    self.treasurer,
                    "coop.investment",
                    method,
                    payment.ids,
                    *args,
                )
        # A pair is confirmed once on each side, and by its own parties.
        self._assert_refused(
            "waits for no payment",
            self._payment(pair_id=payment.pair_id.id).action_confirm,
        )
        # Who is none of them learns nothing of it, not even its key.
        self._assert_refused(
            "Choose a pair of payments of this cooperative",
            self._payment,
            user=self.other_treasurer,
            pair_id=payment.pair_id.id,
        )
        other = self._pay(self.rasela, user=self.other_teller, pokok=POKOK)
        self._assert_denied(
            self._confirm,
            other,
            payment.pair_id,
            user=self.other_treasurer,
        )

    def test_above_the_limit_another_person_agrees(self):
        payment = self._payment(amount=500_001)
        self._assert_refused("needs the approval", payment.action_confirm)
        payment.action_request_approval()
        approval = payment.sudo().approval_id
        self._assert_refused(
            "",
            self._rpc,
            self.treasurer,
            "coop.approval",
            "action_approve",
            approval.ids,
        )
        approval.with_user(self.board).action_approve()
        self.env.invalidate_all()
        # The board agrees, the treasurer pays.
        self.assertEqual(payment.state, "draft")
        payment.amount = 600_000
        self._assert_refused("was changed after", payment.action_confirm)
        payment.amount = 500_001
        payment.action_confirm()
        self.assertEqual(payment.state, "posted")

    # === WHO SEES AND DOES WHAT === #

    def test_each_reads_the_pair_only(self):
        payment = self._payment()
        payment.action_confirm()
        receipt = self._received()
        pair = self._confirm(receipt, payment.pair_id)
        pairs = self.env["coop.pair"]
        self.assertEqual(pairs.with_user(self.treasurer).search([]), pair.sudo())
        self.assertEqual(pairs.with_user(self.fed_treasurer).search([]), pair)
        self.assertFalse(pairs.with_user(self.other_treasurer).search([]))
        for user, record in (
            (self.fed_treasurer, payment),
            (self.treasurer, receipt),
            (self.treasurer, self.kunir),
            (self.fed_treasurer, payment.sudo().move_id),
            (self.treasurer, receipt.sudo().move_id),
        ):
            with self.subTest(record._name), self.assertRaises(AccessError):
                record.with_user(user).check_access("read")
        spec = {"name": {}, "payer": {}, "receiver": {}, "state": {}}
        self.assertEqual(
            pair.with_user(self.treasurer).web_read(spec)[0]["receiver"], "Japra"
        )

    def test_pairs_are_nobodys_to_write(self):
        payment = self._payment()
        payment.action_confirm()
        for user in (self.treasurer, self.board, self.administrator, self.portal):
            for method, args in (
                ("write", [payment.pair_id.ids, {"received_amount": 100_000}]),
                ("unlink", [payment.pair_id.ids]),
                (
                    "create",
                    [
                        {
                            "name": "X",
                            "payer_id": self.coop.id,
                            "receiver_id": self.federation.id,
                        }
                    ],
                ),
            ):
                with self.subTest(user.login, method=method):
                    if method == "unlink":
                        self._assert_denied(self._rpc, user, "coop.pair", method, *args)
                        continue
                    self._assert_refused(
                        "A pair follows", self._rpc, user, "coop.pair", method, *args
                    )
        self._assert_refused(
            "buttons only",
            self._rpc,
            self.fed_teller,
            "coop.receipt",
            "write",
            self._receipt(self.kunir, user=self.fed_teller, pokok=POKOK).ids,
            {"pair_id": payment.pair_id.id},
        )
        for name in ("move_id", "state", "name"):
            with self.subTest(name):
                self._assert_refused(
                    "buttons only",
                    self._rpc,
                    self.treasurer,
                    "coop.investment",
                    "create",
                    {
                        "partner_id": self.federation.partner_id.id,
                        "amount": 1,
                        name: 1,
                    },
                )
        self._assert_refused(
            "buttons only",
            self._payment().with_context(default_move_id=1).create,
            {"partner_id": self.federation.partner_id.id, "amount": 1},
        )

    def test_roles(self):
        payment = self._payment()
        for user in (self.teller, self.registrar, self.board, self.fed_treasurer):
            with self.subTest(user.login):
                self._assert_denied(
                    self._rpc, user, "coop.investment", "action_confirm", payment.ids
                )
                self._assert_denied(
                    self._rpc, user, "coop.investment", "action_reverse", payment.ids
                )
        self.assertTrue(payment.with_user(self.board).has_access("read"))
        self.assertFalse(payment.with_user(self.teller).has_access("read"))
        receipt = self._received()
        for user in (self.fed_teller, self.treasurer, self.board):
            with self.subTest(user.login):
                self._assert_denied(self._confirm, receipt, user=user)
