from datetime import datetime

from odoo.tests import tagged

from .approval_common import ApprovalCase


@tagged("post_install", "-at_install")
class TestApproval(ApprovalCase):
    """A second person agrees to what the first one asks, and to nothing else."""

    def test_asked_and_approved(self):
        document = self.payout()
        self.assertEqual(document.approval_state, "needed")
        self._assert_refused(
            "needs the approval of another person (Board)", document.action_pay
        )
        approval = self.ask(document)
        self.assertEqual(
            (
                approval.company_id,
                approval.kind,
                approval.title,
                round(approval.amount),
                approval.reason,
                approval.partner_ids,
                approval.requested_by,
                approval.requested_at,
                approval.state,
                len(approval.digest),
            ),
            (
                self.coop,
                "test.payout",
                document.display_name,
                1_500_000,
                "Biaya sekolah",
                self.siti,
                self.staff,
                datetime(2026, 11, 24, 3),
                "waiting",
                64,
            ),
        )
        self._assert_refused(
            "Waiting for approval: Board (uji.pengurus", document.action_pay
        )
        self.approve(approval, self.chair)
        self.assertEqual(approval.state, "approved")
        self.assertEqual(
            (
                approval.decision_ids.approver_id,
                approval.decision_ids.maker_id,
                approval.decision_ids.verdict,
                approval.decision_ids.step,
            ),
            (self.chair, self.staff, "approve", 1),
        )
        # The document went on by itself, as the approver.
        paid = self.document(approval)
        self.assertEqual((paid.paid, paid.paid_by), (1, self.chair))
        self.assertEqual(paid.approval_state, "approved")
        document.action_pay()
        self.assertEqual(self.document(approval).paid, 2)

    def test_below_the_limit(self):
        document = self.payout(1_000_000)
        self.assertFalse(document.approval_state)
        document.action_pay()
        self.assertEqual(document.paid, 1)
        self._assert_refused("needs no approval", document.action_request_approval)
        # A minus sign is no way around the limit.
        self.assertEqual(self.payout(-1_000_001).approval_state, "needed")

    def test_limits_of_a_cooperative(self):
        """Its own rules, else the proposal, else one of the board for everything."""
        required = self.env["coop.approval.rule"]._required
        self._limit(5_000_000, approvals=2, role="supervisor")
        self.assertIsNone(required(self.coop, "test.payout", 1_000_000))
        self.assertEqual(required(self.coop, "test.payout", 1_000_001), ("board", 1))
        self.assertEqual(
            required(self.coop, "test.payout", 5_000_001), ("supervisor", 2)
        )
        self.assertEqual(required(self.other, "test.payout", 1), ("board", 1))
        proposal = self._limit(200, role="treasurer")
        self.env.cr.execute(
            "UPDATE coop_approval_rule SET company_id = NULL WHERE id = %s",
            [proposal.id],
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        self.assertIsNone(required(self.other, "test.payout", 200))
        self.assertEqual(required(self.other, "test.payout", 201), ("treasurer", 1))
        self.assertIsNone(required(self.coop, "test.payout", 201))
        # What has no amount is approved whatever the limit.
        self.assertEqual(required(self.coop, "test.admission", None), ("board", 1))
        self._limit(900, kind="test.admission", approvals=2)
        self.assertEqual(required(self.coop, "test.admission", None), ("board", 2))

    def test_refused_and_asked_again(self):
        document = self.payout()
        first = self.ask(document)
        self._assert_refused(
            "Give the reason", self.refuse, first, self.chair, note="  "
        )
        self.refuse(first, self.chair, "Kuitansi sekolah belum ada")
        self.assertEqual(first.state, "refused")
        self.assertIn("Kuitansi sekolah belum ada", document.approval_html)
        self._assert_refused("Refused by uji.pengurus", document.action_pay)
        self._assert_refused("is decided already", self.approve, first, self.secretary)
        # Whoever asked is told.
        told = first.activity_ids
        self.assertEqual(told.user_id, self.staff)
        self.assertIn("Kuitansi sekolah belum ada", told.note)
        second = self.ask(document)
        self.assertNotEqual(first, second)
        self.approve(second, self.secretary)
        self.assertEqual(
            (first.state, second.state, self.document(second).paid),
            ("refused", "approved", 1),
        )

    def test_withdrawn(self):
        document = self.payout()
        approval = self.ask(document)
        self._assert_refused("waits for approval", document.unlink)
        self._assert_refused(
            "Only uji.petugas",
            self._rpc,
            self.chair,
            "coop.approval",
            "action_withdraw",
            approval.ids,
        )
        self._rpc(self.staff, "coop.approval", "action_withdraw", approval.ids)
        self.assertEqual(approval.state, "withdrawn")
        self.assertFalse(approval.activity_ids)
        self._assert_refused("is decided already", self.approve, approval, self.chair)
        document.invalidate_recordset()
        self.assertEqual(document.approval_state, "withdrawn")
        self._assert_refused("needs the approval", document.action_pay)
        document.unlink()
        self.assertEqual(approval.state, "withdrawn")
        self.assertFalse(approval.with_user(self.chair).document_readable)

    def test_changed_while_it_waits(self):
        document = self.payout()
        first = self.ask(document)
        document.amount = 9_000_000
        self._assert_refused(
            "changed after it was asked", self.approve, first, self.chair
        )
        document.invalidate_recordset()
        self.assertEqual(document.approval_state, "changed")
        self._assert_refused("ask again", document.action_pay)
        # Another one of the staff does not take the request of the first away.
        colleague = self._make_user("rekan", "japra_base.group_staff")
        self._assert_refused(
            "let that request be withdrawn or refused first",
            document.with_user(colleague).action_request_approval,
        )
        second = self.ask(document)
        self.assertEqual((first.state, second.state), ("withdrawn", "waiting"))
        self.approve(second, self.chair)
        self.assertEqual(self.document(second).paid, 1)

    def test_document_that_is_gone(self):
        """What nobody can look at any more is refused, never approved."""
        approval = self.ask()
        self.env.cr.execute("DELETE FROM coop_test_payout")
        self.env.invalidate_all()
        self.assertFalse(approval.with_user(self.chair).document_readable)
        self._assert_refused(
            "changed after it was asked", self.approve, approval, self.chair
        )
        self.refuse(approval, self.chair)
        self.assertEqual(approval.state, "refused")

    def test_changed_after_approval(self):
        for change in (
            {"amount": 1_500_001},
            {"partner_id": self.chair.partner_id.id},
            {"note": "Lain"},
            {"name": "Lain"},
        ):
            document = self.payout()
            self.approve(self.ask(document), self.chair)
            document.invalidate_recordset()
            document.write(change)
            self.assertEqual(document.approval_state, "changed")
            self._assert_refused(
                "was changed after its approval was asked for: ask again",
                document.action_pay,
            )
        # The same content again is what was approved.
        document.name = "Simpanan sukarela Siti"
        document.action_pay()

    def test_content_hidden_from_the_approver(self):
        """The fingerprint is the same for who may not read all of it."""
        document = self.payout()
        document.sudo().secret = "rahasia"
        approval = self.ask(document)
        self.approve(approval, self.chair)
        self.assertEqual(self.document(approval).paid, 1)

    def test_two_persons(self):
        self.change_rule(approvals=2)
        approval = self.ask()
        # A rule that changes while it waits does not make it easier.
        self.change_rule(approvals=1, amount_above=10**9)
        self.approve(approval, self.chair)
        self.assertEqual((approval.state, self.document(approval).paid), ("waiting", 0))
        self.assertIn("(uji.sekretaris", approval.who_label)
        # Pressed again it is the same decision.
        self.approve(approval, self.chair)
        self.assertEqual(len(approval.decision_ids), 1)
        self._assert_refused(
            "a second person must decide", self.refuse, approval, self.chair
        )
        self.approve(approval, self.secretary)
        self.assertEqual(
            (approval.state, self.document(approval).paid), ("approved", 1)
        )
        self.assertEqual(approval.decision_ids.mapped("step"), [1, 2])

    def test_double_click(self):
        approval = self.ask()
        document = self.env["coop.test.payout"].browse(approval.res_id)
        self._rpc(self.staff, document._name, "action_request_approval", document.ids)
        self.assertEqual(
            self.env["coop.approval"].search_count([("res_id", "=", document.id)]), 1
        )
        self.approve(approval, self.chair)
        self.approve(approval, self.chair)
        self.assertEqual(len(approval.decision_ids), 1)
        self.assertEqual(self.document(approval).paid, 1)
        self._assert_refused(
            "is approved already",
            self._rpc,
            self.staff,
            document._name,
            "action_request_approval",
            document.ids,
        )

    def test_activities(self):
        approval = self.ask()
        self.assertEqual(approval.activity_ids.user_id, self.chair | self.secretary)
        groups = self.env["res.users"].with_user(self.chair)._get_activity_groups()
        mine = [group for group in groups if group["model"] == "coop.approval"]
        self.assertEqual([group["total_count"] for group in mine], [1])
        self.approve(approval, self.chair)
        self.assertFalse(approval.activity_ids)
        done = (
            self.env["mail.activity"]
            .with_context(active_test=False)
            .search([("res_model", "=", "coop.approval"), ("active", "=", False)])
        )
        self.assertEqual(done.user_id, self.chair)

    def test_what_waits_for_me(self):
        mine = self.ask()
        own = self.ask(user=self.secretary)
        found = self.env["coop.approval"].with_user(self.secretary)
        self.assertEqual(found.search([("can_decide", "=", True)]), mine)
        self.assertIn(own, found.search([("can_decide", "=", False)]))
        self.assertTrue(own.with_user(self.secretary).can_withdraw)
        self.assertEqual(
            found.with_user(self.chair).search([("can_decide", "=", True)]), mine | own
        )

    def test_a_list_costs_no_more_than_a_row(self):
        """What stands on lists of documents is read for all of them at once."""
        counts = []
        # The first round fills the caches of a server.
        for size in (1, 2, 20):
            documents = self.env["coop.test.payout"]
            for _number in range(size):
                documents |= self.payout()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(set(documents.mapped("approval_state")), {"needed"})
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_papers(self):
        document = self.payout()
        picture = self.env["ir.attachment"].create(
            {
                "name": "<b>bukti</b>.svg",
                "mimetype": "image/png",
                "raw": b"x",
                "res_model": document._name,
                "res_id": document.id,
            }
        )
        approval = self.ask(document).with_user(self.chair)
        self.assertTrue(approval.document_readable)
        self.assertIn(f'src="/web/image/{picture.id}/', approval.attachments_html)
        self.assertIn("&lt;b&gt;bukti", approval.attachments_html)
        self.assertFalse(approval.report_html)
        self.assertEqual(approval.action_open_document()["res_id"], document.id)
        other = self.env["coop.approval"].with_user(self.other_board)
        self._assert_denied(other.browse(approval.id).mapped, "attachments_html")

    def test_report_on_the_phone(self):
        document = self.payout()
        self.env["ir.ui.view"].create(
            {
                "name": "uji",
                "type": "qweb",
                "key": "japra_base.uji_payout",
                "arch": '<t t-name="japra_base.uji_payout"><t t-foreach="docs" '
                't-as="doc"><p>Bayar <t t-out="doc.note"/></p></t></t>',
            }
        )
        report = self.env["ir.actions.report"].create(
            {
                "name": "Uji",
                "model": document._name,
                "report_name": "japra_base.uji_payout",
                "report_type": "qweb-pdf",
            }
        )
        self.patch(
            type(self.env[document._name]),
            "_approval_report",
            lambda self: report.with_env(self.env),
        )
        approval = self.ask(document).with_user(self.chair)
        self.assertIn("<p>Bayar Biaya sekolah</p>", approval.report_html)
        # Not declared live: the page in the screen says so too, once.
        self.assertEqual(approval.report_html.count("CONTOH, bukan bukti"), 1)
        self.assertIn(
            f'href="/report/pdf/japra_base.uji_payout/{document.id}"',
            approval.attachments_html,
        )
