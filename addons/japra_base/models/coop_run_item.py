from odoo import api, fields, models
from odoo.exceptions import UserError

from ..calc.dates import long_date
from . import guard
from .labels import labels


class CoopRunItem(models.Model):
    """One booking of a run: for what, how much, and what became of it."""

    _name = "coop.run.item"
    _description = "Item of a Run"
    _order = "id"
    _allow_sudo_commands = False

    run_id = fields.Many2one(
        comodel_name="coop.run",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="run_id.company_id")
    currency_id = fields.Many2one(related="run_id.currency_id")
    name = fields.Char(string="For", required=True, readonly=True)
    res_id = fields.Integer(string="Record", required=True, readonly=True)
    coop_account_id = fields.Many2one(
        comodel_name="coop.account",
        string="Member Account",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    partner_id = fields.Many2one(related="coop_account_id.partner_id", string="Owner")
    amount = fields.Monetary(required=True, readonly=True)
    chunk = fields.Integer(string="Part", readonly=True)
    error = fields.Char(string="Why Not", readonly=True)
    move_id = fields.Many2one(
        comodel_name="account.move",
        string="Entry",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="account.group_account_readonly",
    )
    correction_move_id = fields.Many2one(
        comodel_name="account.move",
        string="Correction",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="account.group_account_readonly",
    )
    correction_reason = fields.Char(readonly=True)
    state = fields.Selection(
        selection=[
            ("waiting", "Waiting"),
            ("done", "Booked"),
            ("failed", "Failed"),
            ("reversed", "Reversed"),
            ("corrected", "Corrected"),
        ],
        compute="_compute_state",
        store=True,
    )
    run_state = fields.Selection(related="run_id.state", string="Run Status")

    _record_uniq = models.Constraint(
        "UNIQUE(run_id, res_id)", "A run books everything once."
    )
    _next_idx = models.Index("(run_id, state, chunk)")

    @api.depends(
        "error",
        "move_id.reversal_move_ids.state",
        "correction_move_id.reversal_move_ids.state",
    )
    def _compute_state(self):
        """Both a reversal and a correction write here.

        Whichever of two at one instant comes second begins again and sees the other.
        """
        for item in self:
            if item.error:
                item.state = "failed"
            elif not item.move_id:
                item.state = "waiting"
            elif item._is_reversed(item.move_id):
                item.state = "reversed"
            elif item.correction_move_id and not item._is_reversed(
                item.correction_move_id
            ):
                item.state = "corrected"
            else:
                item.state = "done"

    def _is_reversed(self, move):
        return "posted" in move.reversal_move_ids.mapped("state")

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        self._check_open()
        return super().create(vals_list)

    def write(self, vals):
        self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_open(self):
        self._check_open()

    def _check_open(self):
        if not guard.is_open(self.env):
            raise UserError(
                self.env._("The list of a run is made by the run, never by hand.")
            )

    # === ACTIONS === #

    def action_retry(self):
        """Try what failed again, in a part of its own."""
        self.run_id.ensure_one()._for_action("failures")
        self._check_states("failed")
        run = self.run_id._alone()
        run._retry(self.with_env(run.env))
        return True

    def action_correct(self):
        """Ask for the reason."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct %s", self.name),
            "res_model": "coop.run.correct",
            "view_mode": "form",
            "target": "new",
            "context": {"default_item_id": self.id},
        }

    def _check_states(self, *states):
        for item in self:
            if item.state not in states:
                raise UserError(
                    self.env._(
                        "%(item)s is at this point: %(state)s.",
                        item=item.name,
                        state=labels(item, "state")[item.state],
                    )
                )

    def _get_records(self):
        records = self.env[self.run_id._get_kind()._run_model]
        return records.browse(self.mapped("res_id")).exists()

    def _by_record(self, kind):
        """Return {record: item} of what still exists, in order."""
        by_id = {item.res_id: item for item in self}
        records = self.env[kind._run_model].browse(by_id).exists()
        return {record: by_id[record.id] for record in records}

    # === CORRECTION === #

    def _correct(self, reason):
        """Book this one back, once; rights are checked by the caller."""
        self.ensure_one()
        if self.correction_reason:
            raise UserError(self.env._("%s was corrected already.", self.name))
        self._check_states("done")
        run = self.run_id._alone()
        # The whole entry is not reversed meanwhile: see _compute_state.
        # In sudo: the item and its entry are nobody's to write but this method's.
        item = self.sudo().with_env(run.env(su=True))
        move = item.move_id
        correction = move._coop_post_entry(
            move.journal_id,
            run.company_id._coop_today(),
            f"correction/{move.id}/{item.coop_account_id.id}/{item.id}",
            item._prepare_correction(run),
            ref=self.env._("Correction of %(entry)s", entry=move.name),
        )
        guard.opened(item).write(
            {"correction_move_id": correction.id, "correction_reason": reason}
        )
        return correction

    def _prepare_correction(self, run):
        """Return the lines of this item turned round, and its share of the rest."""
        move = self.move_id
        own = move.line_ids.filtered(lambda line: line.coop_run_item_id == self)
        kind = run._get_kind()
        record = self.with_env(run.env)._get_records()
        rows = kind._run_lines(run, {record: round(self.amount)}).get(record, [])
        members = [row for row in rows if row.get("coop_account")]
        common = [row for row in rows if not row.get("coop_account")]
        if (
            sum(row["amount"] for row in rows)
            or sorted((row["coop_account"].id, row["amount"]) for row in members)
            != sorted((line.coop_account_id.id, round(line.balance)) for line in own)
            or not {row["account"].id for row in common}
            <= set(move.line_ids.account_id.ids)
        ):
            raise UserError(
                self.env._(
                    "What %(entry)s booked for %(item)s on %(date)s cannot be worked "
                    "out any more: reverse the whole entry instead.",
                    entry=move.name,
                    item=self.name,
                    date=long_date(move.date),
                )
            )
        return [{**row, "amount": -row["amount"]} for row in common] + [
            {
                "account": line.account_id,
                "partner": line.partner_id,
                "name": line.name,
                "amount": -round(line.balance),
                "coop_account": line.coop_account_id,
                "extra": {"coop_corrected_line_id": line.id},
            }
            for line in own
        ]
