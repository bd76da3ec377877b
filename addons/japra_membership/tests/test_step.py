from datetime import date

from odoo.tests import tagged

from .common import POKOK, TODAY, WAJIB, MembershipCase


@tagged("post_install", "-at_install")
class TestStep(MembershipCase):
    """Signature, suspension, death and leaving are written with day and reason."""

    def test_signature(self):
        member = self._enrol()
        unsigned = [("needs_signature", "=", True)]
        members = self.env["coop.membership"].with_user(self.registrar)
        self.assertEqual(members.search(unsigned).ids, member.ids)
        for values, sentence in (
            ({"signature": "thumb", "book_page": "3"}, "witness by name"),
            ({"signature": "hand"}, "page of the paper book"),
            ({"signature": False, "book_page": "3"}, "signature or a thumb"),
            ({"signature": "hand", "book_page": "3", "date": "2026-11-25"}, "not come"),
            ({"signature": "hand", "book_page": "3", "date": "2026-11-23"}, "older"),
        ):
            with self.subTest(values):
                self._assert_refused(sentence, self._step, member, "signed", **values)
        self._step(member, "signed", signature="thumb", witness="Budi", book_page="3")
        self.assertEqual(member.date_signed, TODAY)
        self.assertFalse(members.search(unsigned))
        self.assertEqual(
            member.event_ids[0].sentence,
            "Signed, Thumb Print, witness Budi, page 3 of the paper book",
        )
        self._assert_refused(
            "signed already", self._step, member, "signed", book_page="3"
        )
        self._assert_refused(
            "never signed", self._step, member, "struck", reason="Batal"
        )

    def test_struck_row_keeps_its_number(self):
        member = self._enrol()
        self.assertEqual(member.number, "KUN-0003")
        self._step(member, "struck", reason="Tidak jadi, pindah")
        self.assertEqual((member.state, member.number), ("struck", "KUN-0003"))
        self.assertEqual(round(member.amount_held), POKOK)
        self.assertEqual(self._money(member)[2], 0)
        self._assert_refused("cannot be deleted", member.unlink)
        self.assertEqual(self._enrol("Berikutnya").number, "KUN-0004")
        report = self.env["report.japra_membership.report_register"].with_user(
            self.registrar
        )
        values = report.with_company(self.coop)._get_report_values([])
        rows = {
            row.number: values["row_of"](row)
            for _company, members in values["books"]
            for row in members
        }
        self.assertTrue(rows["KUN-0003"]["struck"])
        self.assertEqual(rows["KUN-0003"]["reason"], "Tidak jadi, pindah")
        self.assertFalse(rows["KUN-0001"]["struck"])

    def test_suspension_needs_a_decision(self):
        self._assert_refused("Give the reason", self._step, self.siti, "suspended")
        self._assert_refused(
            "Enter the decision", self._step, self.siti, "suspended", reason="X"
        )
        self._assert_refused(
            "cannot end before",
            self._step,
            self.siti,
            "suspended",
            reason="X",
            decision_ref="1",
            date_until="2026-11-01",
        )
        self._step(self.siti, "suspended", reason="X", decision_ref="12/2026")
        self.assertEqual(self.siti.state, "suspended")
        self.assertIn("is suspended since", self.siti._receipt_warning())
        self.assertIn("nothing is paid out", self.siti._payout_problem(TODAY))
        # Her dues go on, and the desk takes her money.
        self._pay(self.siti, pokok=POKOK)
        self._assert_refused(
            "is Suspended",
            self._step,
            self.siti,
            "suspended",
            reason="X",
            decision_ref="13",
        )
        self._step(self.siti, "resumed", reason="Sudah diperbaiki")
        self.assertEqual(self.siti.state, "member")

    def test_death(self):
        self._pay(self.siti, pokok=POKOK, wajib=WAJIB)
        self._assert_refused("who told it", self._step, self.siti, "died")
        self._step(self.siti, "died", date="2026-10-05", told_by="Dadang, anak")
        self.assertEqual(self.siti.state, "died")
        # September is paid, October was not yet due on the fifth.
        self.assertEqual(self._money(self.siti), (100_000, 20_000, 0, None))
        self.assertEqual(
            self.env["coop.dues"]._arrears(self.coop, TODAY)[
                self._account(self.siti, "wajib").id
            ],
            (0, None),
        )
        self.assertEqual(
            self.siti._receipt_warning(),
            "KUN-0001 Siti Aminah died on 5 Oktober 2026.",
        )
        self.assertIn("settlement only", self.siti._payout_problem(TODAY))
        self.assertIsNone(self.siti._payout_problem(date(2026, 10, 4)))
        self.assertIsNone(self.siti._receipt_problem(TODAY))
        self.assertIn("Rp120.000 waits for the settlement", self.siti.case_text)
        self.assertIn("has 1 members", self.siti.founding_warning)

    def test_leaving_and_staying(self):
        self._step(self.siti, "leaving", date="2026-10-05", reason="Pindah ke Depok")
        self.assertEqual(self.siti.date_leaving, date(2026, 10, 5))
        # Pokok and September.
        self.assertEqual(self._money(self.siti)[2], 120_000)
        self._step(self.siti, "stayed", reason="Tidak jadi pindah")
        # October and November are due again.
        self.assertEqual(self._money(self.siti)[2], 160_000)
        self._step(self.siti, "leaving", reason="Jadi pindah")
        self._step(self.siti, "left", reason="Pindah", decision_ref="4/2026")
        self.assertEqual((self.siti.state, self.siti.date_ended), ("left", TODAY))
        self._assert_refused(
            "cannot follow", self._step, self.siti, "died", told_by="X"
        )

    def test_correction(self):
        self._step(self.siti, "died", told_by="Salah kabar")
        self._step(self.siti, "corrected", reason="Orang lain yang meninggal")
        self.assertEqual(self.siti.state, "member")
        self.assertEqual(self._money(self.siti)[2], 160_000)
        kinds = [(event.kind, event.void) for event in self.siti.event_ids]
        self.assertEqual(
            kinds, [("corrected", False), ("died", True), ("takeover", False)]
        )
        self._assert_refused(
            "stands and is not corrected",
            self._step,
            self.siti,
            "corrected",
            reason="X",
        )

    def test_who_may(self):
        for user in (self.teller, self.board, self.treasurer, self.portal):
            with self.subTest(user.login):
                self._assert_denied(
                    self._rpc,
                    user,
                    "coop.membership.step",
                    "create",
                    {"membership_id": self.siti.id, "kind": "died", "told_by": "X"},
                )
        self._assert_denied(
            self._rpc,
            self.registrar,
            "coop.membership.step",
            "create",
            {"membership_id": self.rasela.id, "kind": "died", "told_by": "X"},
        )
        self.assertEqual(self.rasela.state, "member")

    def test_when_dues_stop_is_not_typed(self):
        account = self._account(self.siti, "wajib")
        self._assert_refused(
            "follows from the register", account.write, {"dues_until": "2026-10-01"}
        )
        self._assert_refused(
            "follows from the register",
            account.with_context(default_dues_until="2026-10-01").create,
            {
                "number": "X/1",
                "product_id": account.product_id.id,
                "partner_id": account.partner_id.id,
                "company_id": self.coop.id,
            },
        )

    def test_representatives(self):
        entity = self._admit("Koperasi Akuarium", "2026-09-01", is_company=True)
        rows = self._rpc(
            self.registrar,
            "coop.membership.representative",
            "create",
            {
                "membership_id": entity.id,
                "name": "Topaz",
                "role": "Ketua",
                "date_from": "2026-09-01",
                "date_until": "2026-10-31",
                "letter": "01/SK/2026",
            },
        )
        row = self.env["coop.membership.representative"].browse(rows)
        self.assertEqual(entity.representative_ids._of_day(date(2026, 10, 31)), row)
        self.assertFalse(entity.representative_ids._of_day(TODAY))
        self._assert_refused(
            "needs no representative",
            row.with_user(self.registrar).create,
            {"membership_id": self.siti.id, "name": "X"},
        )
        self._assert_denied(
            self._rpc,
            self.registrar,
            "coop.membership.representative",
            "create",
            {"membership_id": self.rasela.id, "name": "X"},
        )
