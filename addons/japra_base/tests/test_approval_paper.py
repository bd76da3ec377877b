from odoo.fields import Command
from odoo.tests import tagged

from .approval_common import ApprovalCase
from .decision_common import SCAN

STAYS = "its papers stay as they are"


@tagged("post_install", "-at_install")
class TestApprovalPaper(ApprovalCase):
    """What the approver is shown of the papers is what was there when it was asked."""

    def _upload(self, user=None, name="Tagihan sekolah.pdf", **values):
        """Return the id of a paper as the browser sends it: of no document yet."""
        values = {"res_model": "coop.test.payout", "res_id": 0, **values}
        return self._attachment(
            user or self.staff, "create", {"name": name, "datas": SCAN, **values}
        )

    def _attachment(self, user, method, *args):
        result = self._rpc(user, "ir.attachment", method, *args)
        return result[0] if isinstance(result, list) else result

    def _papers(self, document):
        self.env.invalidate_all()
        return (
            self.env["ir.attachment"]
            .search([("res_model", "=", document._name), ("res_id", "=", document.id)])
            .mapped("name")
        )

    def _payout_with_paper(self):
        paper = self._upload()
        payout = self.payout(paper_ids=[Command.link(paper)])
        return payout, self.env["ir.attachment"].browse(paper)

    def test_papers_are_shown(self):
        payout, paper = self._payout_with_paper()
        self.assertEqual(self._papers(payout), ["Tagihan sekolah.pdf"])
        approval = self.ask(payout)
        shown = approval.with_user(self.chair).attachments_html
        self.assertIn(f"/web/content/{paper.id}", shown)
        self.assertIn("Tagihan sekolah.pdf", shown)
        # In the other cooperative nobody reads it.
        self._assert_denied(
            self._attachment, self.other_board, "read", paper.ids, ["name"]
        )

    def test_only_what_was_uploaded_for_it(self):
        """A number of somebody else's file brings it to nobody."""
        payout = self.payout()
        other, taken = self._payout_with_paper()
        for paper in (
            taken.id,
            self._upload(res_model="res.partner"),
            self._upload(res_model=False),
        ):
            self._assert_refused(
                "attach its file here",
                self._rpc,
                self.staff,
                payout._name,
                "write",
                payout.ids,
                {"paper_ids": [Command.link(paper)]},
            )
        # What another user uploaded and has not saved is hers alone.
        self._assert_denied(
            self._rpc,
            self.staff,
            payout._name,
            "write",
            payout.ids,
            {"paper_ids": [Command.link(self._upload(self.treasurer))]},
        )
        self.assertEqual(self._papers(payout), [])
        self.assertEqual(self._papers(other), ["Tagihan sekolah.pdf"])

    def test_papers_go_before_it_is_asked(self):
        payout, paper = self._payout_with_paper()
        self._rpc(
            self.staff,
            payout._name,
            "write",
            payout.ids,
            {"paper_ids": [Command.unlink(paper.id)]},
        )
        self.assertFalse(paper.exists())
        payout, paper = self._payout_with_paper()
        self._rpc(self.staff, payout._name, "unlink", payout.ids)
        self.assertFalse(paper.exists())

    def test_papers_stay_once_asked(self):
        payout, paper = self._payout_with_paper()
        approval = self.ask(payout)
        self._assert_papers_stay(payout, paper)
        self.approve(approval, self.chair)
        self._assert_papers_stay(payout, paper)
        # What is no content: the address the approver opens it by.
        paper.generate_access_token()
        self.assertTrue(paper.access_token)

    def test_further_papers_may_come(self):
        payout, _paper = self._payout_with_paper()
        approval = self.ask(payout)
        shown = self._upload(name="Kartu keluarga.pdf", res_id=payout.id)
        self._assert_papers_stay(payout, self.env["ir.attachment"].browse(shown))
        self.approve(approval, self.chair)
        later = self.env["ir.attachment"].browse(
            self._upload(name="Tanda terima.pdf", res_id=payout.id)
        )
        self._write_later(later)
        # Nobody decided by that one.
        self._attachment(self.staff, "unlink", later.ids)
        self.assertEqual(
            sorted(self._papers(payout)), ["Kartu keluarga.pdf", "Tagihan sekolah.pdf"]
        )

    def test_nothing_is_put_among_what_was_decided_on(self):
        """A paper from before the decision that joins after it would look agreed to."""
        payout, _paper = self._payout_with_paper()
        hidden = {"res_id": payout.id, "res_field": "note"}
        before = [self._upload(), self._upload(**hidden)]
        papers = self.env["ir.attachment"].browse(before)
        approval = self.ask(payout)
        self.approve(approval, self.chair)
        for paper, values in zip(
            papers, ({"res_id": payout.id}, {"res_field": False}), strict=True
        ):
            for user in (self.staff, self.administrator):
                with self.subTest(user=user.login, values=values):
                    self._assert_refused(
                        STAYS, self._attachment, user, "write", paper.ids, values
                    )
        self._assert_refused(
            STAYS,
            self._rpc,
            self.staff,
            payout._name,
            "write",
            payout.ids,
            {"paper_ids": [Command.link(before[0])]},
        )
        self.assertEqual(self._papers(payout), ["Tagihan sekolah.pdf"])

    def _assert_papers_stay(self, payout, paper):
        before = self._papers(payout), paper.raw
        for user in (self.staff, self.administrator):
            for values in (
                {"raw": "lain"},
                {"datas": SCAN},
                {"name": "lain.pdf"},
                {"res_id": 0},
                {"res_model": "res.partner", "res_id": user.partner_id.id},
                {"type": "url", "url": "https://example.org"},
                {"public": True},
            ):
                with self.subTest(user=user.login, values=values):
                    self._assert_refused(
                        STAYS, self._attachment, user, "write", paper.ids, values
                    )
            self._assert_refused(STAYS, self._attachment, user, "unlink", paper.ids)
            for command in (
                Command.unlink(paper.id),
                Command.delete(paper.id),
                Command.clear(),
                Command.update(paper.id, {"name": "lain.pdf"}),
            ):
                with self.subTest(user=user.login, command=command):
                    self._assert_refused(
                        STAYS,
                        self._rpc,
                        user,
                        payout._name,
                        "write",
                        payout.ids,
                        {"paper_ids": [command]},
                    )
        self.assertEqual((self._papers(payout), paper.raw), before)

    def test_papers_go_after_a_refusal(self):
        payout, paper = self._payout_with_paper()
        self.refuse(self.ask(payout), self.chair)
        self._attachment(self.staff, "unlink", paper.ids)
        self.assertEqual(self._papers(payout), [])
