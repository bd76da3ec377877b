from datetime import date

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import TODAY, MembershipCase

DAY = date(2026, 9, 15)
ACTION = "japra_membership.coop_membership_event_action"


@tagged("post_install", "-at_install")
class TestRegisterChanges(MembershipCase):
    """What changed in the register, read from its own entries."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.resident = cls.env["coop.member.class"].create(
            {"name": "Penghuni", "company_id": cls.coop.id}
        )
        cls._step(
            cls.siti,
            "class",
            class_id=cls.resident.id,
            reason="Pindah",
            decision_ref="12/2026",
        )
        cls._step(cls.siti, "suspended", reason="Disewakan", decision_ref="13/2026")
        cls._step(cls.siti, "corrected", reason="Bukan dia")
        cls._step(cls.budi, "died", told_by="Anaknya")
        cls.asked = cls._apply("Calon Satu")
        cls.other_board = cls._make_user("bod2", "japra_base.group_board", cls.other)

    def _rows(self, user):
        """The entries behind the menu as the user reads them."""
        action = self.env.ref(ACTION)
        events = self.env["coop.membership.event"].with_user(user)
        return events.search(safe_eval(action.domain))

    def test_changes(self):
        rows = self._rows(self.registrar)
        self.assertEqual(
            [
                (row.member_number, row.member_name, row.kind, row.decided, row.void)
                for row in rows
            ],
            [
                ("KUN-0002", "Budi Santoso", "died", "", False),
                ("KUN-0001", "Siti Aminah", "corrected", "", False),
                ("KUN-0001", "Siti Aminah", "suspended", "13/2026", True),
                ("KUN-0001", "Siti Aminah", "class", "12/2026", False),
                ("KUN-0002", "Budi Santoso", "takeover", "", False),
                ("KUN-0001", "Siti Aminah", "takeover", "", False),
            ],
        )
        # What was asked or signed changes nothing in the register.
        self.assertNotIn(self.asked, rows.membership_id)
        action = rows[0].action_open_member()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("coop.membership", self.budi.id)
        )

    def test_who_reads_it(self):
        mine = self._rows(self.registrar)
        for user in (self.board, self.supervisor, self.auditor):
            self.assertEqual(self._rows(user).ids, mine.ids)
        theirs = self._rows(self.other_board)
        self.assertEqual(theirs.membership_id, self.rasela.with_user(self.other_board))
        self._assert_denied(
            self._rpc,
            self.other_board,
            "coop.membership.event",
            "action_open_member",
            mine[:1].ids,
        )

    def test_on_paper(self):
        report = self.env["report.japra_membership.report_register_changes"]
        values = report.with_user(self.registrar)._get_report_values(
            self._rows(self.registrar).ids
        )
        [(company, rows, first, last)] = values["books"]
        self.assertEqual((company, first, last), (self.coop, DAY, TODAY))
        # As it happened: the oldest first.
        self.assertEqual(
            [row.kind for row in rows],
            ["takeover", "takeover", "class", "suspended", "corrected", "died"],
        )
