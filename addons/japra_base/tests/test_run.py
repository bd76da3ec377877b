from freezegun import freeze_time

from odoo.tests import tagged

from .common import TODAY
from .run_common import RunCase


@tagged("post_install", "-at_install")
class TestRun(RunCase):
    """A run from its dry run to its end, as the treasurer."""

    def test_dry_run(self):
        """Everything is shown, and nothing reaches the ledger."""
        self.place["problems"][self.accounts[1].id] = "Nomor rekening bank kosong."
        before = self._ledger()
        run = self.make()
        self.press(run, "dry_run")
        self.assertEqual(self._ledger(), before)
        self.assertEqual(run.state, "ready")
        self.assertEqual((run.total_count, run.total_amount), (4, 13_000))
        self.assertEqual((run.failed_count, run.failed_amount), (1, 2_000))
        self.assertEqual(run.failed_item_ids.error, "Nomor rekening bank kosong.")
        self.assertEqual(run.failed_item_ids.coop_account_id, self.accounts[1])
        self.assertEqual(
            run.result,
            "4 bookings of Rp13.000 in all would be made as of 24 November 2026. "
            "Nothing is booked yet. 1 cannot be booked and are listed as failures.",
        )
        self.assertFalse(self.waiting_job(run))
        # Shown again, the list is a new one and no longer.
        self.press(run, "dry_run")
        self.assertEqual((run.total_count, run.failed_count), (4, 1))

    def test_zero_left_out(self):
        self.place["amounts"][self.accounts[0].id] = 0
        run = self.make()
        self.press(run, "dry_run")
        self.assertEqual((run.total_count, run.total_amount), (4, 14_000))

    def test_booked(self):
        run = self.started()
        self.assertEqual((run.state, run.started_by), ("running", self.treasurer))
        self.assertEqual(run.progress, 0)
        self.assertEqual(self.work(run, 1), 1)
        self.assertEqual(
            (run.state, run.progress, run.booked_amount), ("running", 40, 3000)
        )
        self.assertEqual(self.work(run), 2)
        self.assertEqual((run.state, run.progress), ("done", 100))
        self.assertEqual(
            self.items(run),
            [
                ("KUN-A1", 1000, "done", 1),
                ("KUN-A2", 2000, "done", 1),
                ("KUN-A3", 3000, "done", 2),
                ("KUN-A4", 4000, "done", 2),
                ("KUN-A5", 5000, "done", 3),
            ],
        )
        entries = self.entries(run)
        self.assertEqual(
            entries.mapped("coop_origin_key"),
            [f"run/{run.id}/1", f"run/{run.id}/2", f"run/{run.id}/3"],
        )
        self.assertEqual(
            entries.mapped("name"),
            ["HDH/2026/11/0001", "HDH/2026/11/0002", "HDH/2026/11/0003"],
        )
        self.assertEqual(entries.create_uid, self.treasurer)
        self.assertEqual(
            [self._legs(entry) for entry in entries],
            [
                [
                    ("11199901", "", 3000, 0),
                    ("31199902", "KUN-A1", 0, 1000),
                    ("31199902", "KUN-A2", 0, 2000),
                ],
                [
                    ("11199901", "", 7000, 0),
                    ("31199902", "KUN-A3", 0, 3000),
                    ("31199902", "KUN-A4", 0, 4000),
                ],
                [("11199901", "", 5000, 0), ("31199902", "KUN-A5", 0, 5000)],
            ],
        )
        self.assertEqual(
            run.result,
            "5 bookings of Rp15.000 in all were made as of 24 November 2026.",
        )
        self.assert_books()

    def test_second_cooperative(self):
        """The same under way at Rasela stays at Rasela."""
        here, there = self.started(), self.started(self.other_treasurer)
        self.work(there)
        self.work(here)
        entry = self.entries(there)[0]
        self.assertEqual(entry.company_id, self.other)
        self.assertEqual(entry.name, "HDH/2026/11/0001")
        self.assertEqual(
            self._legs(entry),
            [
                ("11199901", "", 3000, 0),
                ("31199902", "RAS-A1", 0, 1000),
                ("31199902", "RAS-A2", 0, 2000),
            ],
        )
        self.assert_books(self.other)
        self.assert_books()

    def test_list_is_frozen(self):
        """Who comes in between changes nothing of what was started."""
        run = self.started()
        self.work(run, 1)
        new = self.accounts[0].copy({"number": "KUN-A0"})
        self.place["amounts"][new.id] = 9000
        self.place["amounts"][self.accounts[4].id] = 7777
        self.work(run)
        self.assertEqual((run.booked_count, run.booked_amount), (5, 15_000))
        self.assertEqual(len(self.entries(run)), 3)

    def test_changed_since_shown(self):
        run = self.make()
        self.press(run, "dry_run")
        self.place["amounts"][self.accounts[0].id] = 1500
        said = self.press(run, "start")
        self.assertIn("has changed since", said["params"]["message"])
        self.assertEqual((run.state, run.total_amount), ("ready", 15_500))
        self.assertFalse(self.waiting_job(run))
        self.assertIs(self.press(run, "start"), True)
        self.work(run)
        self.assertEqual((run.state, run.booked_amount), ("done", 15_500))

    def test_stop_and_continue(self):
        run = self.started()
        self.work(run, 1)
        self.press(run, "stop")
        self.assertEqual(run.state, "stopping")
        # The job that waits begins no other part.
        self.assertEqual(self.work(run), 1)
        self.assertEqual((run.state, run.booked_count), ("stopped", 2))
        self.assertEqual(run.result, "2 of 5 bookings are made: Rp3.000 of Rp15.000.")
        self.press(run, "continue")
        self.assertEqual(self.work(run), 2)
        self.assertEqual((run.state, run.booked_count), ("done", 5))
        self.assertEqual(len(self.entries(run)), 3)

    def test_went_bad_on_the_way(self):
        """A bad one is split off, the others of its part are booked; then retried."""
        run = self.started()
        self.place["problems"][self.accounts[2].id] = "Rekening dibekukan."
        self.accounts[4].date_closed = "2026-11-01"
        self.work(run)
        self.assertEqual(run.state, "failures")
        self.assertEqual(
            [(item.name, item.error) for item in run.failed_item_ids],
            [
                ("KUN-A3", "Rekening dibekukan."),
                (
                    "KUN-A5",
                    "The account was closed on 1 November 2026: leave it out or open "
                    "a new one.",
                ),
            ],
        )
        self.assertEqual((run.booked_count, run.booked_amount), (3, 7_000))
        frozen, closed = run.failed_item_ids
        for item in (frozen, closed):
            self._assert_refused(item.error, self.press, item, "retry")
        # One is mended, and comes to another amount by now.
        self.place["problems"].clear()
        self.place["amounts"][self.accounts[2].id] = 3500
        self.press(frozen, "retry")
        self.assertEqual(run.state, "running")
        self.assertEqual(self.work(run), 1)
        self.assertEqual(
            self.items(run)[2:],
            [
                ("KUN-A3", 3500, "done", 4),
                ("KUN-A4", 4000, "done", 2),
                ("KUN-A5", 5000, "failed", 3),
            ],
        )
        self.assertEqual(run.state, "failures")
        self.assertEqual(
            self.entries(run).mapped("coop_origin_key"),
            [f"run/{run.id}/{part}" for part in (1, 2, 4)],
        )
        # All at once, from the run.
        self._assert_refused("was closed on", self.press, run, "retry")
        self.accounts[4].date_closed = False
        self.press(run, "retry")
        self.work(run)
        self.assertEqual((run.state, run.booked_amount), ("done", 15_500))
        self.assert_books()

    def test_month_closed_on_the_way(self):
        """What refuses a whole part stops the run with the sentence."""
        run = self.started()
        self.work(run, 1)
        self.coop.fiscalyear_lock_date = TODAY
        self.work(run)
        self.assertEqual((run.state, run.booked_count), ("stopped", 2))
        self.assertIn("The books are closed on", run.result)
        self._assert_refused("books are closed", self.press, run, "continue")
        self.coop.fiscalyear_lock_date = False
        self.press(run, "continue")
        self.assertFalse(run.message)
        self.work(run)
        self.assertEqual((run.state, run.booked_count), ("done", 5))

    def test_day_of_the_cooperative(self):
        """At three in the morning of the 25th in Jakarta it is the 24th in UTC."""
        with freeze_time("2026-11-24 20:00:00"):
            run = self._rpc(
                self.treasurer,
                "coop.run",
                "create",
                {"kind": "coop.test.run", "company_id": self.coop.id},
            )
            run = self.env["coop.run"].browse(run)
            self.assertEqual(str(run.date), "2026-11-25")
            self.press(run, "dry_run", "start")
            self.work(run)
            self.assertEqual(run.state, "done")
            self.assertEqual(
                {str(entry.date) for entry in self.entries(run)}, {"2026-11-25"}
            )
            item = run.item_ids[0]
            wizard = self._rpc(
                self.treasurer,
                "coop.run.correct",
                "create",
                {"item_id": item.id, "reason": "Salah"},
            )
            self._rpc(self.treasurer, "coop.run.correct", "action_apply", [wizard])
            self.assertEqual(str(item.correction_move_id.date), "2026-11-25")
