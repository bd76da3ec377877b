import base64

from odoo.tests import tagged

from .decision_common import SCAN, DecisionCase


@tagged("post_install", "-at_install")
class TestDecisionGuard(DecisionCase):
    """An issued decision stays as it is, and only the board makes one."""

    # === ONCE ISSUED === #

    def test_issued_stays(self):
        decision = self.draft(line=("2026-04-01", 25000), file=SCAN)
        draft = self.draft(name="Lain", line=("2026-04-01", 1))
        self.issue(decision)
        line, value = decision.line_ids, decision.value_ids
        for values in (
            {"title": "X"},
            {"text": "X"},
            {"date": "2026-03-02"},
            {"name": "X"},
            {"body": "board"},
            {"file": SCAN},
            {"file": False},
            {"state": "draft"},
            {"revokes_id": self.founding.id},
            {"company_id": self.other.id},
            {"line_ids": [[1, line.id, {"value": 1}]]},
            {"line_ids": [[2, line.id, 0]]},
            {"line_ids": [[4, draft.line_ids.id, 0]]},
            {
                "line_ids": [
                    [0, 0, {"parameter_id": self.rule.id, "valid_from": "2026-05-01"}]
                ]
            },
            {"value_ids": [[1, value.id, {"value": 1}]]},
            {"message_ids": [[5, 0, 0]]},
        ):
            with self.subTest(values):
                for context in ({}, {"coop_guard": True}):
                    self._assert_refused(
                        "is issued and stays",
                        self._rpc,
                        self.board,
                        "coop.decision",
                        "write",
                        decision.ids,
                        values,
                        context=context,
                    )
        for model, method, *args in (
            ("coop.decision", "unlink", decision.ids),
            ("coop.decision", "action_issue", decision.ids),
            ("coop.decision.line", "write", line.ids, {"value": 1}),
            ("coop.decision.line", "unlink", line.ids),
            (
                "coop.decision.line",
                "create",
                {
                    "decision_id": decision.id,
                    "parameter_id": self.rule.id,
                    "valid_from": "2026-05-01",
                },
            ),
            ("coop.parameter.row", "create", {"line_id": line.id, "value": 1}),
        ):
            with self.subTest(model=model, method=method):
                self._assert_refused(
                    "is issued and stays", self._rpc, self.board, model, method, *args
                )
        self._assert_refused("is issued and stays", decision.sudo().unlink)
        self._assert_refused(
            "A line stays in its decision",
            self._rpc,
            self.board,
            "coop.decision.line",
            "write",
            draft.line_ids.ids,
            {"decision_id": decision.id},
        )
        self.assertEqual(decision.file, SCAN.encode())

    def test_the_scan_stays(self):
        decision = self.draft(file=SCAN)
        find = (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", "coop.decision"), ("res_field", "=", "file")])
            .filtered(lambda scan: scan.res_id in (decision.id, 0))
        )
        draft = self.draft(name="Lain")
        self.issue(decision)
        new = {
            "name": "file",
            "res_model": "coop.decision",
            "res_field": "file",
            "datas": SCAN,
        }
        for method, *args in (
            ("write", find.ids, {"datas": base64.b64encode(b"X").decode()}),
            ("write", find.ids, {"res_id": draft.id}),
            ("write", find.ids, {"res_field": False}),
            ("unlink", find.ids),
            ("create", {**new, "res_id": decision.id}),
        ):
            for user in (self.board, self.administrator):
                with self.subTest(method=method, args=args, user=user.login):
                    with self.assertRaises(Exception) as caught:
                        self._rpc(user, "ir.attachment", method, *args)
                    self.assertIn(
                        type(caught.exception).__name__, ("UserError", "AccessError")
                    )
        self.env.invalidate_all()
        self.assertEqual(decision.file, SCAN.encode())
        # What is written below it may go: it is not the decision.
        note = self.env["ir.attachment"].create(
            {"name": "x", "res_model": "coop.decision", "res_id": decision.id}
        )
        self._write_later(note)
        self._rpc(self.board, "ir.attachment", "unlink", note.ids)

    def test_state_is_not_forged(self):
        values = {"name": "X", "title": "X", "date": "2026-03-01"}
        for given, context in (
            ({"state": "issued"}, {}),
            ({}, {"default_state": "issued"}),
            ({"state": "issued"}, {"coop_guard": True}),
        ):
            self._assert_refused(
                "",
                self._rpc,
                self.board,
                "coop.decision",
                "create",
                {**values, **given},
                context=context,
            )
        draft = self.draft()
        self._assert_refused(
            "by its button only",
            self._rpc,
            self.board,
            "coop.decision",
            "write",
            draft.ids,
            {"state": "issued"},
        )
        for method in ("_issue", "_found", "_end_revoked"):
            self._assert_denied(
                self._rpc, self.administrator, "coop.decision", method, draft.ids
            )

    def test_draft_may_change(self):
        draft = self.draft(line=("2026-04-01", 25000))
        self._rpc(
            self.board,
            "coop.decision",
            "write",
            draft.ids,
            {"text": "x", "line_ids": [[1, draft.line_ids.id, {"value": 26000}]]},
        )
        self._assert_refused(
            "stays in its cooperative",
            self._rpc,
            self.board,
            "coop.decision",
            "write",
            draft.ids,
            {"company_id": self.other.id},
        )
        self.issue(draft)
        self.assertEqual(self.values()[-1], ("2026-04-01", 26000))
        self._rpc(self.board, "coop.decision", "unlink", self.draft(name="Lain").ids)

    # === WHO === #

    def test_only_the_board_decides(self):
        draft = self.draft(line=("2026-04-01", 25000))
        for user in (
            self.treasurer,
            self.staff,
            self.supervisor,
            self.administrator,
            self.portal,
            self.other_board,
        ):
            with self.subTest(user.login):
                if user != self.other_board:
                    self._assert_denied(self.draft, user, name="X")
                for model, method, *args in (
                    ("coop.decision", "write", draft.ids, {"title": "X"}),
                    ("coop.decision", "unlink", draft.ids),
                    ("coop.decision", "action_issue", draft.ids),
                    ("coop.decision.line", "write", draft.line_ids.ids, {"value": 1}),
                    ("coop.decision.line", "unlink", draft.line_ids.ids),
                    (
                        "coop.decision.line",
                        "create",
                        {
                            "decision_id": draft.id,
                            "parameter_id": self.rule.id,
                            "valid_from": "2026-05-01",
                        },
                    ),
                    (
                        "coop.parameter.row",
                        "create",
                        {"line_id": draft.line_ids.id, "value": 1},
                    ),
                ):
                    self._assert_denied(self._rpc, user, model, method, *args)

    def test_second_cooperative(self):
        self.founding.invalidate_recordset()
        for user in (self.staff, self.treasurer, self.supervisor, self.administrator):
            found = self._rpc(user, "coop.decision", "search", [])
            self.assertIn(self.founding.id, found)
        for model, record in (
            ("coop.decision", self.founding),
            ("coop.decision.line", self.founding.line_ids),
            ("coop.parameter.value", self.founding.value_ids),
        ):
            found = self._rpc(
                self.other_board, model, "search", [("id", "=", record.id)]
            )
            self.assertFalse(found)
            self._assert_denied(
                self._rpc, self.other_board, model, "read", record.ids, ["id"]
            )
        # Neither revoked nor used from there.
        self._assert_refused(
            "",
            self.env["coop.decision"].create,
            {
                "company_id": self.other.id,
                "name": "X",
                "title": "X",
                "revokes_id": self.founding.id,
            },
        )

    def test_screens(self):
        for view in ("form", "list", "kanban"):
            arch = self.env["coop.decision"].get_view(False, view)["arch"]
            self.assertIn("revoked_by_id", arch)
        rule = self.env["coop.parameter"].get_view(False, "form")["arch"]
        self.assertIn('name="decision_id"', rule)
        self.assertIn('name="action_decide"', self.arch_of(self.board))
        self.assertNotIn('name="action_decide"', self.arch_of(self.treasurer))

    def arch_of(self, user):
        return (
            self.env["coop.parameter"].with_user(user).get_view(False, "form")["arch"]
        )
