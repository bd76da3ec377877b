import psycopg2

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CoopCase


@tagged("post_install", "-at_install")
class TestGuardSetup(CoopCase):
    """What the entries stand on does not move under them."""

    def test_journal_flag(self):
        journal = self.book().journal
        # Free until the first entry.
        journal.with_user(self.accountant).coop_sealed = False
        journal.with_user(self.accountant).coop_sealed = True
        self.receive("receipt/1", {self.member(): 1000})
        for values in ({"coop_sealed": False}, {"coop_sealed": 0}):
            self._assert_refused(
                "Make a new journal instead",
                self._rpc,
                self.accountant,
                "account.journal",
                "write",
                journal.ids,
                values,
            )
        for values, sentence in (
            ({"restrict_mode_hash_table": True}, "is sealed already"),
            ({"type": "sale"}, ""),
        ):
            self._assert_refused(
                sentence,
                self._rpc,
                self.accountant,
                "account.journal",
                "write",
                journal.ids,
                values,
            )
        self.assertFalse(journal.restrict_mode_hash_table)

    def test_journal_with_entries_is_not_sealed_later(self):
        misc = self.book().misc
        entry = self.env["account.move"].create(
            {
                "journal_id": misc.id,
                "line_ids": [
                    Command.create({"account_id": self.book().cash.id, "debit": 5}),
                    Command.create({"account_id": self.book().cash.id, "credit": 5}),
                ],
            }
        )
        entry.action_post()
        self._assert_refused(
            "Make a new journal instead",
            self._rpc,
            self.accountant,
            "account.journal",
            "write",
            misc.ids,
            {"coop_sealed": True},
        )

    def test_only_general_journals_are_sealed(self):
        for journal in (self.book().bank, self.book().sales):
            self._assert_refused(
                "Only a journal of type Miscellaneous",
                self._rpc,
                self.accountant,
                "account.journal",
                "write",
                journal.ids,
                {"coop_sealed": True},
            )

    def test_copy_of_a_journal_is_not_sealed(self):
        self.assertFalse(self.book().journal.copy().coop_sealed)

    def test_control_account(self):
        account = self.member().account_id
        account.with_user(self.accountant).write({"code": "31199977"})
        self.receive("receipt/1", {self.member(): 1000})
        for values, sentence in (
            ({"code": "31199978"}, "its code, type and cooperative"),
            ({"code_store": "31199978"}, "its code, type and cooperative"),
            (
                {
                    "code_mapping_ids": [
                        Command.create({"company_id": self.coop.id, "code": "31199978"})
                    ]
                },
                "its code, type and cooperative",
            ),
            ({"account_type": "liability_current"}, "its code, type and cooperative"),
            ({"company_ids": [Command.link(self.other.id)]}, "its code, type"),
            ({"currency_id": self.env.ref("base.USD").id}, "its code, type"),
            ({"coop_control": False}, "so it stays what it is"),
        ):
            with self.subTest(values=values):
                self._assert_refused(
                    sentence,
                    self._rpc,
                    self.accountant,
                    "account.account",
                    "write",
                    account.ids,
                    values,
                )

    def test_account_with_entries_becomes_no_control_account(self):
        self.receive("receipt/1", {self.member(): 1000})
        self._assert_refused(
            "so it stays what it is",
            self._rpc,
            self.accountant,
            "account.account",
            "write",
            self.book().cash.ids,
            {"coop_control": True},
        )

    def test_control_account_of_one_cooperative(self):
        self._assert_refused(
            "belongs to one cooperative only",
            self.book().pokok.account_id.write,
            {"company_ids": [Command.link(self.other.id)]},
        )

    def test_account_merge(self):
        accounts = self.member().account_id | self.member(kind="UJI2").account_id
        wizard = (
            self.env["account.merge.wizard"]
            .with_context(
                active_model="account.account",
                active_ids=accounts.ids,
                allowed_company_ids=self.coop.ids,
            )
            .create({})
        )
        self._assert_refused("cannot be merged", wizard._action_merge, accounts)
        across = self.member().account_id | self.member(company=self.other).account_id
        self._assert_refused("cannot be merged", wizard._action_merge, across)

    def test_partner_merge(self):
        """By the core wizard, as its administrator."""
        Merge = self.env["base.partner.merge.automatic.wizard"]
        holder = self.member().partner_id
        plain = self.env["res.partner"].create({"name": "Siti (dobel)"})
        payer = self.env["res.partner"].create({"name": "Warga yang bayar"})
        self._assert_refused(
            "has money booked in the cooperative",
            Merge._merge,
            (holder | plain).ids,
            plain,
        )
        self.env["account.move"]._coop_post_entry(
            self.book().journal,
            self.coop._coop_today(),
            "receipt/9",
            [
                {"account": self.book().cash, "name": "a", "amount": 5},
                {
                    "account": self.book().cash,
                    "partner": payer,
                    "name": "b",
                    "amount": -5,
                },
            ],
        )
        self._assert_refused(
            "has money booked in the cooperative",
            Merge._merge,
            (payer | plain).ids,
            plain,
        )
        # A contact without money may be joined to the holder.
        self.receive("receipt/1", {self.member(): 1000})
        Merge._merge((holder | plain).ids, holder)
        self.assertFalse(plain.exists())
        self.assert_whole()

    def test_product(self):
        product = self.book().pokok
        spare = self.book().wajib.account_id
        self._assert_refused(
            "Mark the account",
            product.with_user(self.treasurer).write,
            {"account_id": self.book().cash.id},
        )
        self.receive("receipt/1", {self.member(): 1000})
        for values, sentence in (
            ({"account_id": spare.id}, "so its control account cannot change"),
            ({"company_id": self.other.id}, "stays in its cooperative"),
        ):
            self._assert_refused(
                sentence,
                self._rpc,
                self.treasurer,
                "coop.product",
                "write",
                product.ids,
                values,
            )
        self._assert_refused(
            "has member accounts",
            self._rpc,
            self.administrator,
            "coop.product",
            "unlink",
            product.ids,
        )

    def test_account_follows_the_product_until_its_first_entry(self):
        product = self.book().pokok
        product.account_id = self.book().wajib.account_id
        self.assertEqual(self.member().account_id, self.book().wajib.account_id)

    def test_member_account(self):
        """Not even for code that has all rights."""
        member, budi = self.member(), self.member("Budi")
        for values, sentence in (
            ({"account_id": self.book().cash.id}, "is that of its product"),
            ({"company_id": self.other.id}, "keeps its number"),
        ):
            self._assert_refused(sentence, member.write, values)
        member.number = "KUN-1"
        self.receive("receipt/1", {member: 1000})
        for values in (
            {"number": "KUN-2"},
            {"partner_id": budi.partner_id.id},
            {"product_id": self.book().wajib.id},
            {"account_id": self.book().cash.id},
        ):
            with self.subTest(values=values):
                self._assert_refused("keeps its number", member.write, values)
        self._assert_refused("cannot be deleted", member.unlink)
        member.date_closed = "2026-12-31"

    @mute_logger("odoo.sql_db")
    def test_numbers_are_unique(self):
        member = self.member()
        with self.assertRaises(psycopg2.errors.UniqueViolation):
            member.copy({"number": member.number})
            self.env.flush_all()

    def test_whole_rupiah(self):
        rupiah = self.env.ref("base.IDR")
        for rounding in (0.01, 0.1, 100, 0):
            self._assert_refused(
                "in whole rupiah",
                self._rpc,
                self.administrator,
                "res.currency",
                "write",
                rupiah.ids,
                {"rounding": rounding},
            )
        rupiah.write({"rounding": 1})
        self.env.ref("base.USD").write({"rounding": 0.001})
        self._assert_refused(
            "in whole rupiah",
            self.env["res.company"].create,
            {
                "name": "Dolar",
                "currency_id": self.env.ref("base.USD").id,
                "coop_kind": "primer",
            },
        )

    @mute_logger("odoo.sql_db")
    def test_short_name(self):
        for code in ("kun", "1KUN", "K", "KUN-1"):
            with self.assertRaises(psycopg2.errors.CheckViolation):
                self.coop.coop_code = code
                self.env.flush_all()

    def test_uninstall(self):
        for name in ("japra_base", "account", "l10n_id"):
            module = self.env["ir.module.module"].search([("name", "=", name)])
            with self.subTest(module=name):
                self.receive(f"receipt/{name}", {self.member(): 1000})
                self._assert_refused(
                    "It stays installed",
                    module.with_user(self.administrator).button_uninstall,
                )
                self.assertEqual(module.state, "installed")
