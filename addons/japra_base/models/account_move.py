import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import SQL, format_date

from . import guard

_logger = logging.getLogger(__name__)


class AccountMove(models.Model):
    _inherit = "account.move"

    coop_origin_key = fields.Char(
        string="Booked By",
        copy=False,
        readonly=True,
        help="What booked this entry, for example receipt/12. Each origin books once.",
    )

    _coop_origin_key_uniq = models.UniqueIndex(
        "(company_id, coop_origin_key) WHERE coop_origin_key IS NOT NULL",
        "This has been booked already.",
    )

    @api.constrains("reversed_entry_id")
    def _check_reversed_entry_id(self):
        """Only the one reversal of a booked entry says that it reverses it."""
        # In sudo: what is refused does not depend on what the user may see.
        for move in self.sudo():
            booked = move.reversed_entry_id
            # First: the sentence below names it.
            if booked and booked.company_id != move.company_id:
                raise ValidationError(self._one_cooperative())
            if (
                booked.coop_origin_key
                and move.coop_origin_key != booked._coop_reversal_key()
            ):
                raise ValidationError(
                    self.env._(
                        "%s is reversed as a whole or not at all: an entry made by "
                        "hand does not reverse it.",
                        booked.name,
                    )
                )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        # After the fact, because the key may come from a default in the context.
        if not guard.is_open(self.env) and any(moves.mapped("coop_origin_key")):
            raise UserError(
                self.env._(
                    "The origin of an entry is set by the document that books it, "
                    "never by hand."
                )
            )
        return moves

    def write(self, vals):
        if not guard.is_open(self.env):
            fixed = self._coop_fixed_fields() & vals.keys()
            if fixed:
                # First: the sentence names the entry.
                self.check_access("write")
                self.filtered(
                    lambda move: any(
                        name in ("line_ids", "invoice_line_ids")
                        or self._field_will_change(move, vals, name)
                        for name in fixed
                    )
                )._coop_check_immutable()
            if vals.get("coop_origin_key"):
                raise UserError(
                    self.env._(
                        "The origin of an entry is set by the document that books "
                        "it, never by hand."
                    )
                )
            if vals.get("state") == "posted":
                # Anybody can post an entry by writing its state.
                self._coop_check_posting()
            elif "state" in vals:
                self.filtered(
                    lambda move: move.state == "posted"
                )._coop_check_unmatched()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_booked(self):
        if not guard.is_open(self.env):
            self._coop_check_immutable()

    def copy_data(self, default=None):
        if not guard.is_open(self.env):
            if booked := self._coop_booked():
                raise UserError(
                    self.env._(
                        "%s cannot be duplicated: it would book the same money "
                        "again. Make a new document instead.",
                        booked[0].name,
                    )
                )
        return super().copy_data(default)

    # === GUARDS === #

    def _coop_fixed_fields(self):
        """Return the fields of a booked entry that nobody changes.

        The words that no seal covers can be corrected: personal data must go when
        somebody asks for it (UU 27/2022).
        """
        return {
            "amount_residual",
            "amount_residual_signed",
            "amount_total",
            "amount_total_in_currency_signed",
            "amount_total_signed",
            "auto_post",
            "commercial_partner_id",
            "company_currency_id",
            "company_id",
            "coop_origin_key",
            "currency_id",
            "date",
            "inalterable_hash",
            "invoice_date",
            "invoice_date_due",
            "invoice_line_ids",
            "journal_id",
            "line_ids",
            "move_type",
            "name",
            "origin_payment_id",
            "partner_bank_id",
            "partner_id",
            "payment_state",
            "posted_before",
            "reversed_entry_id",
            "sequence_number",
            "sequence_prefix",
            "state",
            "statement_line_id",
            "tax_cash_basis_origin_move_id",
            "tax_cash_basis_rec_id",
        }

    def _coop_booked(self):
        """Return the posted entries that nobody changes."""
        return self.filtered(
            lambda move: (
                move.state == "posted"
                and (move.coop_origin_key or move.journal_id.coop_sealed)
            )
        )

    def _coop_check_immutable(self):
        if booked := self._coop_booked():
            raise UserError(
                self.env._(
                    "%s is booked and cannot be changed or deleted. Reverse it, then "
                    "enter it again.",
                    booked[0].name,
                )
            )

    def _coop_check_unmatched(self):
        """Refuse to reopen an invoice while a receipt pays it."""
        lines = self.line_ids
        counterparts = (
            lines.matched_debit_ids.debit_move_id
            | lines.matched_credit_ids.credit_move_id
        ).move_id
        # In sudo: a receipt pays it, whether or not the user may read its entry.
        if booked := (counterparts - self).sudo()._coop_booked():
            raise UserError(
                self.env._(
                    "This is paid by %s. Reverse that entry first.", booked[0].name
                )
            )

    def _coop_check_date(self, date):
        self.ensure_one()
        if date > self.company_id._coop_today():
            raise UserError(
                self.env._(
                    "%s has not come yet. Take today or an earlier date.",
                    format_date(self.env, date),
                )
            )
        if self._get_violated_lock_dates(date, self._affect_tax_report()):
            raise UserError(self._coop_closed_message(date))

    def _coop_closed_message(self, date):
        return self.env._(
            "The books are closed on %s. Take a later date, or ask the treasurer.",
            format_date(self.env, date),
        )

    # === POSTING === #

    @api.model
    def _coop_post_entry(self, journal, date, origin_key, lines, ref=None):
        """Create and post the one entry of `origin_key`; see _coop_post_entries."""
        return self._coop_post_entries(
            journal,
            [{"date": date, "origin_key": origin_key, "lines": lines, "ref": ref}],
        )

    @api.model
    def _coop_post_entries(self, journal, entries):
        """Create and post entries in one journal; the caller checks rights.

        `entries`: dicts of date, origin_key, ref and lines; each line a dict of
        account, partner, name, amount (whole rupiah, debit positive), coop_account,
        and extra values of the line under "extra".
        """
        for entry in entries:
            amounts = [line["amount"] for line in entry["lines"]]
            if any(type(amount) is not int for amount in amounts) or sum(amounts):
                key = entry["origin_key"]
                raise ValueError(f"{key}: not whole rupiah, or not balanced")
        company = journal.company_id
        self._coop_check_origin(company, [entry["origin_key"] for entry in entries])
        moves = (
            guard.opened(self)
            .with_company(company)
            .create(
                [
                    {
                        "move_type": "entry",
                        "journal_id": journal.id,
                        "date": entry["date"],
                        "ref": entry.get("ref"),
                        "coop_origin_key": entry["origin_key"],
                        "line_ids": [
                            Command.create(self._prepare_coop_line_vals(company, line))
                            for line in entry["lines"]
                        ],
                    }
                    for entry in entries
                ]
            )
        )
        moves._post(soft=False)
        return moves.with_env(self.env)

    def _prepare_coop_line_vals(self, company, line):
        return {
            "account_id": line["account"].id,
            "partner_id": line["partner"].id if line.get("partner") else False,
            "name": line["name"],
            "balance": line["amount"],
            "amount_currency": line["amount"],
            "currency_id": company.currency_id.id,
            "display_type": "product",
            "coop_account_id": (
                line["coop_account"].id if line.get("coop_account") else False
            ),
            # Without it core looks for a distribution model, line by line.
            "analytic_distribution": {},
            **line.get("extra", {}),
        }

    def _coop_check_origin(self, company, origin_keys):
        # In sudo: a key is used once, whoever may read the entry.
        if move := self.sudo().search(
            [("company_id", "=", company.id), ("coop_origin_key", "in", origin_keys)],
            limit=1,
        ):
            raise UserError(
                self.env._("This has been booked already, as %s.", move.name)
            )

    def _post(self, soft=True):
        coop = self._coop_check_posting()
        if not coop:
            return super()._post(soft)
        dates = {move: move.date for move in coop}
        posted = super(AccountMove, guard.opened(coop))._post(soft=False)
        for move, date in dates.items():
            if move.date != date:
                raise UserError(self._coop_closed_message(date))
        coop._coop_check_floor()
        if others := self - coop:
            posted |= super(AccountMove, others)._post(soft)
        return posted.with_env(self.env)

    def _coop_check_floor(self):
        """Let what is taken from member accounts leave none below zero."""
        # In sudo: a teller reads no entries, and accounts of all members count.
        taken = self.sudo().line_ids.filtered(
            lambda line: (
                line.coop_account_id
                and line.balance
                * line.coop_account_id._natural_sign(line.account_id.account_type)
                < 0
            )
        )
        if taken:
            taken.coop_account_id._check_floor(min(taken.mapped("date")))

    def _coop_check_posting(self):
        """Refuse what must not be posted here; return the cooperative's entries."""
        coop = self.filtered(
            lambda move: move.coop_origin_key or move.journal_id.coop_sealed
        )
        if not coop:
            return coop
        # A lock date set meanwhile makes this a serialization failure, which is
        # tried again and then sees the lock. Sharers do not wait for each other.
        self.env.execute_query(
            SQL(
                "SELECT id FROM res_company WHERE id IN %s ORDER BY id FOR SHARE",
                tuple(coop.company_id.ids),
            )
        )
        for move in coop:
            if not move.coop_origin_key:
                raise UserError(
                    self.env._(
                        "Nothing is posted by hand in the journal %s. Use a receipt, "
                        "or take another journal.",
                        move.journal_id.display_name,
                    )
                )
            move._coop_check_date(move.date)
        return coop

    def _reverse_moves(self, default_values_list=None, cancel=False):
        keyed = self.filtered("coop_origin_key")
        if not keyed:
            return super()._reverse_moves(default_values_list, cancel)
        values_list = default_values_list or [{} for _move in self]
        for move, values in zip(self, values_list, strict=True):
            if move in keyed:
                move._coop_prepare_reversal(values)
        reversals = super(AccountMove, guard.opened(self))._reverse_moves(
            values_list, cancel=True
        )
        return reversals.with_env(self.env)

    def _coop_prepare_reversal(self, values):
        """Complete the values of the one reversal this entry can have."""
        if self.reversed_entry_id:
            raise UserError(
                self.env._(
                    "%s is itself a reversal. Enter the document again instead.",
                    self.name,
                )
            )
        key = self._coop_reversal_key()
        self._coop_check_origin(self.company_id, [key])
        date = fields.Date.to_date(values.get("date")) or self.company_id._coop_today()
        self._coop_check_date(date)
        if date < self.date:
            raise UserError(
                self.env._(
                    "%(entry)s is of %(date)s. Reverse it on that day or later.",
                    entry=self.name,
                    date=format_date(self.env, self.date),
                )
            )
        values.update(
            auto_post="no",
            coop_origin_key=key,
            date=date,
            journal_id=self.journal_id.id,
        )

    def _coop_reversal_key(self):
        return f"reversal/{self.id}"

    # === SEALING === #

    def _hash_moves(self, **kwargs):
        # Without the context of who asks: a key of it says how the seal is made.
        moves = guard.opened(self.with_env(self.env(context={})))
        return super(AccountMove, moves)._hash_moves(**kwargs)

    @api.model
    def _coop_seal(self, journal, limit=500):
        """Hash what is posted in a journal, in order; return how many entries."""
        moves = self.search(
            [
                ("journal_id", "=", journal.id),
                ("state", "=", "posted"),
                ("inalterable_hash", "=", False),
            ],
            order="sequence_prefix, sequence_number",
            limit=limit,
        )
        if moves:
            moves._hash_moves(force_hash=True)
        return len(moves)

    @api.model
    def _cron_coop_seal(self):
        cron = self.env["ir.cron"]
        journals = (
            self.env["account.journal"]
            .with_context(active_test=False)
            .search([("coop_sealed", "=", True)])
        )
        for journal in journals:
            try:
                while done := self._coop_seal(journal):
                    if not cron._commit_progress(done):
                        return
            except (UserError, OperationalError) as error:
                # An entry changed under us is sealed in the next minute; anything
                # else shows in the control check.
                self.env.cr.rollback()
                _logger.info("Journal %s not sealed yet: %s", journal.name, error)
