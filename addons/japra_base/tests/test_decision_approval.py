from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import TODAY
from .decision_common import SCAN, DecisionCase


@tagged("post_install", "-at_install")
class TestDecisionApproval(DecisionCase):
    """Nobody changes a rule alone, and no limit is changed by whom it would free."""

    def limits(self, company=None):
        required = self.env["coop.approval.rule"]._required
        return [
            required(company or self.coop, "coop.decision", amount)
            for amount in (None, 1_000_000)
        ]

    # === TWO PERSONS === #

    def test_asked_and_approved(self):
        decision = self.draft(line=("2026-04-01", 25000), text="Naik", file=SCAN)
        self.assertEqual(decision.approval_state, "needed")
        approval = self.ask(decision)
        self.assertEqual(decision.state, "draft")
        self.assertEqual(self.values(), [("2025-01-01", 20000)])
        self.assertEqual(approval.title, "Simpanan wajib (03/RAT/2026)")
        self.assertIn("Naik", approval.reason)
        self.assertIn("25", approval.reason)
        self.assertIn("uji.sekretaris", decision.approval_html)
        # Whoever approves sees the scan.
        papers = approval.with_user(self.secretary).attachments_html
        self.assertIn("/web/content/", papers)
        # Twice is once.
        self.assertEqual(self.ask(decision), approval)
        self._assert_refused(
            "Nobody approves what they asked", self.approve, approval, self.board
        )
        self.approve(approval, self.secretary)
        self.assertEqual(decision.state, "issued")
        self.assertEqual(self.values()[-1], ("2026-04-01", 25000))
        self.assertIn("Approved by uji.sekretaris", decision.approval_html)

    def test_two_persons_run_a_cooperative(self):
        """The chair, and one who is registrar, teller and treasurer."""
        decision = self.draft(self.other_board, line=("2026-04-01", 5000))
        approval = self.ask(decision, self.other_board)
        self.assertIn("uji.bendahara.rasela", decision.approval_html)
        self._assert_denied(
            self._rpc,
            self.other_treasurer,
            "coop.decision",
            "action_issue",
            decision.ids,
        )
        for outsider in (self.secretary, self.administrator, self.portal):
            self._assert_denied(self.approve, approval, outsider)
        self.approve(approval, self.other_treasurer)
        self.assertEqual(decision.state, "issued")
        self.assertEqual(self.values(self.other), [("2026-04-01", 5000)])

    def test_one_person_alone(self):
        """Nothing approves itself, and the screen says what is missing."""
        (self.other_treasurer | self.env["res.users"]).sudo().active = False
        decision = self.draft(self.other_board, line=("2026-04-01", 5000))
        approval = self.ask(decision, self.other_board)
        self.assertIn(
            "add another user with the role Board",
            decision.with_user(self.other_board).approval_html,
        )
        self._assert_refused(
            "add another user with the role Board",
            self.approve,
            approval,
            self.other_board,
        )
        self.assertEqual(decision.state, "draft")
        self.assertEqual(self.values(self.other), [])

    def test_changed_after_it_was_asked(self):
        decision = self.draft(line=("2026-04-01", 25000))
        approval = self.ask(decision)
        for values in (
            {"title": "Lain"},
            {"date": "2026-03-02"},
            {"text": "Lain"},
            {"file": SCAN},
            {"revokes_id": self.founding.id},
            {"line_ids": [[1, decision.line_ids.id, {"value": 99000}]]},
            {"limit_ids": [[0, 0, {"kind": "coop.decision", "approvals": 2}]]},
        ):
            with self.subTest(values), self.cr.savepoint() as savepoint:
                self._rpc(self.board, "coop.decision", "write", decision.ids, values)
                self.env.invalidate_all()
                self.assertEqual(decision.approval_state, "changed")
                self._assert_refused(
                    "changed after it was asked",
                    self.approve,
                    approval,
                    self.secretary,
                )
                savepoint.rollback()
                self.env.invalidate_all()
        self._assert_refused(
            "withdraw the request first",
            self._rpc,
            self.board,
            "coop.decision",
            "unlink",
            decision.ids,
        )
        self.approve(approval, self.secretary)
        self.assertEqual(self.values()[-1], ("2026-04-01", 25000))

    def test_refused(self):
        decision = self.draft(line=("2026-04-01", 25000))
        approval = self.ask(decision)
        approval.with_user(self.secretary)._decide("refuse", "Belum diputuskan rapat")
        self.env.invalidate_all()
        self.assertIn("Belum diputuskan rapat", decision.approval_html)
        self.assertEqual((decision.state, self.values()[-1][1]), ("draft", 20000))
        # Mended and asked again.
        self._rpc(self.board, "coop.decision", "write", decision.ids, {"title": "Baru"})
        self.issue(decision)
        self.assertEqual(decision.state, "issued")

    def test_no_way_around(self):
        decision = self.draft(line=("2026-04-01", 25000))
        for method in ("_issue", "_on_approved", "_found", "_touch"):
            self._assert_denied(
                self._rpc, self.board, "coop.decision", method, decision.ids
            )
        self._assert_refused(
            "needs the approval of another person",
            decision.with_user(self.board)._on_approved,
        )
        # A founding decision of one's own is a decision like others.
        second = self.draft(body="founding", name="ART 2", line=("2026-04-01", 1))
        self.ask(second)
        self.assertEqual(second.state, "draft")

    def test_founding_only_once(self):
        decisions = self.env["coop.decision"].sudo()
        arguments = ("ART", TODAY, TODAY, {"test.wajib": 1})
        self._assert_refused(
            "The bylaws are set already", decisions._found, self.coop, *arguments
        )
        founding = decisions._found(self.other, *arguments)
        self.assertEqual(founding.state, "issued")
        self.assertEqual(self.values(self.other), [("2026-11-24", 1)])

    # === LIMITS === #

    def test_limits_by_a_decision(self):
        self.assertEqual(self.limits(), [("board", 1)] * 2)
        decision = self.draft(
            limit_ids=[[0, 0, {"kind": "coop.decision", "approvals": 2}]]
        )
        approval = self.ask(decision)
        self.assertIn("persons: 2", approval.reason)
        # Nothing holds before it is approved.
        self.assertEqual(self.limits(), [("board", 1)] * 2)
        self.approve(approval, self.secretary)
        self.assertEqual(self.limits(), [("board", 2)] * 2)
        self.assertEqual(self.limits(self.other), [("board", 1)] * 2)
        # From here on two others must approve; the next decision replaces the limit.
        later = self.draft(
            name="04",
            limit_ids=[
                [0, 0, {"kind": "coop.decision", "role": "supervisor"}],
                [0, 0, {"kind": "coop.decision", "amount_above": 5000}],
            ],
        )
        approval = self.ask(later)
        self.approve(approval, self.secretary)
        self.assertEqual(later.state, "draft")
        self.approve(approval, self.treasurer)
        self.assertEqual(later.state, "issued")
        self.assertEqual(self.limits(), [("supervisor", 1), ("board", 1)])
        rules = self.env["coop.approval.rule"].with_context(active_test=False)
        rules = rules.search([("company_id", "=", self.coop.id)], order="id")
        self.assertEqual(rules.mapped("active"), [False, True, True])
        self.assertEqual(rules.decision_id, decision | later)

    def test_revoked_limits_are_replaced(self):
        decision = self.draft(
            limit_ids=[[0, 0, {"kind": "coop.decision", "approvals": 1}]]
        )
        self.issue(decision)
        later = self.draft(name="04", revokes_id=decision.id)
        self._assert_refused("there is no limit for Change of Rules", self.ask, later)
        later.limit_ids = [[0, 0, {"kind": "coop.decision", "role": "treasurer"}]]
        self.issue(later)
        self.assertEqual(self.limits(), [("treasurer", 1)] * 2)

    @mute_logger("odoo.sql_db")
    def test_limits_of_a_draft(self):
        limit = {"kind": "coop.decision", "amount_above": 1000}
        decision = self.draft(limit_ids=[[0, 0, limit]])
        rows = decision.limit_ids
        for sentence, wrong in (
            ("One person approves, or two", {"amount_above": 2, "approvals": 0}),
            ("One person approves, or two", {"amount_above": 2, "approvals": 3}),
            ("zero or more", {"amount_above": -1}),
            ("nothing of this kind", {"kind": "keputusan"}),
            ("one limit for each amount", {}),
        ):
            with self.subTest(wrong):
                self._assert_refused(
                    sentence,
                    self._rpc,
                    self.board,
                    "coop.decision.limit",
                    "create",
                    {"decision_id": decision.id, **limit, **wrong},
                )
        for user in (
            self.treasurer,
            self.staff,
            self.supervisor,
            self.administrator,
            self.portal,
            self.other_board,
        ):
            for method, *args in (
                ("create", {**limit, "decision_id": decision.id, "amount_above": 2}),
                ("write", rows.ids, {"amount_above": 2}),
                ("unlink", rows.ids),
            ):
                self._assert_denied(
                    self._rpc, user, "coop.decision.limit", method, *args
                )
        draft = self.draft(name="Lain")
        self._assert_refused(
            "A line stays in its decision",
            self._rpc,
            self.board,
            "coop.decision.limit",
            "write",
            rows.ids,
            {"decision_id": draft.id},
        )
        self.issue(decision)
        for method, *args in (
            ("create", {**limit, "decision_id": decision.id, "amount_above": 2}),
            ("write", rows.ids, {"amount_above": 2}),
            ("unlink", rows.ids),
        ):
            self._assert_refused(
                "is issued and stays",
                self._rpc,
                self.board,
                "coop.decision.limit",
                method,
                *args,
            )

    def test_form(self):
        form = Form(self.env["coop.decision"].with_user(self.board))
        form.name, form.title = "04/RAT/2026", "Batas persetujuan"
        with form.limit_ids.new() as limit:
            limit.kind = "coop.decision"
            limit.approvals = 2
        self.issue(form.save())
        self.assertEqual(self.limits(), [("board", 2)] * 2)
        rules = self.env["coop.approval.rule"].with_user(self.board)
        self.assertEqual(rules.action_decide()["res_model"], "coop.decision")
        arch = rules.get_view(False, "list")["arch"]
        self.assertIn('name="action_decide"', arch)
        rules = rules.with_user(self.staff)
        self.assertNotIn("action_decide", rules.get_view(False, "list")["arch"])
