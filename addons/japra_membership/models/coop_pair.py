import psycopg2

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError

from odoo.addons.japra_base.calc.rupiah import format_rupiah
from odoo.addons.japra_base.models import guard

# {half: who confirms it}
HALVES = {"paid": "payer_id", "received": "receiver_id"}


class CoopPair(models.Model):
    """A primary's share in its secondary cooperative: two entries in two books.

    One half is confirmed by the treasurer of each. All that one cooperative learns of
    the other stands here: number, date and amount. A pair whose halves agree is
    eliminated when the books of both are put together.
    """

    _name = "coop.pair"
    _description = "Pair of Payments Between Cooperatives"
    _order = "id desc"

    name = fields.Char(string="Pair Key", required=True, readonly=True)
    payer_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    receiver_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    # By name: nobody reads the company of another cooperative.
    payer = fields.Char(string="Paid By", required=True, readonly=True)
    receiver = fields.Char(string="Received By", required=True, readonly=True)
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.ref("base.IDR"), readonly=True
    )
    paid_number = fields.Char(string="Entry of the Payer", readonly=True)
    paid_date = fields.Date(string="Paid On", readonly=True)
    paid_amount = fields.Monetary(string="Amount Paid", readonly=True)
    received_number = fields.Char(string="Entry of the Receiver", readonly=True)
    received_date = fields.Date(string="Received On", readonly=True)
    received_amount = fields.Monetary(string="Received", readonly=True)
    state = fields.Selection(
        selection=[
            ("paid", "Not Received Yet"),
            ("received", "Not Paid Yet"),
            ("differs", "Amounts Differ"),
            ("paired", "Paired"),
            ("void", "Both Reversed"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
    )
    eliminate = fields.Boolean(
        string="To Eliminate",
        compute="_compute_state",
        store=True,
        help="Both books say the same: the two entries cancel each other where the "
        "cooperatives are shown as one.",
    )

    date_first = fields.Date(
        string="First Half On", compute="_compute_date_first", store=True
    )

    _name_uniq = models.Constraint("UNIQUE(name)", "Another pair has this key.")
    _two_parties = models.Constraint(
        "CHECK(payer_id != receiver_id)", "A cooperative does not pay itself."
    )

    @api.depends("paid_amount", "received_amount")
    def _compute_state(self):
        for pair in self:
            paid, received = round(pair.paid_amount), round(pair.received_amount)
            if paid and received:
                pair.state = "paired" if paid == received else "differs"
            else:
                pair.state = "paid" if paid else "received" if received else "void"
            pair.eliminate = pair.state == "paired"

    @api.depends("paid_date", "received_date")
    def _compute_date_first(self):
        for pair in self:
            days = [day for day in (pair.paid_date, pair.received_date) if day]
            pair.date_first = min(days, default=False)

    @api.depends("name", "paid_amount", "received_amount", "payer", "receiver")
    def _compute_display_name(self):
        for pair in self:
            amount = format_rupiah(round(pair.paid_amount or pair.received_amount))
            pair.display_name = f"{pair.name}, {pair.payer} – {pair.receiver}, {amount}"

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        self._check_open()
        return super().create(vals_list)

    def write(self, vals):
        self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._check_open()

    def _check_open(self):
        if not guard.is_open(self.env):
            raise UserError(
                self.env._(
                    "A pair follows from the two payments: confirm or reverse yours."
                )
            )

    # === THE TWO HALVES === #

    @api.model
    def _books_of(self, partner):
        """The cooperative of this database that a member or a federation is, if any.

        In sudo: nobody reads another company. Nothing of it is told but whether it
        keeps its books here.
        """
        return (
            self.env["res.company"]
            .sudo()
            .search(
                [("partner_id", "=", partner.id), ("coop_kind", "!=", False)], limit=1
            )
        )

    @api.model
    def _confirm(self, half, company, other, facts, pair=None):
        """Write one half of a pair, of a new one if none is named; return it.

        The caller has checked the rights on its own half; `pair` may come from the
        user. In sudo, because nobody has the right to write pairs, and the only rows
        touched are those both cooperatives see.
        """
        if pair:
            pair = guard.opened(pair.sudo())
            guard.lock(
                pair,
                self.env._("Somebody else is confirming this pair at this moment."),
            )
            pair.invalidate_recordset()
            there = "received" if half == "paid" else "paid"
            if (
                pair[HALVES[half]] != company
                or pair[HALVES[there]] != other
                or pair[f"{half}_amount"]
                or not pair[f"{there}_amount"]
            ):
                # Not by its key: it may be one that nobody may read here.
                raise UserError(
                    self.env._(
                        "This pair waits for no payment between these two cooperatives."
                    )
                )
        else:
            parties = (company, other) if half == "paid" else (other, company)
            pair = self._begin(*parties)
        number, date, amount = facts
        pair.write(
            {
                f"{half}_number": number,
                f"{half}_date": date,
                f"{half}_amount": amount,
            }
        )
        return pair.with_env(self.env)

    def _begin(self, payer, receiver):
        """A new pair; of two begun at one instant the second is tried anew."""
        pairs = guard.opened(self.sudo())
        try:
            with self.env.cr.savepoint():
                pair = pairs.create(self._prepare_pair(payer, receiver))
                self.env.flush_all()
        except psycopg2.errors.UniqueViolation as error:
            raise ConcurrencyError("another pair is being begun") from error
        return pair

    def _prepare_pair(self, payer, receiver):
        # In sudo: of the other, code and name are told, and how many pairs.
        codes = [
            company.sudo().coop_code or f"C{company.id}"
            for company in (payer, receiver)
        ]
        count = self.sudo().search_count(
            [("payer_id", "=", payer.id), ("receiver_id", "=", receiver.id)]
        )
        return {
            "name": f"{codes[0]}-{codes[1]}-{count + 1:04d}",
            "payer_id": payer.id,
            "receiver_id": receiver.id,
            "payer": payer.sudo().name,
            "receiver": receiver.sudo().name,
        }

    def _release(self, half):
        """Take one half away again: its entry was reversed.

        In sudo: who reverses has no right on pairs.
        """
        guard.opened(self.sudo()).write(
            {f"{half}_number": False, f"{half}_date": False, f"{half}_amount": 0}
        )
