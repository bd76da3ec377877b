from odoo import fields, models
from odoo.exceptions import UserError


class CoopReceipt(models.Model):
    """Cash of a receipt belongs to the session that has the box when it is booked."""

    _inherit = "coop.receipt"

    session_id = fields.Many2one(
        comodel_name="coop.cash.session",
        string="Cash Session",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )

    def _check_fields(self, vals):
        if "session_id" in vals:
            raise UserError(
                self.env._(
                    "The cash session of a receipt follows from when it is booked."
                )
            )
        return super()._check_fields(vals)

    def _get_problem_of_means(self):
        if problem := super()._get_problem_of_means():
            return problem
        if self.means != "cash":
            return None
        box = self.cash_journal_id
        if problem := box._coop_box_problem():
            return problem
        session = box._coop_live_session()
        # In sudo: what a box needs to take cash is told to who books in it.
        needed = session or box.sudo().coop_needs_session
        without = needed and session.user_id != self.env.user
        if without:
            mine = box._coop_default_box(self.company_id)
            if mine._coop_live_session().user_id == self.env.user:
                return self.env._(
                    "Your cash session is at %(mine)s: choose it in place of %(box)s.",
                    mine=mine.name,
                    box=box.name,
                )
        if problem := self.env["account.move"]._coop_session_problem(
            box.sudo(), session, self.date
        ):
            return problem
        if session and without:
            return self.env._(
                "%(box)s is worked by %(teller)s: open a cash session of your own "
                "first (Cash > My Cash Session).",
                box=box.name,
                teller=session.user_id.name,
            )
        return None

    def _prepare_entry_lines(self):
        lines = super()._prepare_entry_lines()
        if self.means == "cash":
            # The money is the first of them.
            session = self.cash_journal_id._coop_live_session()
            lines[0]["extra"] = {**lines[0]["extra"], "coop_session_id": session.id}
        return lines

    def _prepare_kept(self, move):
        values = super()._prepare_kept(move)
        # Of one entry all are in one box.
        if self[0].means == "cash":
            values["session_id"] = self[0].cash_journal_id._coop_live_session().id
        return values
