from odoo import api, fields, models
from odoo.exceptions import UserError

from ..calc.dates import long_date
from ..calc.rupiah import format_rupiah
from . import guard
from .labels import labels

# All that a run takes from who calls; the rest can be forged.
KEPT_CONTEXT = {"lang", "tz", "allowed_company_ids"}
# Set by what happens to a run, never by hand.
EVENT_FIELDS = {
    "failed_item_ids",
    "item_ids",
    "message",
    "started_at",
    "started_by",
    "state",
}


class CoopRun(models.Model):
    """Many bookings of one kind, prepared as a list and booked part by part.

    What it books is said by its kind, a model that inherits `coop.run.kind`.
    """

    _name = "coop.run"
    _description = "Run"
    _inherit = ["coop.checked.input"]
    _order = "date desc, id desc"
    _allow_sudo_commands = False

    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Cooperative",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(selection="_get_kinds", required=True)
    # Also where the add-on of the kind is gone, which a selection does not survive.
    kind_label = fields.Char(string="What", compute="_compute_kind_label")
    date = fields.Date(
        string="As Of",
        required=True,
        default=lambda self: self.env.company._coop_today(),
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("ready", "Dry Run Shown"),
            ("running", "Running"),
            ("stopping", "Stops After This Part"),
            ("stopped", "Stopped"),
            ("done", "Done"),
            ("failures", "Done, With Failures"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    started_by = fields.Many2one(
        comodel_name="res.users", readonly=True, copy=False, ondelete="restrict"
    )
    started_at = fields.Datetime(string="Started On", readonly=True, copy=False)
    message = fields.Char(
        readonly=True, copy=False, help="Why the run did not go on by itself."
    )
    item_ids = fields.One2many(
        comodel_name="coop.run.item",
        inverse_name="run_id",
        string="Items",
        readonly=True,
        copy=False,
    )
    failed_item_ids = fields.One2many(
        comodel_name="coop.run.item",
        inverse_name="run_id",
        string="Failures",
        domain=[("state", "=", "failed")],
        readonly=True,
        copy=False,
    )
    waiting_count = fields.Integer(string="Waiting", compute="_compute_counts")
    waiting_amount = fields.Monetary(compute="_compute_counts")
    booked_count = fields.Integer(string="Booked", compute="_compute_counts")
    booked_amount = fields.Monetary(compute="_compute_counts")
    failed_count = fields.Integer(string="Failed", compute="_compute_counts")
    failed_amount = fields.Monetary(compute="_compute_counts")
    undone_count = fields.Integer(
        string="Reversed or Corrected", compute="_compute_counts"
    )
    undone_amount = fields.Monetary(compute="_compute_counts")
    total_count = fields.Integer(string="Bookings", compute="_compute_counts")
    total_amount = fields.Monetary(string="Sum", compute="_compute_counts")
    progress = fields.Integer(
        compute="_compute_counts", help="How many of a hundred are booked."
    )
    is_idle = fields.Boolean(compute="_compute_is_idle")
    result = fields.Char(compute="_compute_result")

    @api.depends("kind")
    def _compute_kind_label(self):
        kinds = dict(self._get_kinds())
        for run in self:
            run.kind_label = kinds.get(run.kind, self.env._("Run"))

    @api.depends("item_ids.state", "item_ids.amount")
    def _compute_counts(self):
        groups = {
            (run.id, state): (count, round(amount))
            for run, state, count, amount in self.env["coop.run.item"]._read_group(
                [("run_id", "in", self.ids)],
                ["run_id", "state"],
                ["__count", "amount:sum"],
            )
        }

        def summed(run, *states):
            found = [groups.get((run._origin.id, state), (0, 0)) for state in states]
            return [sum(column) for column in zip(*found, strict=True)]

        for run in self:
            run.waiting_count, run.waiting_amount = summed(run, "waiting")
            run.failed_count, run.failed_amount = summed(run, "failed")
            run.undone_count, run.undone_amount = summed(run, "reversed", "corrected")
            run.booked_count, run.booked_amount = summed(
                run, "done", "reversed", "corrected"
            )
            run.total_count = run.waiting_count + run.booked_count
            run.total_amount = run.waiting_amount + run.booked_amount
            run.progress = 100 * run.booked_count // (run.total_count or 1)

    @api.depends("state")
    def _compute_is_idle(self):
        """Runs that should go on and have nothing that lets them."""
        active = self.filtered(lambda run: run.state in ("running", "stopping"))
        # In sudo: jobs are the administrator's, that one waits is not.
        jobs = (
            self.env["queue.job"]
            .sudo()
            .search_fetch(
                [
                    ("identity_key", "in", [run._job_key() for run in active]),
                    ("state", "not in", ["cancelled", "done", "failed"]),
                ],
                ["identity_key"],
            )
        )
        alive = set(jobs.mapped("identity_key"))
        for run in self:
            run.is_idle = run in active and run._job_key() not in alive

    @api.depends("is_idle", "item_ids.state", "message", "state")
    def _compute_result(self):
        for run in self:
            run.result = run._describe()

    @api.depends("kind", "date")
    def _compute_display_name(self):
        for run in self:
            day = long_date(run.date) if run.date else ""
            run.display_name = f"{run.kind_label} {day}".strip()

    @api.constrains("kind")
    def _check_kind(self):
        for run in self:
            run._get_kind()

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        runs = super().create(vals_list)
        # After the fact, because values may come from a default in the context.
        if any(
            run.state != "draft" or run.started_by or run.started_at or run.message
            for run in runs
        ):
            self._refuse_change()
        return runs

    def write(self, vals):
        if guard.is_open(self.env):
            return super().write(vals)
        if vals.keys() & EVENT_FIELDS:
            self._refuse_change()
        for run in self:
            run._check_state("draft", "ready")
            if run.company_id.id != vals.get("company_id", run.company_id.id):
                raise UserError(self.env._("A run stays in its cooperative."))
        result = super().write(vals)
        # What was shown is not what these values come to.
        self._back_to_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        for run in self:
            run._check_state("draft", "ready")
        self._back_to_draft()

    def _refuse_change(self):
        raise UserError(
            self.env._("A run is shown, started and stopped by its buttons only.")
        )

    def _check_state(self, *states):
        self.ensure_one()
        # Read anew: another request or a part may have gone on meanwhile.
        self.invalidate_recordset(["state", "is_idle"])
        if self.state not in states:
            raise UserError(
                self.env._(
                    "%(run)s is at this point: %(state)s. Load the screen again and "
                    "choose from the buttons it shows.",
                    run=self.display_name,
                    state=labels(self, "state")[self.state],
                )
            )

    # === ACTIONS === #

    def action_dry_run(self):
        """Show what would be booked; nothing reaches the ledger."""
        run = self._for_action("draft", "ready")
        run._check_bookable()
        run._show(run._compute_rows())
        return True

    def action_start(self):
        """Book what the dry run showed, or show what has changed since."""
        run = self._for_action("ready")
        run._check_bookable()
        rows = run._compute_rows()
        shown = run.item_ids.sorted("id")
        if [(row["res_id"], row["amount"], bool(row["error"])) for row in rows] != [
            (item.res_id, round(item.amount), bool(item.error)) for item in shown
        ]:
            run._show(rows)
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "type": "warning",
                    "message": self.env._(
                        "The result has changed since it was shown. Look at it "
                        "again, then start."
                    ),
                    "next": {"type": "ir.actions.client", "tag": "soft_reload"},
                },
            }
        if not run.waiting_count:
            raise UserError(self.env._("There is nothing to book in this run."))
        run._number_chunks(shown.filtered(lambda item: item.state == "waiting"))
        run._set(
            {"started_by": self.env.uid, "started_at": fields.Datetime.now()},
        )
        run._go()
        return True

    def action_stop(self):
        """Let the part under way end, and begin no other."""
        run = self._for_action("running")
        run._set({"state": "stopping"})
        return True

    def action_continue(self):
        run = self._for_action("running", "stopping", "stopped")
        if run.state != "stopped" and not run.is_idle:
            run._check_state("stopped")
        run._check_bookable()
        run._go()
        return True

    def action_retry(self):
        """Try everything that failed again, in parts of its own."""
        run = self._for_action("failures")
        run._retry(run.failed_item_ids)
        return True

    def action_open_entries(self):
        self.ensure_one()
        moves = self.item_ids.move_id | self.item_ids.correction_move_id
        return moves._get_records_action(name=self.env._("Entries"))

    def _for_action(self, *states):
        """Return the run for the buttons: checked, and without forged context."""
        self.ensure_one()
        self.check_access("write")
        self._check_state(*states)
        return self._alone()

    def _alone(self):
        context = {
            key: value for key, value in self.env.context.items() if key in KEPT_CONTEXT
        }
        return self.with_env(self.env(context=context)).with_company(self.company_id)

    # === KINDS === #

    @api.model
    def _get_kinds(self):
        """Return [(model, name)] of the kinds of run that add-ons bring."""
        kinds = self.env.registry.descendants(["coop.run.kind"], "_inherit")
        return [
            (name, self.env["ir.model"]._get(name).name)
            for name in kinds
            if name != "coop.run.kind"
        ]

    def _get_kind(self):
        kind = self.kind
        if kind not in dict(self._get_kinds()):
            raise UserError(
                self.env._("The add-on that books this kind of run is not installed.")
            )
        return self.env[kind]

    # === BOOKING === #

    def _number_chunks(self, items):
        """Fix which items are booked together, from here on."""
        groups = self.env["coop.run.item"]._read_group(
            [("run_id", "=", self.id)], [], ["chunk:max"]
        )
        last = groups[0][0] or 0
        for number, part in enumerate(self._parts(items.ids), last + 1):
            self._open_items(items.browse(part)).write({"chunk": number})

    def _parts(self, things):
        size = self._chunk_size()
        return (things[n : n + size] for n in range(0, len(things), size))

    def _chunk_size(self):
        return self._get_kind()._run_chunk_size

    def _go(self):
        self._set({"state": "running", "message": False})
        self._enqueue()

    def _job_key(self):
        return f"coop.run/{self._origin.id}"

    def _enqueue(self):
        """One job = one part = one transaction; a dead machine is no failure."""
        self.with_delay(
            max_retries=0,
            identity_key=self._job_key(),
            description=f"{self.display_name} ({self._job_key()})",
        )._book_next_chunk()

    def _retry(self, items):
        self._check_bookable()
        rows = self._compute_rows(items._get_records())
        good = {row["res_id"]: row for row in rows if not row["error"]}
        if not good:
            raise UserError(
                rows[0]["error"]
                if rows
                else self.env._("There is nothing to book for this any more.")
            )
        problems = {row["res_id"]: row["error"] for row in rows if row["error"]}
        for item in self._open_items(items):
            if row := good.get(item.res_id):
                item.write(
                    {
                        "amount": row["amount"],
                        "coop_account_id": row["coop_account_id"],
                        "error": False,
                    }
                )
            elif item.res_id in problems:
                item.write({"error": problems[item.res_id]})
        self._number_chunks(items.filtered(lambda item: item.res_id in good))
        self._go()

    # === SMALL THINGS === #

    def _set(self, values):
        # Rows of a run are nobody's to write; its buttons are, and were checked.
        guard.opened(self.sudo()).write(values)

    def _open_items(self, items=None):
        """Items to be written by the run alone; nobody has the right to."""
        if items is None:
            items = self.env["coop.run.item"]
        return guard.opened(items.sudo())

    def _describe(self):
        """Return the one sentence over the form."""
        self.ensure_one()
        figures = {
            "count": f"{self.total_count:,}".replace(",", "."),
            "sum": format_rupiah(round(self.total_amount)),
            "booked": f"{self.booked_count:,}".replace(",", "."),
            "booked_sum": format_rupiah(round(self.booked_amount)),
            "failed": f"{self.failed_count:,}".replace(",", "."),
            "undone": f"{self.undone_count:,}".replace(",", "."),
            "undone_sum": format_rupiah(round(self.undone_amount)),
            "date": long_date(self.date) if self.date else "",
        }
        if self.state == "draft":
            return False
        if self.state == "ready":
            sentences = [
                self.env._(
                    "%(count)s bookings of %(sum)s in all would be made as of "
                    "%(date)s. Nothing is booked yet.",
                    **figures,
                )
            ]
        elif self.state in ("done", "failures"):
            sentences = [
                self.env._(
                    "%(booked)s bookings of %(booked_sum)s in all were made as of "
                    "%(date)s.",
                    **figures,
                )
            ]
        else:
            sentences = [
                self.env._(
                    "%(booked)s of %(count)s bookings are made: %(booked_sum)s of "
                    "%(sum)s.",
                    **figures,
                )
            ]
        if self.failed_count:
            sentences.append(
                self.env._(
                    "%(failed)s cannot be booked and are listed as failures.",
                    **figures,
                )
            )
        if self.undone_count:
            sentences.append(
                self.env._(
                    "%(undone)s of them (%(undone_sum)s) were reversed or corrected "
                    "afterwards.",
                    **figures,
                )
            )
        if self.is_idle:
            sentences.append(
                self.env._("Nothing works on this run any more: continue it.")
            )
        if self.message:
            sentences.append(self.message)
        return " ".join(sentences)
