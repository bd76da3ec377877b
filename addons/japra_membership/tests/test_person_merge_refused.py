from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import TODAY, WAJIB
from .person_merge_common import PersonMergeCase


@tagged("post_install", "-at_install")
class TestPersonMergeRefused(PersonMergeCase):
    """What must be settled before two records are merged, and what is shown of it."""

    def test_two_open_memberships(self):
        third = self._admit("Siti Aminah", "2026-10-02").partner_id
        merge = self._draft(drop=third)
        self.assertIn("are both open in the register", merge.problems_html)
        self._assert_refused(
            "KUN-0001 Siti Aminah and KUN-0004 Siti Aminah are both open in the "
            "register: strike out or end one of them first.",
            merge.action_request_approval,
        )
        self._assert_refused(
            "KUN-0001 Siti Aminah is an open membership: let this record stay.",
            self._draft(keep=self.drop, drop=self.keep).action_request_approval,
        )

    def test_reopened_before_it_is_agreed_to(self):
        merge = self._draft()
        merge.action_request_approval()
        self._step(self.again, "corrected", reason="Masih anggota")
        self._assert_refused(
            "are both open in the register",
            merge.sudo().approval_id.with_user(self.board).action_approve,
        )
        self.assertFalse(self.drop.merged_into_id)

    def test_money_on_its_way(self):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "company_id": self.coop.id,
                "partner_id": self.drop.id,
                "invoice_date": TODAY,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Sewa", "price_unit": 5_000, "tax_ids": False}
                    )
                ],
            }
        )
        self._assert_refused(
            "is not settled: settle it first", self._draft().action_request_approval
        )
        invoice.action_post()
        merge = self._draft()
        self.assertIn("1, unpaid Rp5.000", merge.compare_html)
        self._assert_refused(
            f"Invoice {invoice.name} of Siti  aminah is not settled",
            merge.action_request_approval,
        )

    def test_draft_of_a_receipt(self):
        self._receipt(self.again, wajib=WAJIB)
        self._assert_refused(
            "has a draft of a receipt: book or delete it first",
            self._draft().action_request_approval,
        )

    def test_head_of_another_house(self):
        for person, unit in ((self.keep, "1"), (self.drop, "2")):
            self.env["coop.household"].create(
                {
                    "company_id": self.coop.id,
                    "head_id": person.id,
                    "block": "C",
                    "unit": unit,
                }
            )
        self._assert_refused(
            "Siti  aminah is the head of C-2, and the other record lives in C-1: "
            "choose another head first.",
            self._draft().action_request_approval,
        )

    def test_login_and_legal_entity(self):
        user = new_test_user(
            self.env,
            "uji.warga2",
            groups="base.group_portal",
            company_id=self.coop.id,
            company_ids=[Command.set(self.coop.ids)],
        )
        # The way back into a login is a mail to its record.
        user.partner_id.company_id = self.coop
        for people in ({"drop": user.partner_id}, {"keep": user.partner_id}):
            self._assert_refused(
                "has a login: an administrator corrects this record",
                self._draft(**people).action_request_approval,
            )
        firm = self.env["res.partner"].create(
            {"name": "CV Siti", "is_company": True, "company_id": self.coop.id}
        )
        self._assert_refused(
            "A person and a legal entity are never one",
            self._draft(drop=firm).action_request_approval,
        )

    def test_what_others_use(self):
        """A contact of nobody and the letterhead of a cooperative stay as they are."""
        shared = self.env["res.partner"].create({"name": "Toko", "company_id": False})
        for people in ({"drop": shared}, {"keep": shared}):
            self._assert_refused(
                "is not a record of this cooperative alone",
                self._draft(**people).action_request_approval,
            )
        letterhead = self.coop.partner_id
        letterhead.company_id = self.coop
        self._assert_refused(
            "keeps its books here",
            self._draft(keep=letterhead).action_request_approval,
        )

    def test_approver_sees_all_that_is_taken_over(self):
        self.drop.write({"email": "siti@example.id", "company_registry": "REG-7"})
        merge = self._draft()
        merge.action_request_approval()
        approval = merge.sudo().approval_id.with_user(self.board)
        for words in ("siti@example.id", "REG-7", "0812-1111-2222", "KUN-0003"):
            self.assertIn(words, approval.report_html)
        # What is changed after it was asked is not what was agreed to.
        self.drop.email = "lain@example.id"
        self.env.invalidate_all()
        self.assertEqual(merge.approval_state, "changed")
        self._assert_refused("", approval.action_approve)
        self.assertFalse(self.drop.merged_into_id)

    def test_the_old_record_pays_and_owes_nothing_more(self):
        self._merge()
        teller = self.teller
        receipt = (
            self.env["coop.receipt"]
            .with_user(teller)
            .create(
                {
                    "membership_id": self.siti.id,
                    "partner_id": self.drop.id,
                    "line_ids": [
                        Command.create(
                            {
                                "coop_account_id": self._account(self.siti, "wajib").id,
                                "amount": WAJIB,
                            }
                        )
                    ],
                }
            )
        )
        self._assert_refused(
            "was merged into another record: use Siti Aminah", receipt.action_post
        )
        bill = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.drop.id,
                "invoice_date": TODAY,
                "company_id": self.coop.id,
                "invoice_line_ids": [
                    Command.create({"name": "Sewa", "price_unit": 1, "tax_ids": False})
                ],
            }
        )
        self._assert_refused(
            "was merged into another record: use Siti Aminah", bill.action_post
        )
