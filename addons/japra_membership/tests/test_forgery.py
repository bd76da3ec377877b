from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import POKOK, MembershipCase

BUTTONS = "by its buttons only"


@tagged("post_install", "-at_install")
class TestForgery(MembershipCase):
    """Documents say what happened, and nothing of another cooperative."""

    def _onchange(self, user, model, values, *names):
        return self._rpc(
            user, model, "onchange", [], values, list(values), {n: {} for n in names}
        )

    def test_typing_a_foreign_member_tells_nothing(self):
        """A form asks the server before it is saved: by any number it likes."""
        self.env.flush_all()
        self.env.invalidate_all()
        account = self._account(self.rasela, "wajib")
        for user, model, values, *names in (
            (
                self.teller,
                "coop.receipt",
                {"membership_id": self.rasela.id},
                "partner_id",
                "line_ids",
            ),
            (
                self.teller,
                "coop.receipt.line",
                {"coop_account_id": account.id, "amount": 1000},
                "amount_due",
                "label",
                "product_id",
            ),
            (
                self.registrar,
                "coop.membership",
                {"partner_id": self.rasela.partner_id.id},
                "name",
                "phone",
                "street",
                "city",
            ),
        ):
            with self.subTest(model):
                # What one user has read is in the cache of all.
                self.env.invalidate_all()
                self._assert_denied(self._onchange, user, model, values, *names)
        own = self._onchange(
            self.teller, "coop.receipt", {"membership_id": self.siti.id}, "partner_id"
        )
        self.assertEqual(own["value"]["partner_id"], self.siti.partner_id.id)

    def test_line_of_another_cooperative(self):
        """Our links of an entry are asked for at once, and all the same refused."""
        foreign = self._pay(self.rasela, user=self.other_teller, pokok=POKOK)
        receipt = self._receipt(self.siti, pokok=POKOK)
        entry = receipt.sudo()._prepare_entry()
        entry["lines"][1]["extra"] = {"coop_receipt_id": foreign.id}
        self._assert_refused(
            "must belong to one cooperative",
            self.env["account.move"].sudo()._coop_post_entries,
            self.coop.coop_receipt_journal_id,
            [entry],
        )

    def test_whose_account_a_line_pays_on_is_no_choice(self):
        """The slips go by it: a line of Siti's stays hers, whatever is sent."""
        account = self._account(self.siti, "pokok")
        line = {"coop_account_id": account.id, "amount": POKOK}
        forged = {**line, "membership_id": self.budi.id}
        refused = self._assert_refused
        values = {"membership_id": self.siti.id, "line_ids": [Command.create(forged)]}
        create = ("coop.receipt", "create")
        refused("follows from", self._rpc, self.teller, *create, values)
        values["line_ids"] = [Command.create(line)]
        context = {"default_membership_id": self.budi.id}
        receipt = self.env["coop.receipt"].browse(
            self._rpc(self.teller, *create, values, context=context)
        )
        self.assertEqual(receipt.line_ids.membership_id, self.siti)
        refused(
            "follows from",
            self._rpc,
            self.teller,
            "coop.receipt.line",
            "write",
            receipt.line_ids.ids,
            {"membership_id": self.budi.id},
        )
        self.assertEqual(receipt.line_ids.membership_id, self.siti)

    def test_reversing_a_foreign_receipt_tells_nothing(self):
        foreign = self._pay(self.rasela, user=self.other_teller, pokok=POKOK)
        self._assert_denied(
            self._rpc,
            self.treasurer,
            "coop.receipt.reverse",
            "create",
            {"receipt_id": foreign.id, "reason": "x"},
        )

    def test_defaults_forge_no_receipt(self):
        values = {"membership_id": self.siti.id}
        for context in (
            {"default_standing": [{"product": "x"}]},
            {"default_reversal_reason": "x"},
        ):
            self._assert_refused(
                BUTTONS,
                self._rpc,
                self.teller,
                "coop.receipt",
                "create",
                values,
                context=context,
            )

    def test_amounts_that_are_no_numbers(self):
        line = self._receipt(self.siti, wajib=20_000).line_ids
        for amount in ("abc", [1], {"a": 1}, float("nan"), "nan"):
            self._assert_refused(
                "has no such value",
                self._rpc,
                self.teller,
                "coop.receipt.line",
                "write",
                line.ids,
                {"amount": amount},
            )
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(Exception, "coop_receipt_line_amount_positive"),
        ):
            self.env.cr.execute(
                "UPDATE coop_receipt_line SET amount = 'NaN' WHERE id = %s", [line.id]
            )

    def test_days_that_are_no_days(self):
        draft = self._receipt(self.siti, wajib=20_000)
        step = {"membership_id": self.siti.id, "kind": "leaving"}
        for day in ("x", "2026-13-45", True, 5, [1], {"a": 1}):
            for user, model, values in (
                (self.teller, "coop.receipt", {"membership_id": self.siti.id}),
                (self.registrar, "coop.membership.step", step),
                (self.treasurer, "coop.close", {}),
                (self.board, "coop.decision", {"name": "Q", "title": "Q"}),
                (self.board, "coop.arrears", {}),
            ):
                with self.subTest(model=model, day=day):
                    self._assert_refused(
                        "is a date: enter day, month and year",
                        self._rpc,
                        user,
                        model,
                        "create",
                        dict(values, date=day),
                    )
            self._assert_refused(
                "is a date: enter day, month and year",
                self._rpc,
                self.teller,
                "coop.receipt",
                "write",
                draft.ids,
                {"date": day},
            )

    def test_standing_of_a_member(self):
        for ids, state in ((self.siti.ids, "applicant"), (self._applicant(), "member")):
            self._assert_refused(
                "follows from the dates",
                self._rpc,
                self.registrar,
                "coop.membership",
                "write",
                ids,
                {"state": state},
            )

    def test_applicant_moved_to_another_cooperative(self):
        person = self.env["coop.membership"].browse(self._applicant()).partner_id
        for partner in (person, self.siti.partner_id):
            self._assert_refused(
                "cannot be moved to another cooperative",
                self._rpc,
                self.registrar,
                "res.partner",
                "write",
                partner.ids,
                {"company_id": self.other.id},
            )

    def test_receipt_of_a_line(self):
        """Which receipt a line came from is written by the receipt."""
        first = self._pay(self.siti, wajib=20_000)
        second = self._pay(self.siti, wajib=20_000)
        self._assert_refused(
            "is booked and cannot be changed",
            self._rpc,
            self.treasurer,
            "account.move.line",
            "write",
            first.sudo().move_id.line_ids.ids,
            {"coop_receipt_id": second.id},
        )
        journal = self.env["account.journal"].search(
            [
                ("company_id", "=", self.coop.id),
                ("type", "=", "general"),
                ("coop_sealed", "=", False),
            ],
            limit=1,
        )
        cash = first.cash_journal_id.default_account_id
        self._assert_refused(
            "never one made by hand",
            self._rpc,
            self.treasurer,
            "account.move",
            "create",
            {
                "journal_id": journal.id,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": cash.id,
                            "debit": 5,
                            "coop_receipt_id": second.id,
                        }
                    ),
                    Command.create({"account_id": cash.id, "credit": 5}),
                ],
            },
        )

    def test_what_no_screen_sends_gets_a_sentence(self):
        draft = self._receipt(self.siti, wajib=20_000)
        account = self._account(self.siti, "wajib")
        line = {"receipt_id": draft.id, "coop_account_id": account.id}
        number, record, text = "has no such value", "is chosen from the", "is a text"
        for user, model, values, name, bad, sentence in (
            (self.teller, "coop.receipt", {}, "amount_tendered", "x", number),
            (self.teller, "coop.receipt", {}, "amount_tendered", float("nan"), number),
            (self.teller, "coop.receipt", {}, "membership_id", "x", record),
            (self.teller, "coop.receipt", {}, "membership_id", True, record),
            (self.teller, "coop.receipt.line", line, "amount", [1], number),
            (self.teller, "coop.receipt.line", line, "amount", float("inf"), number),
            (self.registrar, "coop.membership", {}, "name", ["Z"], text),
            (self.registrar, "coop.membership", {}, "name", {"a": 1}, text),
            (self.registrar, "coop.membership", {"name": "Z"}, "number", 5, text),
            (
                self.registrar,
                "coop.membership",
                {"name": "Z"},
                "partner_id",
                "x",
                record,
            ),
            (
                self.registrar,
                "coop.membership",
                {"name": "Z"},
                "birth_year",
                "x",
                number,
            ),
            (self.registrar, "coop.household", {}, "head_id", {"a": 1}, record),
            (self.teller, "coop.collection", {}, "cash_journal_id", "x", record),
        ):
            with self.subTest(model=model, name=name, bad=bad):
                self._assert_refused(
                    sentence, self._rpc, user, model, "create", {**values, name: bad}
                )
        self._assert_refused(
            "nothing masked",
            self._rpc,
            self.registrar,
            "coop.membership",
            "action_unmask",
            self.siti.ids,
            {},
        )

    def test_a_member_is_not_put_out_of_sight(self):
        person = self.siti.partner_id
        for method, args in (("write", ({"active": False},)), ("action_archive", ())):
            self._assert_refused(
                "record the leaving there",
                self._rpc,
                self.registrar,
                "res.partner",
                method,
                person.ids,
                *args,
            )
        self.assertTrue(person.active)
        stranger = self.env["res.partner"].create(
            {"name": "Bukan Anggota", "company_id": self.coop.id}
        )
        self._rpc(self.registrar, "res.partner", "action_archive", stranger.ids)
        self.assertFalse(stranger.active)

    def test_what_members_owe_stays(self):
        product = self._account(self.siti, "wajib").product_id
        for kind in ("pokok", False):
            self._assert_refused(
                "Make a new product instead",
                self._rpc,
                self.treasurer,
                "coop.product",
                "write",
                product.ids,
                {"share_kind": kind},
            )
        self._assert_refused(
            "cannot be archived",
            self._rpc,
            self.treasurer,
            "coop.product",
            "write",
            product.ids,
            {"active": False},
        )

    def test_uninstall(self):
        """The register explains the sealed entries, so it stays with them."""
        module = self.env["ir.module.module"].search(
            [("name", "=", "japra_membership")]
        )
        self._pay(self.siti, pokok=POKOK)
        for method in ("button_uninstall", "module_uninstall"):
            self._assert_refused(
                "It stays installed",
                self._rpc,
                self.administrator,
                "ir.module.module",
                method,
                module.ids,
            )
        self.assertEqual(module.state, "installed")

    def test_journal_of_receipts(self):
        journals = self.env["account.journal"].search(
            [("company_id", "in", (self.coop + self.other).ids)]
        )
        for journal in journals - self.coop.coop_receipt_journal_id:
            with self.subTest(journal.name):
                # Of another cooperative core says so first, in its words.
                sentence = "is none" if journal.company_id == self.coop else ""
                self._assert_refused(
                    sentence, self.coop.write, {"coop_receipt_journal_id": journal.id}
                )

    def _applicant(self):
        return self._rpc(
            self.registrar, "coop.membership", "create", {"name": "Calon Anggota"}
        )
