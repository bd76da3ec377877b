from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.japra_base.models import guard

from .common import POKOK
from .test_cash_session import CashCase


@tagged("post_install", "-at_install")
class TestWaysAround(CashCase):
    """Ways around a rule that lead over core, the context or another screen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls._make_user("akt", "account.group_account_user")

    # === THE CONTEXT === #

    def test_no_record_takes_the_name_of_another(self):
        group = self.env.ref("japra_base.group_board")
        for user in (self.registrar, self.treasurer):
            with self.subTest(user.login):
                self._assert_denied(
                    self._rpc,
                    user,
                    "res.partner",
                    "create",
                    [{"id": "japra_base.group_board", "name": "x"}],
                    context={"_import_current_module": "x"},
                )
        self.assertEqual(self.env.ref("japra_base.group_board"), group)

    def test_seal_is_made_without_the_context_of_the_caller(self):
        session = self._session()
        receipt = self._pay(self.siti, pokok=POKOK)
        session.action_count()
        session.with_context(hash_version=1).action_hand_in()
        self.assertEqual(receipt.sudo().move_id.inalterable_hash[:3], "$4$")

    def test_a_replaced_limit_binds_nobody(self):
        rules = guard.opened(self.env["coop.approval.rule"])
        rules.search([("kind", "=", "receipt.payout")]).active = False
        old, new = rules.create(
            [
                {
                    "kind": "receipt.payout",
                    "company_id": self.coop.id,
                    "amount_above": above,
                    "role": role,
                    "approvals": persons,
                }
                for above, role, persons in (
                    (300_000, "treasurer", 1),
                    (100_000, "supervisor", 2),
                )
            ]
        )
        old.active = False
        self.env.registry.clear_cache()
        forged = rules.with_context(active_test=False)
        self.assertEqual(
            forged._required(self.coop, "receipt.payout", 400_000),
            (new.role, new.approvals),
        )

    def test_fingerprints_are_not_read(self):
        applicant = self._apply("Rahayu Lestari")
        approval = self._ask(applicant)
        for user in (self.registrar, self.teller, self.board, self.auditor):
            with self.subTest(user.login):
                self._assert_denied(
                    self._rpc, user, "coop.approval", "read", approval.ids, ["digest"]
                )

    # === OTHER SCREENS === #

    def test_a_dialog_names_nobody_of_another_cooperative(self):
        self._assert_denied(
            self._rpc,
            self.teller,
            "coop.passbook",
            "create",
            [{"membership_id": self.rasela.id}],
        )
        receipt = self._pay(self.rasela, user=self.other_teller, pokok=POKOK)
        self._assert_denied(
            self._rpc,
            self.treasurer,
            "coop.receipt.reverse",
            "create",
            [{"receipt_id": receipt.id, "reason": "x"}],
        )

    def test_who_was_changed_after_the_approval_is_asked_for_again(self):
        member = self._apply("Rahayu Lestari")
        self._agree(member)
        self._session()
        self._pay(member.with_env(self.env), pokok=POKOK)
        member.partner_id.with_user(self.registrar).name = "Orang Lain"
        self._assert_refused("", member.action_admit)
        self._ask(member)
        self.assertEqual(member.approval_state, "waiting")
        self._assert_refused("", member.action_admit)
        self.assertFalse(member.number)

    def test_documents_are_reversed_by_themselves(self):
        self._session()
        receipt = self._pay(self.siti, pokok=POKOK)
        before = self._ledger()
        wizard = (
            self.env["account.move.reversal"]
            .with_user(self.treasurer)
            .with_context(
                active_model="account.move", active_ids=receipt.sudo().move_id.ids
            )
            .create({"journal_id": receipt.sudo().move_id.journal_id.id})
        )
        for method in ("reverse_moves", "refund_moves", "modify_moves"):
            with self.subTest(method):
                self._assert_refused(
                    "reverse it there",
                    self._rpc,
                    self.treasurer,
                    "account.move.reversal",
                    method,
                    wizard.ids,
                )
        self.assertEqual(self._ledger(), before)
        self.assertEqual(receipt.state, "posted")

    def test_cash_by_hand(self):
        """Never more than lies there."""
        self._session()
        self._pay(self.siti, pokok=POKOK)
        self._assert_refused("holds Rp100.000", self._by_hand(100_001).action_post)
        move = self._by_hand(40_000)
        move.action_post()
        self.assertEqual(
            [(round(line.debit), round(line.credit)) for line in move.line_ids],
            [(40_000, 0), (0, 40_000)],
        )

    def test_cash_by_hand_on_the_day_when_least_lies_there(self):
        self.box.with_user(self.treasurer).action_coop_free_session()
        self._pay(self.siti, date="2026-11-20", pokok=POKOK)
        self._by_hand(80_000, "2026-11-22").action_post()
        self._pay(self.siti, wajib=60_000)
        self._assert_refused(
            "holds Rp20.000 on 22 November 2026",
            self._by_hand(20_001, "2026-11-21").action_post,
        )
        move = self._by_hand(20_000, "2026-11-21")
        move.action_post()
        self.assertEqual(
            [(round(line.debit), round(line.credit)) for line in move.line_ids],
            [(20_000, 0), (0, 20_000)],
        )

    def test_cash_by_hand_of_several_days_together(self):
        self.box.with_user(self.treasurer).action_coop_free_session()
        self._pay(self.siti, pokok=POKOK)
        # A day counts as a whole, and what comes later pays nothing before it.
        taken = self._by_hand(POKOK + 1) | self._by_hand(-POKOK)
        taken.action_post()
        self.assertEqual(set(taken.mapped("state")), {"posted"})
        self._assert_refused(
            "holds Rp0 on 20 November 2026",
            (self._by_hand(1, "2026-11-20") | self._by_hand(-1)).action_post,
        )
        both = self._by_hand(-10, "2026-11-20") | self._by_hand(POKOK)
        both.action_post()
        self.assertEqual(set(both.mapped("state")), {"posted"})

    def test_a_limit_is_no_slice(self):
        """What a member is paid out in a day is weighed together."""
        self._session()
        self._pay(self.siti, sukarela=1_500_000)
        payouts = [self._payout(300_000) for _part in range(2)]
        payouts[0].action_post()
        self.assertEqual(payouts[0].state, "posted")
        self.assertEqual(payouts[1].approval_state, "needed")
        self._assert_refused("", payouts[1].action_post)
        # What was paid stays as it was judged.
        self.assertFalse(payouts[0].approval_state)

    def _payout(self, amount):
        account = self._account(self.siti, "sukarela")
        line = {"coop_account_id": account.id, "amount": amount}
        return (
            self.env["coop.receipt"]
            .with_user(self.teller)
            .create(
                {
                    "membership_id": self.siti.id,
                    "direction": "out",
                    "note": "Uang sekolah",
                    "line_ids": [Command.create(line)],
                }
            )
        )

    def test_the_first_count_stays(self):
        session = self._session()
        self._pay(self.siti, pokok=POKOK)
        self._count(session, note_50000=1)
        session.explanation = "Tidak tahu"
        session.action_request_approval()
        approval = session.with_user(self.treasurer).approval_id
        approval.with_user(self.treasurer)._decide("refuse", "Hitung ulang")
        self.env.invalidate_all()
        session.action_recount()
        counts = session.with_context(active_test=False).count_ids
        first = counts.filtered(lambda count: not count.active and count.quantity)
        self.assertEqual(first.quantity, 1)
        self._assert_refused(
            "pieces only",
            self._rpc,
            self.teller,
            "coop.cash.count",
            "write",
            first.ids,
            {"quantity": 2},
        )

    def test_nothing_is_told_while_it_is_counted(self):
        session = self._session()
        self._pay(self.siti, pokok=POKOK)
        session.action_count()
        transfer = (
            self.env["coop.cash.transfer"]
            .with_user(self.teller)
            .create(
                {
                    "journal_id": self.box.id,
                    "destination_id": self.safe.id,
                    "amount": 900_000_000,
                }
            )
        )
        self._assert_refused("is being counted", transfer.action_send)

    # === PEOPLE === #

    def test_contact_of_a_cooperative(self):
        """What stands on its papers is written by its administrator."""
        contact = self.coop.partner_id
        samoa = self.env.ref("base.as")
        for user, values in (
            (self.registrar, {"street": "Jl. Palsu"}),
            (self.registrar, {"country_id": samoa.id}),
            (self.other_teller, {"comment": "x"}),
        ):
            with self.subTest(values):
                self._assert_denied(
                    self._rpc, user, "res.partner", "write", contact.ids, values
                )
        self._rpc(
            self.administrator,
            "res.partner",
            "write",
            contact.ids,
            {"street": "Jl. Kunir"},
        )
        self.assertEqual(contact.street, "Jl. Kunir")

    def test_a_member_is_not_opened_to_others(self):
        self._assert_refused(
            "belongs to",
            self._rpc,
            self.registrar,
            "res.partner",
            "write",
            self.siti.partner_id.ids,
            {"company_id": False},
        )

    def test_accounts_of_a_person(self):
        cash = self.box.default_account_id.id
        self._assert_denied(
            self._rpc,
            self.registrar,
            "res.partner",
            "write",
            self.siti.partner_id.ids,
            {"property_account_receivable_id": cash},
        )

    def test_a_login_of_a_member_writes_no_other_name(self):
        portal = self.env["res.users"].create(
            {
                "login": "siti.portal",
                "partner_id": self.siti.partner_id.id,
                "company_id": self.coop.id,
                "company_ids": [Command.set(self.coop.ids)],
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        person = self.siti.partner_id.with_user(portal).sudo()
        self._assert_refused("register of members", person.write, {"name": "Lain"})
        person.write({"name": "Siti Aminah", "phone": "0812"})
        self.assertEqual((person.name, person.phone), ("Siti Aminah", "0812"))

    # === RULES === #

    def test_an_amount_of_the_bylaws_is_asked_once(self):
        for kind, account in (("wajib", "wajib"), ("pokok", "pokok")):
            with self.subTest(kind):
                product = self._account(self.siti, account).product_id
                self._assert_refused(
                    "choose another rule",
                    self._rpc,
                    self.treasurer,
                    "coop.product",
                    "create",
                    [
                        {
                            "name": "Tambahan",
                            "code": "TBH",
                            "company_id": self.coop.id,
                            "account_id": product.account_id.id,
                            "share_kind": kind,
                        }
                    ],
                )

    def test_nobody_makes_a_login_for_himself(self):
        scope = self.env["ir.config_parameter"].get_param
        self.assertEqual(scope("auth_signup.invitation_scope"), "b2b")
