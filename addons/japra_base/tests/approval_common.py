from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from ..models import guard
from . import approval_document
from .common import CoopCase


class ApprovalCase(CoopCase):
    """Kunir with its board and staff, and payouts that another person approves.

    The staff of Kunir asks; above Rp1.000.000 one of the board approves.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addClassCleanup(approval_document.remove, cls.registry)
        with mute_logger("odoo.registry"):
            approval_document.install(cls.env)
        cls.chair = cls.board
        cls.secretary = cls._make_user("sekretaris", "japra_base.group_board")
        cls.other_board = cls._make_user(
            "pengurus.rasela", "japra_base.group_board", cls.other
        )
        cls.siti = cls.env["res.partner"].create({"name": "Siti Aminah"})
        cls.rule = cls._limit(1_000_000)

    @classmethod
    def _limit(cls, amount, company=None, **values):
        """Put a limit into force beside the others, as an issued decision does."""
        rules = guard.opened(cls.env["coop.approval.rule"])
        values = {
            "company_id": (company or cls.coop).id,
            "kind": "test.payout",
            "amount_above": amount,
            **values,
        }
        return rules.create(values).with_env(cls.env)

    def change_rule(self, **values):
        guard.opened(self.rule).write(values)

    def payout(self, amount=1_500_000, user=None, **values):
        user = user or self.staff
        return (
            self.env["coop.test.payout"]
            .with_user(user)
            .with_company(user.company_id)
            .create(
                {
                    "name": "Simpanan sukarela Siti",
                    "company_id": user.company_id.id,
                    "partner_id": self.siti.id,
                    "amount": amount,
                    "note": "Biaya sekolah",
                    **values,
                }
            )
        )

    def ask(self, document=None, **values):
        """Ask for approval of a payout; return the request as the superuser."""
        document = document or self.payout(**values)
        self._rpc(
            document.env.user, document._name, "action_request_approval", document.ids
        )
        document.invalidate_recordset()
        return document.approval_id.with_user(self.env.user)

    def approve(self, approval, user):
        return self._rpc(user, "coop.approval", "action_approve", approval.ids)

    def refuse(self, approval, user, note="Belum ada bukti"):
        wizard = self._rpc(
            user,
            "coop.approval.refuse",
            "create",
            {"approval_id": approval.id, "note": note},
        )
        return self._rpc(user, "coop.approval.refuse", "action_apply", [wizard])

    def document(self, approval):
        self.env.invalidate_all()
        return self.env["coop.test.payout"].browse(approval.res_id)

    def _ledger(self):
        """Everything that a refused attempt on an approval must leave as it was."""
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT (SELECT count(*) FROM mail_activity),
                      (SELECT string_agg(a::text, ',' ORDER BY id)
                         FROM coop_approval a),
                      (SELECT string_agg(d::text, ',' ORDER BY id)
                         FROM coop_approval_decision d),
                      (SELECT string_agg(concat(id, ':', paid), ',' ORDER BY id)
                         FROM coop_test_payout)"""
        )
        return super()._ledger(), self.env.cr.fetchone()

    @classmethod
    def _second_account(cls, user, login, group):
        """Another account of the same person."""
        return new_test_user(
            cls.env,
            f"uji.{login}",
            groups=f"base.group_user,{group}",
            partner_id=user.partner_id.id,
            company_id=user.company_id.id,
            company_ids=[Command.set(user.company_id.ids)],
        )
