from datetime import date
from decimal import Decimal
from importlib.util import module_from_spec, spec_from_file_location

from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import file_path, mute_logger

from .common import TODAY
from .decision_common import SCAN, DecisionCase


@tagged("post_install", "-at_install")
class TestDecision(DecisionCase):
    """From the draft to the value, and back by a later decision."""

    # === FROM DRAFT TO ISSUED === #

    def test_board_decides(self):
        decision = self.draft(line=("2026-04-01", 25000), file=SCAN)
        self.assertEqual(decision.company_id, self.coop)
        self.assertEqual(self.values(), [("2025-01-01", 20000)])
        self.issue(decision)
        self.assertEqual(decision.state, "issued")
        self.assertEqual(self.values(), [("2025-01-01", 20000), ("2026-04-01", 25000)])
        value = decision.value_ids
        self.assertEqual(value.decision_id, decision)
        self.assertTrue(value.confirmed)
        self.assertEqual(value.company_id, self.coop)

    def test_form(self):
        form = Form(self.env["coop.decision"].with_user(self.board))
        form.name, form.title = "04/RAT/2026", "Simpanan wajib"
        with form.line_ids.new() as line:
            line.parameter_id = self.rule
            line.valid_from = date(2026, 12, 1)
            line.value = 30000
        decision = form.save()
        self.assertEqual(decision.date, TODAY)
        self.assertIn("30", decision.line_ids.value_label)
        self.issue(decision)
        self.assertEqual(self.values()[-1], ("2026-12-01", 30000))
        self.assertEqual(decision.display_name, "Simpanan wajib (04/RAT/2026)")

    def test_from_the_rule(self):
        action = self.rule.with_user(self.board).action_decide()
        decisions = self.env["coop.decision"].with_user(self.board)
        form = Form(decisions.with_context(**action["context"]))
        form.name, form.title = "04/RAT/2026", "Simpanan wajib"
        with form.line_ids.edit(0) as line:
            self.assertEqual(line.parameter_id, self.rule)
            line.value = 30000
        self.issue(form.save())
        self.assertEqual(self.values()[-1], ("2026-11-24", 30000))

    def test_every_kind(self):
        rules = self.env["coop.parameter"].create(
            [
                {"code": f"test.{unit}", "name": unit, "unit": unit}
                for unit in ("number", "percent", "day", "date", "choice", "table")
            ]
        )
        rules[4].option_ids = [Command.create({"code": "a", "name": "A"})]
        given = (
            {"value": 2.5},
            {"value": 7.25},
            {"value": 10},
            {"value_date": "2026-12-31"},
            {"choice_id": rules[4].option_ids.id},
            {"row_ids": [[0, 0, {"label": "A", "value": 5}]]},
        )
        lines = [
            [0, 0, {"parameter_id": rule.id, "valid_from": "2026-03-01", **value}]
            for rule, value in zip(rules, given, strict=True)
        ]
        self.issue(self.draft(line_ids=lines))
        value = self.env["coop.parameter"]._value
        found = [value(rule.code, self.coop, TODAY) for rule in rules]
        self.assertEqual(
            found[:5],
            [Decimal("2.5"), Decimal("7.25"), Decimal(10), date(2026, 12, 31), "a"],
        )
        self.assertEqual([tuple(row) for row in found[5]], [("A", 0, None, 5)])

    def test_what_is_not_issued(self):
        for sentence, values in (
            ("after it was taken", {"date": "2026-11-25"}),
            ("valid from the day", {"line": ("2026-02-28", 1)}),
            ("is a draft", {"revokes_id": self.draft(name="Lain").id}),
            (
                "only a later one",
                {"revokes_id": self.founding.id, "date": "2025-05-31"},
            ),
        ):
            with self.subTest(sentence):
                decision = self.draft(name=sentence, **values)
                self._assert_refused(sentence, self.issue, decision)
                self.assertEqual(decision.state, "draft")
        self.assertEqual(self.values(), [("2025-01-01", 20000)])

    def test_the_first_value_may_be_older_than_the_paper(self):
        decision = self.draft(
            self.other_board, line=("2020-01-01", 5000), date="2026-11-24"
        )
        self.issue(decision, self.other_board)
        self.assertEqual(self.values(self.other), [("2020-01-01", 5000)])

    @mute_logger("odoo.sql_db")
    def test_wrong_input(self):
        for sentence, values in (
            ("whole rupiah", {"line": ("2026-04-01", 0.5)}),
            ("no such value", {"line": ("2026-04-01", "dua ribu")}),
            ("no such value", {"line": ("2026-04-01", float("nan"))}),
            ("is a date", {"line": ("besok", 1)}),
            ("This number is taken", {"body": "founding", "name": " art"}),
            ("Enter the number", {"name": " "}),
        ):
            with self.subTest(sentence=sentence, values=values):
                self._assert_refused(sentence, self.draft, **values)
        self.draft(body="board", name="ART")
        self.draft(self.other_board, body="founding", name="ART")
        self._assert_refused(
            "is law",
            self.draft,
            line_ids=[
                [0, 0, {"parameter_id": self.law.id, "valid_from": "2026-04-01"}]
            ],
        )
        draft = self.draft(line=("2026-04-01", 1))
        self._assert_refused(
            "once for each date",
            self._rpc,
            self.board,
            "coop.decision.line",
            "create",
            {
                "decision_id": draft.id,
                "parameter_id": self.rule.id,
                "valid_from": "2026-04-01",
            },
        )

    # === REVOKED === #

    def test_what_was_before_holds_again(self):
        decision = self.draft(line=("2026-04-01", 25000))
        self.issue(decision)
        later = self.draft(name="07", date="2026-09-01", revokes_id=decision.id)
        self.assertFalse(decision.revoked_by_id)
        self.issue(later)
        decision.invalidate_recordset()
        self.assertEqual(decision.revoked_by_id, later)
        self.assertEqual(
            self.values(),
            [("2025-01-01", 20000), ("2026-04-01", 25000), ("2026-09-01", 20000)],
        )
        self.assertEqual(later.value_ids.decision_id, later)
        decisions = self.env["coop.decision"].with_user(self.staff)
        self.assertEqual(decisions.search([("revoked_by_id", "!=", False)]), decision)
        self.assertNotIn(decision, decisions.search([("revoked_by_id", "=", False)]))

    def test_revoked_before_it_held(self):
        decision = self.draft(line=("2026-12-01", 25000))
        self.issue(decision)
        self.issue(self.draft(name="07", date="2026-09-01", revokes_id=decision.id))
        self.assertEqual(self.values(), [("2025-01-01", 20000), ("2026-12-01", 20000)])

    def test_revoked_and_replaced(self):
        decision = self.draft(line=("2026-04-01", 25000))
        self.issue(decision)
        self.issue(
            self.draft(
                name="07",
                date="2026-09-01",
                revokes_id=decision.id,
                line=("2026-09-01", 22000),
            )
        )
        self.assertEqual(
            self.values(),
            [("2025-01-01", 20000), ("2026-04-01", 25000), ("2026-09-01", 22000)],
        )

    def test_another_decision_in_between_keeps_its_values(self):
        decision = self.draft(line=("2026-04-01", 25000))
        self.issue(decision)
        self.issue(self.draft(name="05", date="2026-06-01", line=("2026-07-01", 30000)))
        self.issue(self.draft(name="07", date="2026-09-01", revokes_id=decision.id))
        self.assertEqual(self.values()[-1], ("2026-07-01", 30000))

    @mute_logger("odoo.sql_db")
    def test_revoked_stays_revoked(self):
        decision = self.draft(line=("2026-04-01", 25000))
        self.issue(decision)
        later = self.draft(name="07", date="2026-09-01", revokes_id=decision.id)
        self.issue(later)
        again = self.draft(name="08", date="2026-09-02", revokes_id=decision.id)
        self._assert_refused("revoked it already", self.issue, again)
        # Whoever revokes the revocation does not bring the values back.
        self.issue(self.draft(name="09", date="2026-10-01", revokes_id=later.id))
        self.assertEqual(self.values()[-1], ("2026-10-01", 20000))

    def test_no_rule_is_left_without_value(self):
        later = self.draft(name="07", revokes_id=self.founding.id)
        self._assert_refused("enter a new one in this decision", self.issue, later)
        later.line_ids = [
            Command.create(
                {
                    "parameter_id": self.rule.id,
                    "valid_from": "2026-03-01",
                    "value": 21000,
                }
            )
        ]
        self.issue(later)
        self.assertEqual(self.values()[-1], ("2026-03-01", 21000))

    # === BEFORE THERE WERE DECISIONS === #

    def test_migration(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE coop_parameter_value SET decision_id = NULL WHERE company_id = %s",
            [self.coop.id],
        )
        self.env.invalidate_all()
        self.founding.sudo().with_context(active_test=False)
        self.env.cr.execute(
            "UPDATE coop_decision SET name = 'lama' WHERE id = %s", [self.founding.id]
        )
        path = "japra_base/migrations/19.0.1.2.0/post-migration.py"
        spec = spec_from_file_location("post_migration", file_path(path))
        script = module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, "19.0.1.1.0")
        value = self.env["coop.parameter.value"].search(
            [("parameter_id", "=", self.rule.id), ("company_id", "=", self.coop.id)]
        )
        decision = value.decision_id
        self.assertEqual(
            (decision.name, decision.state, decision.body, str(decision.date)),
            ("ART", "issued", "founding", "2025-01-01"),
        )
        self.assertEqual(self.values(), [("2025-01-01", 20000)])
        # A second time there is nothing left to do.
        script.migrate(self.env.cr, "19.0.1.1.0")
        self.assertEqual(value.decision_id, decision)
