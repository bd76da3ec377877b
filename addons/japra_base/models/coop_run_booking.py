import logging

import psycopg2

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.queue_job.exception import RetryableJobError

_logger = logging.getLogger(__name__)


class CoopRun(models.Model):
    """The background job of a run: books one part and asks for the next.

    Everything of a part (the entry, its items, the next job) is one transaction: a
    machine that dies in it has done nothing, and the part is booked again.
    """

    _inherit = "coop.run"

    def _book_next_chunk(self):
        """Book one part as the user who started the run."""
        run = self._alone()
        if run.state == "stopping":
            run._set({"state": "stopped"})
        if run.state != "running":
            return
        if items := run._next_items():
            try:
                with self.env.cr.savepoint():
                    run._book(items)
            except psycopg2.errors.UniqueViolation as error:
                # Another worker was faster; tried again, its booking is seen.
                raise RetryableJobError(str(error), seconds=1) from error
            except UserError as error:
                run._set({"state": "stopped", "message": str(error)})
                return
        if run._next_items():
            run._enqueue()
        else:
            run._set({"state": "failures" if run.failed_count else "done"})

    def _on_chunk_failed(self, **failure):
        """What nobody foresaw stops the run; the job keeps the details."""
        _logger.warning("%s stopped: %s", self._job_key(), failure.get("exc_message"))
        self._set(
            {
                "state": "stopped",
                "message": self.env._(
                    "A part ended with an error and was not booked. Tell the "
                    "administrator, then continue."
                ),
            }
        )

    def _next_items(self):
        """Return the items of the first part that waits."""
        items = self.env["coop.run.item"]
        waiting = [("run_id", "=", self.id), ("state", "=", "waiting")]
        first = items.search(waiting, order="chunk, id", limit=1)
        if not first:
            return items
        return items.search([*waiting, ("chunk", "=", first.chunk)], order="id")

    def _book(self, items):
        """Split off what has become bad since the start, book the rest."""
        kind = self._get_kind()
        by_record = items._by_record(kind)
        amounts = {record: round(item.amount) for record, item in by_record.items()}
        lines, problems = self._plan(kind, amounts)
        for record, sentence in problems.items():
            self._open_items(by_record[record]).write({"error": sentence})
        if gone := items - items.browse().concat(*by_record.values()):
            self._open_items(gone).write(
                {"error": self.env._("This does not exist any more.")}
            )
        if not lines:
            return
        # As with a receipt: checked above, written by this method alone.
        move = (
            self.env["account.move"]
            .sudo()
            ._coop_post_entry(
                self._get_journal(kind),
                self.date,
                f"run/{self.id}/{items[0].chunk}",
                self._join_lines(
                    {by_record[record]: own for record, own in lines.items()}
                ),
                ref=self.display_name,
            )
        )
        booked = items.browse().concat(*(by_record[record] for record in lines))
        self._open_items(booked).write({"move_id": move.id})
        self.env.flush_all()

    def _join_lines(self, lines):
        """Return the lines of one entry: what is common first, added up."""
        common, own = {}, []
        for item, rows in lines.items():
            for row in rows:
                extra = {**row.get("extra", {}), "coop_run_item_id": item.id}
                if row.get("coop_account"):
                    own.append({**row, "extra": extra})
                    continue
                partner = row.get("partner")
                key = row["account"].id, partner.id if partner else 0, row["name"]
                if key in common:
                    common[key]["amount"] += row["amount"]
                else:
                    common[key] = dict(row)
        return [row for row in common.values() if row["amount"]] + own
