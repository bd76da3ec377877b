from datetime import date

from odoo.tests import Form, tagged, users

from .common import POKOK, TODAY, WAJIB, MembershipCase


@tagged("post_install", "-at_install")
class TestMoneyOut(MembershipCase):
    """Voluntary savings come and go, and never fall below zero."""

    def _out(self, member, amount, user=None, day=TODAY, kind="sukarela", **values):
        receipt = self._receipt(member, user=user, date=day, **{kind: amount})
        receipt.write({"direction": "out", **values})
        return receipt

    def _approve(self, receipt, user):
        approval = receipt.with_user(self.env.user).approval_id
        self._rpc(user, "coop.approval", "action_approve", approval.ids)
        self.env.invalidate_all()

    @users("uji.tel")
    def test_form_proposes_what_can_be_taken(self):
        self._pay(self.siti, user=self.env.user, sukarela=50_000)
        form = Form(self.env["coop.receipt"])
        form.direction = "out"
        form.membership_id = self.siti.with_env(self.env)
        receipt = form.save()
        self.assertEqual(
            receipt.line_ids.coop_account_id.mapped("number"), ["KUN-0001/SUKARELA"]
        )
        self.assertEqual(round(receipt.line_ids.balance), 50_000)
        self.assertEqual(receipt.display_name, "Draft Payout")

    def test_in_and_out(self):
        self._pay(self.siti, sukarela=300_000)
        receipt = self._out(self.siti, 120_000)
        receipt.action_post()
        self.assertEqual(receipt.name, "KWT/2026/11/0002")
        self.assertEqual(
            self._legs(receipt),
            [
                ("11110001", "", 0, 120_000),
                ("21300010", "KUN-0001/SUKARELA", 120_000, 0),
            ],
        )
        self.assertEqual(self.siti.balance_sukarela, 180_000)
        # Saved by choice: never owed, and so never paid up.
        row = receipt.standing[-1]
        self.assertEqual(
            (row["number"], row["balance"], row["owed"]),
            ("KUN-0001/SUKARELA", 180_000, None),
        )
        report = self.env["ir.actions.report"].with_user(self.teller)
        html, _kind = report._render_qweb_html(
            "japra_membership.report_kwitansi", receipt.ids
        )
        self.assertEqual(html.decode().count(">Paid<"), 0)
        self.assertEqual(receipt.line_ids.label, "Penarikan Simpanan Sukarela")

        receipt.with_user(self.treasurer)._reverse("Salah hitung")
        self.assertEqual(
            self._legs(receipt.sudo().move_id.reversal_move_ids),
            [
                ("11110001", "", 120_000, 0),
                ("21300010", "KUN-0001/SUKARELA", 0, 120_000),
            ],
        )
        self.siti.invalidate_recordset()
        self.assertEqual(self.siti.balance_sukarela, 300_000)

    def test_in_the_second_cooperative(self):
        self._pay(self.rasela, user=self.other_teller, sukarela=50_000)
        receipt = self._out(self.rasela, 50_000, user=self.other_teller)
        receipt.action_post()
        self.assertEqual(
            self._legs(receipt),
            [
                ("11110001", "", 0, 50_000),
                ("21300010", "RAS-0001/SUKARELA", 50_000, 0),
            ],
        )

    def test_more_than_there_is(self):
        self._pay(self.siti, sukarela=50_000, pokok=POKOK)
        receipt = self._out(self.siti, 60_000)
        self._assert_refused(
            "KUN-0001/SUKARELA holds too little on 24 November 2026: Rp10.000",
            receipt.action_post,
        )
        self.assertEqual(receipt.state, "draft")

    def test_not_before_it_was_paid_in(self):
        self._pay(self.siti, date=date(2026, 11, 20), sukarela=50_000)
        self._pay(self.siti, date=date(2026, 11, 1), pokok=POKOK)
        receipt = self._out(self.siti, 50_000, day=date(2026, 11, 10))
        self._assert_refused("holds too little on 10 November", receipt.action_post)

    def test_what_is_paid_out_later_counts(self):
        """Between two days the lowest balance decides, not that of the day."""
        self._pay(self.siti, date=date(2026, 11, 1), sukarela=50_000, pokok=POKOK)
        self._out(self.siti, 40_000, day=date(2026, 11, 20)).action_post()
        receipt = self._out(self.siti, 20_000, day=date(2026, 11, 10))
        self._assert_refused("holds too little on 20 November", receipt.action_post)

    def test_a_deposit_that_is_spent_is_not_reversed(self):
        deposit = self._pay(self.siti, sukarela=50_000)
        self._pay(self.siti, pokok=POKOK)
        self._out(self.siti, 30_000).action_post()
        self._assert_refused(
            "holds too little",
            deposit.with_user(self.treasurer)._reverse,
            "Salah anggota",
        )
        self.env.invalidate_all()
        self.assertEqual(deposit.state, "posted")

    def test_shares_stay(self):
        self._pay(self.siti, pokok=POKOK, wajib=WAJIB)
        for kind in ("pokok", "wajib"):
            with self.subTest(kind):
                receipt = self._out(self.siti, 10_000, kind=kind)
                self._assert_refused("only to who leaves", receipt.action_post)

    def test_an_application_that_came_to_nothing(self):
        """What was paid goes back, after an approval whatever the amount."""
        applicant = self._apply()
        self._agree(applicant)
        applicant = applicant.with_env(self.env)
        self._pay(applicant, pokok=60_000)
        receipt = self._out(applicant, 60_000, kind="pokok")
        self._assert_refused("is not a member yet", receipt.action_post)
        self._step(applicant, "withdrawn", reason="Pindah ke Bekasi")
        self._assert_refused("needs the approval", receipt.action_post)
        self._rpc(self.teller, "coop.receipt", "action_request_approval", receipt.ids)
        self._approve(receipt, self.board)
        receipt.action_post()
        self.assertEqual(
            self._legs(receipt),
            [
                ("11110001", "", 0, 60_000),
                ("31110010", "KUN-P0001/POKOK", 60_000, 0),
            ],
        )
        applicant.invalidate_recordset()
        self.assertEqual(round(applicant.amount_held), 0)

    def test_nothing_is_taken_for_it(self):
        applicant = self._apply()
        self._agree(applicant)
        self._step(applicant, "withdrawn", reason="Pindah ke Bekasi")
        receipt = self._receipt(applicant.with_env(self.env), pokok=1_000)
        self._assert_refused("came to nothing", receipt.action_post)

    def test_the_desk_is_warned(self):
        self._step(self.siti, "died", date="2026-11-20", told_by="Anaknya")
        receipt = self._out(self.siti, 10_000)
        self.assertIn("died on 20 November 2026", receipt.member_warning)
        self._assert_refused("by the settlement only", receipt.action_post)

    def test_before_the_admission(self):
        receipt = self._out(self.siti, 10_000, day=date(2026, 9, 14))
        self._assert_refused("became a member on", receipt.action_post)

    def test_more_than_the_cash_box_holds(self):
        deposit = self._receipt(self.siti, sukarela=400_000)
        deposit.means = "transfer"
        deposit.action_post()
        self._pay(self.budi, wajib=WAJIB)
        receipt = self._out(self.siti, 400_000)
        self._assert_refused("cash box holds Rp20.000", receipt.action_post)
        receipt.means = "transfer"
        receipt.action_post()
        self.assertEqual(
            self._legs(receipt),
            [
                ("11130010", "", 0, 400_000),
                ("21300010", "KUN-0001/SUKARELA", 400_000, 0),
            ],
        )

    def test_two_payouts_at_once_are_not_more_than_the_box_holds(self):
        for member, savings in ((self.siti, 100_000), (self.budi, 90_000)):
            deposit = self._receipt(member, sukarela=savings)
            deposit.means = "transfer"
            deposit.action_post()
        self._pay(self.siti, sukarela=120_000)
        payouts = self._out(self.siti, 80_000) + self._out(self.budi, 70_000)
        self._assert_refused("cash box holds Rp40.000", payouts.action_post)
        self.assertEqual(payouts.mapped("state"), ["draft", "draft"])

    def test_what_left_the_box_later_counts(self):
        """The lowest day of the box decides, as it does of an account."""
        self._pay(self.siti, date=date(2026, 11, 1), sukarela=200_000)
        self._out(self.siti, 150_000, day=date(2026, 11, 20)).action_post()
        self._pay(self.siti, sukarela=60_000)
        deposit = self._receipt(self.budi, sukarela=100_000)
        deposit.means = "transfer"
        deposit.action_post()
        receipt = self._out(self.budi, 80_000)
        self.assertEqual(receipt.date, TODAY)
        receipt.action_post()
        # Rp30.000 are in the box today, and no day before it held less.
        early = self._receipt(self.siti, date=date(2026, 11, 5), sukarela=90_000)
        early.means = "transfer"
        early.action_post()
        past = self._out(self.siti, 40_000, day=date(2026, 11, 10))
        self._assert_refused(
            "The cash box holds Rp30.000 on 24 November 2026: so much can be taken "
            "out at most.",
            past.action_post,
        )
        past.line_ids.amount = 30_000
        past.action_post()
        self.assertEqual(
            self._legs(past),
            [
                ("11110001", "", 0, 30_000),
                ("21300010", "KUN-0001/SUKARELA", 30_000, 0),
            ],
        )

    def test_between_two_days_the_lowest_decides(self):
        member, teller = self.rasela, self.other_teller
        self._pay(member, user=teller, date=date(2026, 11, 1), sukarela=100_000)
        self._out(member, 90_000, user=teller, day=date(2026, 11, 10)).action_post()
        self._pay(member, user=teller, date=date(2026, 11, 20), sukarela=80_000)
        bank = self._receipt(
            member, user=teller, date=date(2026, 11, 2), sukarela=50_000
        )
        bank.means = "transfer"
        bank.action_post()
        receipt = self._out(member, 20_000, user=teller, day=date(2026, 11, 5))
        self._assert_refused(
            "The cash box holds Rp10.000 on 10 November 2026", receipt.action_post
        )
        receipt.line_ids.amount = 10_000
        receipt.action_post()
        self.assertEqual(
            self._legs(receipt),
            [
                ("11110001", "", 0, 10_000),
                ("21300010", "RAS-0001/SUKARELA", 10_000, 0),
            ],
        )

    def test_above_the_limit_a_second_person_agrees(self):
        self._pay(self.siti, sukarela=900_000)
        receipt = self._out(self.siti, 600_000, note="Biaya sekolah")
        self.assertEqual(receipt.approval_state, "needed")
        self._assert_refused("needs the approval", receipt.action_post)
        self._rpc(self.teller, "coop.receipt", "action_request_approval", receipt.ids)
        self._assert_refused("Waiting for approval", receipt.action_post)
        approval = receipt.with_user(self.env.user).approval_id
        self.assertEqual(
            (approval.kind, round(approval.amount), approval.reason),
            ("receipt.payout", 600_000, "Biaya sekolah"),
        )
        self._assert_refused(
            "Nobody approves what they asked for",
            self._rpc,
            self.teller,
            "coop.approval",
            "action_approve",
            approval.ids,
        )
        self._approve(receipt, self.board)
        self.assertEqual(receipt.state, "draft")
        # Another amount than was agreed to is asked for again.
        receipt.line_ids.amount = 700_000
        self._assert_refused("was changed after its approval", receipt.action_post)
        receipt.line_ids.amount = 600_000
        receipt.action_post()
        self.assertEqual(
            self._legs(receipt),
            [
                ("11110001", "", 0, 600_000),
                ("21300010", "KUN-0001/SUKARELA", 600_000, 0),
            ],
        )
        # Who agreed stands on it for good.
        receipt.invalidate_recordset()
        self.assertEqual(receipt.approval_state, "approved")
        self.assertIn(f"Approved by {self.board.name}", receipt.approval_html)

    def test_nobody_approves_their_own_payout(self):
        chair = self._admit("Ketua", "2026-01-05")
        self.board.partner_id = chair.partner_id
        self._pay(chair, sukarela=900_000)
        receipt = self._out(chair, 900_000)
        self._rpc(self.teller, "coop.receipt", "action_request_approval", receipt.ids)
        approval = receipt.with_user(self.env.user).approval_id
        self._assert_refused(
            "Nobody approves what they get themselves",
            self._rpc,
            self.board,
            "coop.approval",
            "action_approve",
            approval.ids,
        )

    def test_a_large_reversal_waits_for_the_board(self):
        receipt = self._pay(self.siti, sukarela=800_000)
        wizard = self._rpc(
            self.treasurer,
            "coop.receipt.reverse",
            "create",
            {"receipt_id": receipt.id, "reason": "Setoran ganda"},
        )
        answer = self._rpc(
            self.treasurer, "coop.receipt.reverse", "action_apply", [wizard]
        )
        self.assertIn("Waiting for approval", answer["params"]["message"])
        self.env.invalidate_all()
        self.assertEqual(receipt.state, "posted")
        # Nobody at the counter asks for it again in the treasurer's place.
        self._assert_refused(
            "is booked and cannot be changed",
            self._rpc,
            self.teller,
            "coop.receipt",
            "action_request_approval",
            receipt.ids,
        )
        self._approve(receipt, self.board)
        self.assertEqual(
            (receipt.state, receipt.reversal_reason), ("reversed", "Setoran ganda")
        )
        self.assertEqual(
            self._legs(receipt.sudo().move_id.reversal_move_ids),
            [
                ("11110001", "", 0, 800_000),
                ("21300010", "KUN-0001/SUKARELA", 800_000, 0),
            ],
        )

    def test_direction_of_a_booked_receipt_is_fixed(self):
        receipt = self._pay(self.siti, pokok=POKOK)
        for values in (
            {"direction": "out"},
            {"means": "qris"},
            {"reference": "x"},
            {"note": "x"},
        ):
            with self.subTest(values):
                self._assert_refused(
                    "is booked and cannot be changed",
                    self._rpc,
                    self.teller,
                    "coop.receipt",
                    "write",
                    receipt.ids,
                    values,
                )
