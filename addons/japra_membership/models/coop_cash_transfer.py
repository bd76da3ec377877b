from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.japra_base.models import guard
from odoo.addons.japra_base.models.paper import on_paper

CHECKERS = ("japra_base.group_treasurer", "japra_base.group_board")


class CoopCashTransfer(models.Model):
    """Cash on its way from a box to another box or to the bank.

    It has left the one when it is handed over and lies in the other when another
    person accepts it; between the two it is on an account of its own.
    """

    _name = "coop.cash.transfer"
    _inherit = "coop.typed.document"
    _description = "Hand-Over of Cash"
    _order = "date desc, id desc"
    _check_company_auto = True
    _typed = {
        "draft": {"journal_id", "destination_id", "amount", "note", "reference"},
        "sent": {"reference", "return_reason"},
    }

    name = fields.Char(string="Number", readonly=True, copy=False)
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Cooperative",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="From",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self._default_journal_id(),
        domain="[('company_id', '=', company_id), ('type', '=', 'cash')]",
    )
    destination_id = fields.Many2one(
        comodel_name="account.journal",
        string="To",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self._default_destination_id(),
        domain="[('company_id', '=', company_id), ('type', 'in', ('cash', 'bank')),"
        " ('id', '!=', journal_id)]",
    )
    kind = fields.Selection(related="destination_id.type", string="To a Box or Bank")
    amount = fields.Monetary(copy=False)
    note = fields.Char(copy=False)
    reference = fields.Char(
        string="Deposit Slip",
        copy=False,
        help="Number of the slip the bank gave.",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("sent", "On Its Way"),
            ("received", "Accepted"),
            ("returned", "Taken Back"),
        ],
        required=True,
        readonly=True,
        index=True,
        default="draft",
        copy=False,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Handed Over By",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        copy=False,
    )
    date = fields.Date(string="Handed Over On", readonly=True, copy=False)
    received_by = fields.Many2one(
        comodel_name="res.users",
        string="Accepted By",
        readonly=True,
        ondelete="restrict",
        copy=False,
    )
    date_done = fields.Date(string="Accepted On", readonly=True, copy=False)
    return_reason = fields.Char(string="Why It Comes Back", copy=False)
    session_id = fields.Many2one(
        comodel_name="coop.cash.session",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    move_id = fields.Many2one(
        comodel_name="account.move",
        string="Entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="account.group_account_readonly",
    )
    move_in_id = fields.Many2one(
        comodel_name="account.move",
        string="Entry of the Receiver",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="account.group_account_readonly",
    )
    can_receive = fields.Boolean(compute="_compute_can_receive")
    who_label = fields.Char(string="Who Accepts", compute="_compute_who_label")

    _another_person = models.Constraint(
        "CHECK(received_by IS NULL OR received_by != user_id)",
        "Who hands cash over does not accept it: another person must.",
    )
    _amount_whole = models.Constraint(
        "CHECK(amount >= 0 AND amount = trunc(amount) AND amount != 'NaN')",
        "An amount is in whole rupiah and never below zero.",
    )

    def _default_journal_id(self):
        """The box of the session at hand."""
        sessions = self.env["coop.cash.session"]
        return sessions.search(
            [
                ("user_id", "=", self.env.uid),
                ("company_id", "=", self.env.company.id),
                ("state", "=", "open"),
            ],
            limit=1,
        ).journal_id

    def _default_destination_id(self):
        return self.env["account.journal"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("type", "=", "cash"),
                ("coop_safe", "=", True),
            ],
            limit=1,
        )

    @api.depends("state", "user_id", "destination_id", "reference")
    @api.depends_context("uid")
    def _compute_can_receive(self):
        for transfer in self:
            transfer.can_receive = (
                transfer.state == "sent"
                and not transfer._lacks_slip()
                and not transfer._receiving_problem()
            )

    @api.depends("state", "user_id", "destination_id", "reference")
    @api.depends_context("lang")
    def _compute_who_label(self):
        for transfer in self:
            if transfer.state != "sent":
                transfer.who_label = False
            elif transfer._lacks_slip():
                transfer.who_label = transfer._ask_for_slip()
            else:
                transfer.who_label = transfer._describe_who()

    @api.depends("name", "journal_id", "destination_id")
    def _compute_display_name(self):
        for transfer in self:
            boxes = transfer.journal_id, transfer.destination_id
            way = " – ".join(box.code or "" for box in boxes)
            transfer.display_name = f"{transfer.name} ({way})" if transfer.name else way

    # === CRUD === #

    def _refuse_change(self):
        raise UserError(
            self.env._(
                "Cash is handed over, accepted and taken back by the buttons only, and "
                "what was handed over stays."
            )
        )

    # === ACTIONS === #

    def action_send(self):
        """The cash leaves the box; it is on its way until somebody accepts it."""
        self.ensure_one()
        self.check_access("write")
        self._lock("draft")
        if self.user_id != self.env.user:
            self._refuse_change()
        # Two who take from one box at one instant: the second starts again.
        self.journal_id._coop_claim()
        if problem := self._sending_problem():
            raise UserError(problem)
        # In sudo, as the entry that the account of the box goes into.
        box = self.journal_id.sudo()
        session = box._coop_live_session()
        move = self._post_lines(
            f"cash-transfer/{self.id}", self._way_account(), box.default_account_id
        )
        # In sudo: the entry is a field of the accountants, no teller writes it.
        guard.opened(self.sudo()).write(
            {
                "state": "sent",
                "name": move.name,
                "date": move.date,
                "move_id": move.id,
                "session_id": session.id,
            }
        )
        return True

    def action_receive(self):
        """Another person has the cash, or the slip of the bank, in the hand."""
        self.ensure_one()
        self.check_access("read")
        self._lock("sent")
        if problem := self._receiving_problem():
            raise UserError(problem)
        values = {
            "state": "received",
            "received_by": self.env.uid,
            "date_done": self.company_id._coop_today(),
        }
        if self._to_bank():
            # The line of the bank closes the clearing account.
            if self._lacks_slip():
                raise UserError(self._ask_for_slip())
        else:
            # In sudo, as the entry that the account goes into.
            destination = self.destination_id.sudo().default_account_id
            values["move_in_id"] = self._post_lines(
                f"cash-transfer/{self.id}/in", destination, self._way_account()
            ).id
        # In sudo: who accepts has no rights on what another wrote but this.
        guard.opened(self.sudo()).write(values)
        return True

    def action_return(self):
        """The cash comes back to the box it left, before anybody accepted it."""
        self.ensure_one()
        self.check_access("write")
        self._lock("sent")
        mine = self.user_id == self.env.user
        if not mine and (problem := self._receiving_problem()):
            raise UserError(problem)
        if not (self.return_reason or "").strip():
            raise UserError(self.env._("Write why the cash comes back first."))
        # Back into the session it left is no surprise to whose session it is.
        session = self.journal_id._coop_live_session() - self.session_id
        if session and session.user_id != self.env.user:
            raise UserError(
                self.env._(
                    "%(box)s is worked by %(teller)s now: take the cash back after "
                    "that session is closed.",
                    box=session.journal_id.name,
                    teller=session.user_id.name,
                )
            )
        # In sudo: a teller has no rights on entries.
        move = self.sudo().move_id
        if any(move.line_ids.mapped("reconciled")):
            raise UserError(
                self.env._("The bank has it already: its line closed this deposit.")
            )
        paper = on_paper(self)
        ref = paper.env._("%(number)s taken back", number=self.name)
        reversal = move._reverse_moves([{"ref": ref}], cancel=True)
        # In sudo: what was sent stays, and is written by the buttons only.
        guard.opened(self.sudo()).write(
            {"state": "returned", "date_done": reversal.date}
        )
        return True

    def action_open_entry(self):
        self.ensure_one()
        moves = self.move_id | self.move_in_id | self.move_id.reversal_move_ids
        return moves._get_records_action()

    # === BUSINESS === #

    def _lock(self, state):
        """Let one button at a time move it."""
        guard.lock(
            self, self.env._("Somebody else is booking this hand-over at this moment.")
        )
        self.invalidate_recordset(["state"])
        if self.state != state:
            self._refuse_change()

    def _to_bank(self):
        # In sudo: that it is a bank account is no secret of anybody.
        return self.destination_id.sudo().type == "bank"

    def _way_account(self):
        """Where the cash is between the two, in sudo as it is setup."""
        company = self.company_id.sudo()
        if self._to_bank():
            return company.coop_clearing_account_id
        return company.coop_cash_transit_account_id

    def _sending_problem(self):
        """Why this cannot leave the box, in one sentence, or None."""
        # In sudo: of the setup no more is told than what forbids it.
        box, destination = self.journal_id.sudo(), self.destination_id.sudo()
        company = self.company_id.sudo()
        if not company.coop_cash_journal_id or not self._way_account():
            return self.env._(
                "%(company)s has no journal or account for cash on its way yet: load "
                "its chart of accounts first.",
                company=company.name,
            )
        if (
            destination == box
            or destination.type not in ("cash", "bank")
            or not destination.default_account_id
            or destination.default_account_id == box.default_account_id
        ):
            return self.env._(
                "Choose another cash box or a bank account to hand the cash over to."
            )
        if not round(self.amount):
            return self.env._("Nothing is handed over: enter an amount.")
        return self.journal_id._coop_payout_problem(
            round(self.amount), company._coop_today()
        )

    def _lacks_slip(self):
        return self._to_bank() and not (self.reference or "").strip()

    def _ask_for_slip(self):
        # In sudo: the name of who handed it over, as the form shows it.
        return self.env._(
            "The number of the deposit slip is missing: %s or the treasurer enters it "
            "first.",
            self.user_id.sudo().name,
        )

    def _receivers(self):
        """Who may accept: who has the box now, else treasurer or board."""
        # In sudo: who may accept does not depend on which users the asker sees.
        session = self.destination_id._coop_live_session()
        if session:
            users = session.user_id
        else:
            users = self.env["res.users"].sudo()
            for name in CHECKERS:
                users |= self.env.ref(name).sudo().all_user_ids
        company, maker = self.company_id, self.user_id.sudo()
        return users.filtered(
            lambda user: (
                user.active
                and company in user.company_ids
                and user.partner_id != maker.partner_id
            )
        ).sorted("name")

    def _receiving_problem(self):
        """Why this user does not accept it, in one sentence, or None."""
        if self.env.user in self._receivers():
            return None
        # In sudo: two users may be one person, and see one of the two.
        if self.env.user.partner_id == self.user_id.sudo().partner_id:
            return self.env._(
                "Who hands cash over does not accept it: another person must. %(who)s",
                who=self._describe_who(),
            )
        return self._describe_who()

    def _describe_who(self):
        if users := self._receivers():
            return self.env._(
                "Waiting to be accepted by %(names)s.",
                names=", ".join(users.mapped("name")),
            )
        return self.env._(
            "Nobody else may accept this yet: add another user with the role Treasurer "
            "or Board."
        )

    def _post_lines(self, key, debit, credit):
        """Book the amount from one account to another, today.

        In sudo: a teller has no accounting rights; the caller has checked.
        """
        company = self.company_id.sudo()
        paper = on_paper(self)
        way = f"{self.journal_id.code} – {self.destination_id.code}"
        if self._to_bank():
            label = paper.env._("Cash deposit at the bank %(way)s", way=way)
        else:
            label = paper.env._("Cash handed over %(way)s", way=way)
        amount = round(self.amount)
        return (
            self.env["account.move"]
            .sudo()
            ._coop_post_entry(
                company.coop_cash_journal_id,
                company._coop_today(),
                key,
                [
                    {"account": debit, "name": label, "amount": amount},
                    {"account": credit, "name": label, "amount": -amount},
                ],
            )
        )
