from odoo.fields import Command
from odoo.tests import tagged

from .common import CoopCase

BY_HAND = "never by hand"


@tagged("post_install", "-at_install")
class TestGuardOrigin(CoopCase):
    """No origin, no posting: members' money moves by documents only."""

    def lines(self, **values):
        member = self.member()
        return [
            Command.create({"account_id": self.book().cash.id, "debit": 1000}),
            Command.create(
                {
                    "account_id": member.account_id.id,
                    "partner_id": member.partner_id.id,
                    "credit": 1000,
                    **values,
                }
            ),
        ]

    def entry(self, journal, lines, **values):
        return {
            "journal_id": journal.id,
            "date": "2026-11-24",
            "line_ids": lines,
            **values,
        }

    def test_entry_by_hand_on_member_account(self):
        lines = self.lines(coop_account_id=self.member().id)
        for user in (self.treasurer, self.accountant):
            for journal in (self.book().misc, self.book().journal):
                self._assert_refused(
                    BY_HAND,
                    self._rpc,
                    user,
                    "account.move",
                    "create",
                    self.entry(journal, lines),
                    context={"check_move_validity": False, "coop_guard": True},
                )

    def test_entry_by_hand_on_control_account(self):
        for user in (self.treasurer, self.accountant):
            self._assert_refused(
                BY_HAND,
                self._rpc,
                user,
                "account.move",
                "create",
                self.entry(self.book().misc, self.lines()),
            )

    def test_origin_by_hand(self):
        """In the values, by default, by write: nobody forges an origin."""
        free = self.free_lines()
        for values, context in (
            ({"coop_origin_key": "receipt/9"}, {}),
            ({}, {"default_coop_origin_key": "receipt/9"}),
        ):
            for user in (self.treasurer, self.accountant):
                self._assert_refused(
                    BY_HAND,
                    self._rpc,
                    user,
                    "account.move",
                    "create",
                    self.entry(self.book().misc, free, **values),
                    context=context,
                )
        draft = self.draft(self.book().misc)
        self._assert_refused(
            BY_HAND,
            self._rpc,
            self.treasurer,
            "account.move",
            "write",
            draft.ids,
            {"coop_origin_key": "receipt/9"},
        )

    def test_origin_through_other_documents(self):
        for model, values in (
            (
                "account.bank.statement.line",
                {
                    "journal_id": self.book().bank.id,
                    "date": "2026-11-24",
                    "payment_ref": "x",
                    "amount": 5,
                },
            ),
            (
                "account.payment",
                {
                    "journal_id": self.book().bank.id,
                    "partner_id": self.member().partner_id.id,
                    "amount": 5,
                },
            ),
        ):
            with self.subTest(model=model):
                self._assert_refused(BY_HAND, self.create_and_post, model, values)

    def create_and_post(self, model, values):
        context = {"default_coop_origin_key": "receipt/9"}
        record_id = self._rpc(self.treasurer, model, "create", values, context=context)
        if model == "account.payment":
            self._rpc(
                self.treasurer, model, "action_post", [record_id], context=context
            )

    def test_sealed_journal_takes_no_entry_by_hand(self):
        draft = self.draft(self.book().journal)
        for user in (self.treasurer, self.accountant):
            self._assert_refused(
                "Nothing is posted by hand in the journal",
                self._rpc,
                user,
                "account.move",
                "action_post",
                draft.ids,
            )
        self.assertEqual(draft.state, "draft")
        # Core posts by writing the state as well.
        self._assert_refused(
            "Nothing is posted by hand",
            self._rpc,
            self.treasurer,
            "account.move",
            "write",
            draft.ids,
            {"state": "posted"},
        )

    def test_invoice_line_takes_no_member_account(self):
        member = self.member()
        self._assert_refused(
            BY_HAND,
            self._rpc,
            self.treasurer,
            "account.move",
            "create",
            {
                "move_type": "out_invoice",
                "journal_id": self.book().sales.id,
                "partner_id": member.partner_id.id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "x",
                            "price_unit": 1000,
                            "account_id": member.account_id.id,
                            "coop_account_id": member.id,
                            "tax_ids": [],
                        }
                    )
                ],
            },
        )

    def test_change_account_wizard(self):
        """Core's wizard moved the control account and left the member behind."""
        move = self.receive("receipt/1", {self.member(): 5000})
        line = move.line_ids.filtered("coop_account_id")
        wizard = (
            self.env["account.automatic.entry.wizard"]
            .with_user(self.treasurer)
            .with_context(active_model="account.move.line", active_ids=line.ids)
            .create(
                {
                    "action": "change_account",
                    "destination_account_id": self.member(kind="UJI2").account_id.id,
                    "journal_id": self.book().misc.id,
                    "date": "2026-11-24",
                }
            )
        )
        self._assert_refused(
            BY_HAND, self._rpc, self.treasurer, wizard._name, "do_action", wizard.ids
        )

    def test_bank_line_on_control_account(self):
        member = self.member()
        statement = (
            self.env["account.bank.statement.line"]
            .with_user(self.treasurer)
            .create(
                {
                    "journal_id": self.book().bank.id,
                    "date": "2026-11-24",
                    "payment_ref": "setoran",
                    "amount": 5000,
                }
            )
        )
        suspense = statement.move_id.line_ids[-1]
        self._assert_refused(
            BY_HAND,
            self._rpc,
            self.treasurer,
            "account.move.line",
            "write",
            suspense.ids,
            {"account_id": member.account_id.id},
        )

    def test_payment_with_write_off_on_member_account(self):
        """Core lost the member at the first change of the amount."""
        member = self.member()
        values = {
            "journal_id": self.book().bank.id,
            "partner_id": member.partner_id.id,
            "amount": 5000,
            "write_off_line_vals": [
                {
                    "name": "x",
                    "account_id": member.account_id.id,
                    "partner_id": member.partner_id.id,
                    "coop_account_id": member.id,
                    "amount_currency": -1000,
                    "balance": -1000,
                    "currency_id": self.coop.currency_id.id,
                }
            ],
        }
        self._assert_refused(
            BY_HAND,
            self._rpc,
            self.treasurer,
            "account.payment",
            "create",
            values,
        )

    def test_line_agrees_with_member_account(self):
        siti, budi = self.member(), self.member("Budi")
        for values in (
            {"partner": budi.partner_id},
            {"partner": None},
            {"account": self.member(kind="UJI2").account_id},
            {"account": self.book().cash},
            {"coop_account": self.member(company=self.other)},
            {"extra": {"currency_id": self.env.ref("base.USD").id}},
        ):
            with self.subTest(values=values):
                self._assert_refused(
                    "",
                    self.env["account.move"]._coop_post_entry,
                    self.book().journal,
                    self.env.company._coop_today(),
                    "receipt/1",
                    [
                        {"account": self.book().cash, "name": "Kas", "amount": 1000},
                        {
                            "account": siti.account_id,
                            "partner": siti.partner_id,
                            "name": "Pokok",
                            "amount": -1000,
                            "coop_account": siti,
                            **values,
                        },
                    ],
                )

    def free_lines(self):
        cash = self.book().cash.id
        return [
            Command.create({"account_id": cash, "debit": 5}),
            Command.create({"account_id": cash, "credit": 5}),
        ]

    def draft(self, journal):
        return (
            self.env["account.move"]
            .with_user(self.treasurer)
            .create(self.entry(journal, self.free_lines()))
        )
