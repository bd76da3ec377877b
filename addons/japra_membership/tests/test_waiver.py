from datetime import date

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common import POKOK, TODAY, MembershipCase


@tagged("post_install", "-at_install")
class TestWaiver(MembershipCase):
    """Months that a member is let off: asked, decided by another, ended by a row."""

    def _draft(self, member=None, user=None, kind="wajib", **values):
        if "account_id" not in values:
            values["account_id"] = self._account(member or self.siti, kind).id
        return (
            self.env["coop.dues.waiver"]
            .with_user(user or self.treasurer)
            .create(
                {
                    "month_from": "2026-10-15",
                    "month_until": "2026-10-15",
                    "reason": "Sakit sejak Oktober",
                    **values,
                }
            )
        )

    def _grant(self, waiver, user=None):
        waiver.action_request_approval()
        approval = waiver.sudo().approval_id
        approval.with_user(user or self.board).action_approve()
        self.env.invalidate_all()
        return waiver

    def _end(self, waiver, month="2026-11-01", **values):
        return self._draft(
            waiver.membership_id.with_env(self.env),
            revokes_id=waiver.id,
            month_from=month,
            month_until=waiver.month_until,
            reason="Sudah bekerja lagi",
            **values,
        )

    # === WHAT IT DOES === #

    def test_asked_and_granted(self):
        waiver = self._draft()
        self.assertEqual(
            (waiver.month_from, waiver.month_until, waiver.months_label, waiver.state),
            (date(2026, 10, 1), date(2026, 10, 31), "Oktober 2026", "draft"),
        )
        waiver.action_request_approval()
        approval = waiver.sudo().approval_id
        self.assertEqual(
            (approval.kind, approval.title, approval.reason, approval.partner_ids),
            (
                "dues.waiver",
                "Waiver KUN-0001/WAJIB, Oktober 2026 (Siti Aminah)",
                "Sakit sejak Oktober. It takes away Rp20.000.",
                self.siti.partner_id,
            ),
        )
        self.assertEqual(waiver.state, "waiting")
        # Nothing is let off before somebody agreed.
        self.assertEqual(self._money(self.siti)[2], 160_000)
        approval.with_user(self.board).action_approve()
        self.env.invalidate_all()
        self.assertEqual((waiver.state, waiver.date_granted), ("granted", TODAY))
        self.assertEqual(self._money(self.siti), (0, 0, 140_000, date(2026, 9, 15)))
        rows = self.env["coop.dues"]._due(self.siti.account_ids, TODAY)
        self.assertEqual(
            [row.period for row in rows], [None, date(2026, 9, 1), date(2026, 11, 1)]
        )
        account = self._account(self.siti, "wajib")
        late = self.env["coop.dues"]._arrears(self.coop, TODAY)
        self.assertEqual(late[account.id], (40_000, date(2026, 9, 15)))
        # As of a day before the decision everything is as it was.
        self.assertEqual(self._money(self.siti, date(2026, 11, 23))[2], 160_000)

    def test_payment_passes_over_it(self):
        self._grant(self._draft())
        receipt = self._pay(self.siti, pokok=POKOK, wajib=40_000)
        self.assertEqual(
            self._legs(receipt),
            [
                ("11110001", "", 140_000, 0),
                ("31110010", "KUN-0001/POKOK", 0, 100_000),
                ("31110020", "KUN-0001/WAJIB", 0, 40_000),
            ],
        )
        self.assertIn("September 2026 – November 2026", receipt.line_ids[1].label)
        self.assertNotIn("sebagian", receipt.line_ids[1].label)
        self.assertEqual(self._money(self.siti)[2], 0)
        self.assertEqual(self.siti.paid_until, "November 2026")

    def test_months_that_were_paid_count_for_the_next(self):
        self._pay(self.siti, pokok=POKOK, wajib=40_000)
        self._grant(self._draft())
        self.assertEqual(self._money(self.siti)[2], 0)

    def test_ended_by_a_further_row(self):
        waiver = self._grant(self._draft(month_until="2027-03-01"))
        self.assertEqual(self._money(self.siti)[2], 120_000)
        end = self._end(waiver)
        self.assertEqual(self._money(self.siti)[2], 120_000)
        self._grant(end)
        self.assertEqual((waiver.state, end.state), ("ended", "granted"))
        # October stays waived, November is owed again.
        self.assertEqual(self._money(self.siti)[2], 140_000)
        with freeze_time("2026-12-11 03:00:00"):
            self.assertEqual(self._money(self.siti, date(2026, 12, 11))[2], 160_000)
        self._assert_refused(
            "in force can be ended", self._end(waiver).action_request_approval
        )
        # The months it gave back can be waived anew.
        self._grant(self._draft(month_from="2026-11-01", month_until="2026-11-01"))
        self.assertEqual(self._money(self.siti)[2], 120_000)

    def test_ended_from_its_first_month(self):
        waiver = self._grant(self._draft())
        self._grant(self._end(waiver, "2026-10-01"))
        self.assertEqual(self._money(self.siti)[2], 160_000)

    def test_quarter(self):
        """A period follows what holds on its first day."""
        tariff = self.env["coop.parameter"].create(
            {"code": "uji.tiga", "name": "Wajib triwulan", "unit": "amount"}
        )
        self._decide(self.coop, [("uji.tiga", "2026-07-01", 60_000)], "2026-07-01")
        product = self.env["coop.product"].create(
            {
                "code": "TIGA",
                "name": "Wajib Triwulan",
                "company_id": self.coop.id,
                "account_id": self._account(self.siti, "wajib").account_id.id,
                "share_kind": "wajib",
                "tariff_id": tariff.id,
                "due_period": "quarter",
            }
        )
        account = product.coop_account_ids.filtered(
            lambda a: a.membership_id == self.siti
        )
        late = self.env["coop.dues"]._arrears
        self.assertEqual(late(self.coop, TODAY)[account.id][0], 120_000)
        values = {"account_id": account.id, "month_from": "2026-11-01"}
        self._grant(self._draft(**values, month_until="2026-12-01"))
        self.assertEqual(late(self.coop, TODAY)[account.id][0], 120_000)
        self._grant(self._draft(account_id=account.id, month_from="2026-10-01"))
        self.assertEqual(late(self.coop, TODAY)[account.id][0], 60_000)

    # === WHO DECIDES === #

    def test_nobody_waives_their_own(self):
        waiver = self._draft()
        waiver.action_request_approval()
        approval = waiver.sudo().approval_id
        herself = new_test_user(
            self.env,
            "uji.siti",
            groups="base.group_user,japra_base.group_board",
            partner_id=self.siti.partner_id.id,
            company_id=self.coop.id,
            company_ids=[Command.set(self.coop.ids)],
        )
        for user in (herself, self.treasurer, self.registrar):
            with self.subTest(user.login):
                self._assert_refused(
                    "", self._rpc, user, "coop.approval", "action_approve", approval.ids
                )
        self.assertEqual(self._money(self.siti)[2], 160_000)

    def test_refused_waiver_stays(self):
        waiver = self._draft()
        waiver.action_request_approval()
        wizard = self._rpc(
            self.board,
            "coop.approval.refuse",
            "create",
            {"approval_id": waiver.sudo().approval_id.id, "note": "Belum ada surat"},
        )
        self._rpc(self.board, "coop.approval.refuse", "action_apply", [wizard])
        self.env.invalidate_all()
        self.assertEqual(waiver.state, "closed")
        self._assert_refused("stays as it is", waiver.write, {"reason": "X"})
        self._assert_refused("stays as it is", waiver.unlink)
        self.assertEqual(self._money(self.siti)[2], 160_000)

    def test_rows_stay(self):
        waiver = self._draft()
        waiver.reason = "Sakit"
        free = self._draft(reason="Salah ketik")
        free.unlink()
        self._grant(waiver)
        for values in (
            {"month_until": "2027-01-01"},
            {"reason": "Lain"},
            {"account_id": self._account(self.budi, "wajib").id},
        ):
            with self.subTest(values):
                self._assert_refused(
                    "stays as it is",
                    self._rpc,
                    self.treasurer,
                    "coop.dues.waiver",
                    "write",
                    waiver.ids,
                    values,
                )
        self._assert_refused(
            "stays as it is",
            self._rpc,
            self.treasurer,
            "coop.dues.waiver",
            "unlink",
            waiver.ids,
        )

    def test_grant_is_never_written(self):
        waiver = self._draft()
        self._assert_refused(
            "approval of another person",
            self._rpc,
            self.treasurer,
            "coop.dues.waiver",
            "write",
            waiver.ids,
            {"date_granted": "2026-11-24"},
        )
        values = {
            "account_id": self._account(self.siti, "wajib").id,
            "month_from": "2026-10-01",
            "month_until": "2026-10-01",
            "reason": "X",
        }
        for context in (
            {"default_date_granted": "2026-11-24"},
            {"coop_guard": True, "default_date_granted": "2026-11-24"},
        ):
            with self.subTest(context):
                self._assert_refused(
                    "approval of another person",
                    self._rpc,
                    self.treasurer,
                    "coop.dues.waiver",
                    "create",
                    values,
                    context=context,
                )
        for name in ("company_id", "membership_id"):
            other = self.other.id if name == "company_id" else self.budi.id
            with self.subTest(name), self.assertRaises(Exception):  # noqa: B017
                with self.env.cr.savepoint():
                    waiver.write({name: other})
                    self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(waiver.company_id, self.coop)

    def test_roles(self):
        waiver = self._draft(user=self.registrar)
        self.assertIn(
            waiver, self.env["coop.dues.waiver"].with_user(self.teller).search([])
        )
        self.assertFalse(
            self.env["coop.dues.waiver"].with_user(self.other_teller).search([])
        )
        for user in (self.teller, self.board, self.supervisor, self.portal):
            with self.subTest(user.login):
                self._assert_denied(self._draft, user=user)
                self._assert_denied(
                    self._rpc,
                    user,
                    "coop.dues.waiver",
                    "action_request_approval",
                    waiver.ids,
                )
        other = self._make_user("reg2", "japra_membership.group_registrar", self.other)
        self._assert_denied(self._draft, user=other)

    # === WHAT IS REFUSED === #

    def test_refused(self):
        for values, sentence in (
            ({"kind": "pokok"}, "Only months of a mandatory share"),
            ({"month_from": "2026-06-01", "month_until": "2026-08-01"}, "not there"),
            ({"month_until": "2062-10-01"}, "look at its last month"),
        ):
            with self.subTest(values):
                self._assert_refused(sentence, self._draft, **values)
        self._assert_refused(
            "Give the reason", self._draft(reason=" ").action_request_approval
        )
        waiver = self._grant(self._draft())
        self._assert_refused(
            "Oktober 2026 are waived already", self._draft().action_request_approval
        )
        self._assert_refused("one of its months", self._end, waiver, "2026-09-01")
        self._assert_refused("decided already", waiver.action_request_approval)

    def test_two_asked_at_once(self):
        one, two = self._draft(), self._draft()
        one.action_request_approval()
        two.action_request_approval()
        one.sudo().approval_id.with_user(self.board).action_approve()
        self.env.invalidate_all()
        self._assert_refused(
            "waived already",
            two.sudo().approval_id.with_user(self.board).action_approve,
        )

    def test_form(self):
        action = self.siti.with_user(self.treasurer).action_new_waiver()
        waivers = self.env["coop.dues.waiver"].with_user(self.treasurer)
        form = Form(waivers.with_context(**action["context"]))
        self.assertEqual(form.account_id.number, "KUN-0001/WAJIB")
        form.month_until = date(2026, 12, 5)
        form.reason = "Banjir"
        waiver = self._grant(form.save())
        self.assertEqual(waiver.months_label, "November 2026 – Desember 2026")
        action = waiver.action_end()
        form = Form(waivers.with_context(**action["context"]))
        form.reason = "Salah orang"
        end = form.save()
        self.assertEqual(
            (end.revokes_id, end.month_until), (waiver, date(2026, 12, 31))
        )
        self._grant(end)
        self.assertEqual(self._money(self.siti)[2], 160_000)
