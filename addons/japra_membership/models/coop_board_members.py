from odoo import api, models
from odoo.fields import Domain

from odoo.addons.japra_base.models.coop_board import Tile

from ..calc import standing

REGISTER = "japra_membership.group_registrar"
TELLER = "japra_membership.group_teller"
OVERSEE = "japra_base.group_board,japra_base.group_supervisor"


class CoopBoardMembers(models.AbstractModel):
    """What waits in the app Koperasi: applications, the register, cases."""

    _name = "coop.board.members"
    _inherit = "coop.board"
    _description = "What Waits for Registrar and Board"

    @api.model
    def _tiles(self):
        return [
            *super()._tiles(),
            self._tile_approvals(),
            # Who accepts cash may never open the other app.
            self.env["coop.board.cash"]._tile_of_handovers(),
            *self._tiles_of_applications(),
            *self._tiles_of_register(),
        ]

    def _tiles_of_applications(self):
        asked = Domain("id", "in", self._ids_asked())
        applicant = Domain("state", "=", "applicant")
        common = {
            "model": "coop.membership",
            "action": "japra_membership.coop_membership_action_applicants",
            "since": "date_applied",
            "text": self._say_next_step,
        }
        return [
            Tile(
                key="to_ask",
                name=self.env._("Applications Not Yet with the Board"),
                domain=applicant & ~asked,
                groups=f"{REGISTER},{OVERSEE}",
                **common,
            ),
            Tile(
                key="to_decide",
                name=self.env._("Applications the Board Decides"),
                domain=applicant & asked,
                groups=f"{REGISTER},{OVERSEE}",
                **common,
            ),
            Tile(
                key="to_admit",
                name=self.env._("Approved, Not Admitted Yet"),
                domain=Domain("state", "=", "approved"),
                groups=f"{REGISTER},{OVERSEE},{TELLER}",
                **common | {"since": "date_approved"},
            ),
        ]

    def _tiles_of_register(self):
        return [
            Tile(
                key="unsigned",
                name=self.env._("Register Not Signed"),
                model="coop.membership",
                domain=Domain("needs_signature", "=", True),
                action="japra_membership.coop_membership_action_unsigned",
                groups=f"{REGISTER},{OVERSEE}",
                since="date_admitted",
            ),
            Tile(
                key="cases",
                name=self.env._("Deaths and Leavings"),
                model="coop.membership",
                domain=Domain("case_waiting", "=", True),
                action="japra_membership.coop_membership_action_cases",
                groups=f"{REGISTER},{OVERSEE},japra_base.group_treasurer",
                since="date_ended",
                amount="amount_held",
                text="case_text",
            ),
            Tile(
                key="without_nik",
                name=self.env._("No NIK Yet"),
                model="coop.membership",
                domain=Domain("without_nik", "=", True)
                & Domain(
                    "state", "in", ("applicant", "approved", *standing.REGISTERED)
                ),
                action="japra_membership.coop_membership_action_without_nik",
                groups=f"{REGISTER},{OVERSEE},japra_base.group_auditor",
                text="no_nik_reason",
                slow=True,
            ),
        ]

    @api.model
    def _notes(self):
        """Too few members in the eyes of the law."""
        notes = super()._notes()
        if self.env.user.has_groups(f"{REGISTER},{OVERSEE}"):
            for company in self.env.companies.filtered("coop_kind"):
                problem = company._founding_problem(company._coop_today())
                notes += [problem] if problem else []
        return notes

    @api.model
    def _starts(self):
        return [
            *super()._starts(),
            # A teller may land here first.
            (TELLER, "japra_membership.coop_desk_action", self.env._("Desk")),
            (
                REGISTER,
                "japra_membership.coop_membership_action_new",
                self.env._("New Application"),
            ),
        ]

    def _ids_asked(self):
        """The applicants whose request lies with the board."""
        waiting = self.env["coop.approval"].search_fetch(
            [("res_model", "=", "coop.membership"), ("state", "=", "waiting")],
            ["res_id"],
        )
        return waiting.mapped("res_id")

    def _say_next_step(self, member):
        blockers = member._admission_blockers()
        return blockers[0] if blockers else self.env._("Nothing is missing: admit.")
