import psycopg2

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.queue_job.exception import RetryableJobError

from .common import TODAY
from .run_common import RunCase


@tagged("post_install", "-at_install")
class TestRunGuard(RunCase):
    """Who may run what, and that nothing of a run can be forged."""

    def test_rights(self):
        run = self.booked()
        for user in (self.treasurer, self.board, self.supervisor, self.auditor):
            with self.subTest(user=user.login):
                [values] = self._rpc(
                    user, "coop.run", "read", run.ids, ["state", "total_amount"]
                )
                self.assertEqual(
                    (values["state"], values["total_amount"]), ("done", 15_000)
                )
                self.assertEqual(len(self._rpc(user, "coop.run.item", "search", [])), 5)
        for user in (self.staff, self.administrator, self.accountant, self.portal):
            for model in ("coop.run", "coop.run.item", "coop.run.correct"):
                with self.subTest(user=user.login, model=model):
                    self._assert_denied(self._rpc, user, model, "search_read", [])
        # A board member sees the list, and no entry of the ledger through it.
        self._assert_denied(
            self._rpc,
            self.board,
            "coop.run.item",
            "read",
            run.item_ids.ids,
            ["move_id"],
        )

    def test_only_the_treasurer(self):
        shown = self.make()
        self.press(shown, "dry_run")
        running = self.started()
        stopped = self.started()
        self.press(stopped, "stop")
        self.work(stopped)
        failures = self.started()
        self.place["problems"][self.accounts[0].id] = "Tidak bisa."
        self.work(failures)
        for user in (self.board, self.supervisor, self.auditor, self.staff):
            for run, button in (
                (shown, "dry_run"),
                (shown, "start"),
                (running, "stop"),
                (stopped, "continue"),
                (failures, "retry"),
                (failures.failed_item_ids, "retry"),
            ):
                with self.subTest(user=user.login, button=button):
                    self._assert_denied(self.press, run, button, user=user)
            with self.subTest(user=user.login):
                self._assert_denied(self.make, user)
                self._assert_denied(
                    self._rpc,
                    user,
                    "coop.run.correct",
                    "create",
                    {"item_id": failures.item_ids[1].id, "reason": "x"},
                )

    def test_other_cooperative(self):
        run = self.started(self.other_treasurer)
        self.assertEqual(self._rpc(self.treasurer, "coop.run", "search", []), [])
        self.assertEqual(self._rpc(self.treasurer, "coop.run.item", "search", []), [])
        for button in ("dry_run", "start", "stop", "continue", "retry"):
            with self.subTest(button=button):
                self._assert_denied(self.press, run, button)
        self._assert_denied(self.press, run.item_ids[0], "retry")
        self._assert_denied(self.make, company_id=self.other.id)

    def test_moved_to_another_cooperative(self):
        run = self.make()
        self._assert_refused(
            "stays in its cooperative",
            self._rpc,
            self.treasurer,
            "coop.run",
            "write",
            run.ids,
            {"company_id": self.other.id},
        )

    def test_items_frozen(self):
        run = self.make()
        self.press(run, "dry_run")
        item = run.item_ids[0]
        new = {"run_id": run.id, "name": "X", "res_id": 1, "amount": 1}
        for method, args in (
            ("create", [new]),
            ("write", [item.ids, {"amount": 9_000_000}]),
            ("write", [item.ids, {"error": False, "state": "done"}]),
        ):
            for context in ({}, {"coop_guard": True}):
                with self.subTest(method=method, context=context):
                    self._assert_refused(
                        "never by hand",
                        self._rpc,
                        self.treasurer,
                        "coop.run.item",
                        method,
                        *args,
                        context=context,
                    )
        self._assert_denied(
            self._rpc, self.treasurer, "coop.run.item", "unlink", item.ids
        )
        # And for who may write everything, through no door either.
        for command in ([0, 0, new], [1, item.id, {"amount": 1}], [2, item.id, 0]):
            with self.subTest(command=command):
                self._assert_refused(
                    "by its buttons only",
                    self._rpc,
                    self.treasurer,
                    "coop.run",
                    "write",
                    run.ids,
                    {"item_ids": [command]},
                )
        self._assert_refused("never by hand", item.sudo().write, {"amount": 1})
        self._assert_refused("never by hand", item.sudo().unlink)
        self.assertEqual(run.total_amount, 15_000)

    def test_state_forged(self):
        run = self.make()
        forged = (
            {"state": "ready"},
            {"state": "running"},
            {"started_by": self.board.id},
            {"message": "Selesai"},
        )
        for values in forged:
            with self.subTest(values=values):
                self._assert_refused(
                    "by its buttons only",
                    self._rpc,
                    self.treasurer,
                    "coop.run",
                    "write",
                    run.ids,
                    values,
                )
                self._assert_refused(
                    "by its buttons only",
                    self._rpc,
                    self.treasurer,
                    "coop.run",
                    "create",
                    {"kind": "coop.test.run", "company_id": self.coop.id, **values},
                )
                self._assert_refused(
                    "by its buttons only",
                    self._rpc,
                    self.treasurer,
                    "coop.run",
                    "create",
                    {"kind": "coop.test.run", "company_id": self.coop.id},
                    context={f"default_{k}": v for k, v in values.items()},
                )

    def test_changed_after_shown(self):
        """Another day is another dry run; a started run changes in nothing."""
        run = self.make()
        self.press(run, "dry_run")
        self._rpc(self.treasurer, "coop.run", "write", run.ids, {"date": "2026-11-23"})
        self.assertEqual((run.state, len(run.item_ids)), ("draft", 0))
        self._assert_refused("at this point: Draft", self.press, run, "start")
        self.press(run, "dry_run", "start")
        for method, args in (
            ("write", [{"date": "2026-11-22"}]),
            ("write", [{"kind": "coop.test.run"}]),
            ("unlink", []),
        ):
            self._assert_refused(
                "at this point: Running",
                self._rpc,
                self.treasurer,
                "coop.run",
                method,
                run.ids,
                *args,
            )

    def test_deleted_before_start(self):
        run = self.make()
        self.press(run, "dry_run")
        self._rpc(self.treasurer, "coop.run", "unlink", run.ids)
        self.assertFalse(run.exists())
        self.assertFalse(self.env["coop.run.item"].search([]))

    def test_buttons_out_of_turn(self):
        run = self.make()
        for button in ("start", "stop", "continue", "retry"):
            self._assert_refused("at this point: Draft", self.press, run, button)
        self.press(run, "dry_run", "start")
        for button in ("dry_run", "start", "continue", "retry"):
            self._assert_refused("at this point: Running", self.press, run, button)
        self.work(run)
        for button in ("dry_run", "start", "stop", "continue", "retry"):
            self._assert_refused("at this point: Done", self.press, run, button)
        self.place["problems"][self.accounts[0].id] = "Tidak bisa."
        failing = self.started()
        self.work(failing)
        booked = failing.item_ids[1]
        self._assert_refused("at this point: Booked", self.press, booked, "retry")

    def test_refused_as_a_whole(self):
        run = self.make(date="2026-11-25")
        self._assert_refused("has not come yet", self.press, run, "dry_run")
        self.coop.fiscalyear_lock_date = "2026-10-31"
        run = self.make(date="2026-10-31")
        self._assert_refused("books are closed", self.press, run, "dry_run")
        run = self.make()
        self.place["refusal"] = "Bunga November sudah dibukukan."
        self._assert_refused("Bunga November", self.press, run, "dry_run")
        del self.place["refusal"]
        self.place["journal"] = self.book().misc
        self._assert_refused("no sealed journal", self.press, run, "dry_run")
        self.place["journal"] = self.book(self.other).run
        self._assert_refused("no sealed journal", self.press, run, "dry_run")

    def test_nothing_to_book(self):
        self.place["amounts"] = {}
        run = self.make()
        self.press(run, "dry_run")
        self._assert_refused("nothing to book", self.press, run, "start")

    def test_account_not_open(self):
        self.accounts[0].date_opened = TODAY
        run = self.make(date="2026-11-23")
        self.press(run, "dry_run")
        self.assertIn("opened on 24 November 2026", run.failed_item_ids.error)

    def test_forged_context(self):
        """A job stays a job, and what it books is not told by who calls."""
        run = self.make()
        context = {
            "queue_job__no_delay": True,
            "default_date": "2020-01-01",
            "default_state": "done",
            "active_test": False,
        }
        for button in ("dry_run", "start"):
            self._rpc(
                self.treasurer, "coop.run", f"action_{button}", run.ids, context=context
            )
        self.assertEqual((run.state, run.booked_count), ("running", 0))
        job = self.waiting_job(run)
        self.assertEqual(set(job.records.env.context) & set(context), set())
        self.work(run)
        self.assertEqual(set(self.entries(run).mapped("date")), {TODAY})

    def test_line_by_hand(self):
        run = self.booked()
        item = run.item_ids[0]
        line = item.move_id.line_ids[1]
        cash, other = self.book().cash, self.book().bank.default_account_id
        for values in (
            {"coop_run_item_id": item.id},
            {"coop_corrected_line_id": line.id},
        ):
            with self.subTest(values=values):
                self._assert_refused(
                    "never one by hand",
                    self._rpc,
                    self.accountant,
                    "account.move",
                    "create",
                    {
                        "journal_id": self.book().misc.id,
                        "line_ids": [
                            [0, 0, {"account_id": cash.id, "debit": 5, **values}],
                            [0, 0, {"account_id": other.id, "credit": 5}],
                        ],
                    },
                )
        self._assert_refused(
            "cannot be changed",
            self._rpc,
            self.accountant,
            "account.move.line",
            "write",
            line.ids,
            {"coop_run_item_id": False},
        )

    def test_booked_by_another_worker(self):
        """The same part at one instant: begun again, never booked twice."""
        run = self.started()
        moves = type(self.env["account.move"])

        def post(*args, **kwargs):
            raise psycopg2.errors.UniqueViolation("taken")

        self.patch(moves, "_coop_post_entry", post)
        with self.assertRaises(RetryableJobError):
            run.with_user(self.treasurer)._book_next_chunk()
        self.env.invalidate_all()
        self.assertEqual((run.state, run.booked_count), ("running", 0))

    def test_job_given_up(self):
        """A job that failed or was cancelled by hand leaves a way to go on."""
        run = self.started()
        self.work(run, 1)
        self.assertFalse(run.is_idle)
        self.waiting_job(run).state = "cancelled"
        self.env.invalidate_all()
        self.assertTrue(run.is_idle)
        self.assertIn("continue it", run.result)
        self.press(run, "continue")
        self.assertFalse(run.is_idle)
        with mute_logger("odoo.addons.japra_base.models.coop_run_booking"):
            run.with_user(self.treasurer)._on_chunk_failed(exc_message="x")
        self.assertEqual(run.state, "stopped")
        self.assertIn("Tell the administrator", run.result)
        self.waiting_job(run).state = "failed"
        self.press(run, "continue")
        self.work(run)
        self.assertEqual((run.state, run.booked_count), ("done", 5))

    def test_kind_without_add_on(self):
        run = self.make()
        self.env.flush_all()
        self.env.cr.execute("UPDATE coop_run SET kind = 'gone' WHERE id = %s", run.ids)
        self.env.invalidate_all()
        self._assert_refused("is not installed", self.press, run, "dry_run")
        self.assertEqual(run.display_name, "Run 24 November 2026")
        for kind in ("gone", "coop.run.kind", "res.partner"):
            with self.subTest(kind=kind):
                self._assert_refused("is chosen from the list", self.make, kind=kind)

    def test_queries(self):
        """A part of many lines asks the database as often as one of a few."""
        run = self.started()
        job = run.with_user(self.treasurer)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        job._book_next_chunk()
        self.env.flush_all()
        self.assertLess(self.env.cr.sql_log_count - before, 200)
