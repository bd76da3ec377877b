import base64

from .common import CoopCase

SCAN = base64.b64encode(b"%PDF-1.4 keputusan").decode()


class DecisionCase(CoopCase):
    """A rule of the bylaws with its founding value, a law, and two boards."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls.env["coop.parameter"].create(
            {"code": "test.wajib", "name": "Simpanan Wajib", "unit": "amount"}
        )
        cls.law = cls.env["coop.parameter"].create(
            {"code": "test.law", "name": "Pendiri", "scope": "national"}
        )
        cls.other_board = cls._make_user(
            "pengurus.rasela", "japra_base.group_board", cls.other
        )
        cls.secretary = cls._make_user("sekretaris", "japra_base.group_board")
        cls.seconds = {
            cls.board: cls.secretary,
            # Rasela is run by two persons: nobody else is on its board.
            cls.other_board: cls.other_treasurer,
        }
        cls.founding = cls.decide(
            ("2025-01-01", 20000), date="2025-06-01", name="ART", body="founding"
        )

    @classmethod
    def decide(cls, *lines, company=None, date="2026-03-01", **values):
        lines = [("test.wajib", *line) for line in lines]
        return cls._decide(company or cls.coop, lines, date, **values)

    def draft(self, user=None, line=None, **values):
        """A decision entered over RPC."""
        values = {
            "name": "03/RAT/2026",
            "date": "2026-03-01",
            "title": "Simpanan wajib",
            **values,
        }
        if line:
            line = dict(zip(("valid_from", "value"), line, strict=True))
            values["line_ids"] = [[0, 0, {"parameter_id": self.rule.id, **line}]]
        number = self._rpc(user or self.board, "coop.decision", "create", values)
        return self.env["coop.decision"].browse(number)

    def ask(self, decision, user=None):
        """Ask for approval of a draft; return the request as the superuser."""
        self._rpc(user or self.board, "coop.decision", "action_issue", decision.ids)
        decision.invalidate_recordset()
        return decision.approval_id.with_user(self.env.user)

    def approve(self, approval, user):
        self._rpc(user, "coop.approval", "action_approve", approval.ids)
        self.env.invalidate_all()

    def issue(self, decision, user=None):
        """Let one of the board ask, and another person of the cooperative approve."""
        user = user or self.board
        approval = self.ask(decision, user)
        self.approve(approval, self.seconds[user])

    def values(self, company=None):
        history = self.env["coop.parameter"]._history(
            "test.wajib", company or self.coop
        )
        return [(str(day), int(value)) for day, value in history]
