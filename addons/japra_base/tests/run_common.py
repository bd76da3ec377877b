from odoo.tools import mute_logger

from odoo.addons.queue_job.job import Job

from . import run_kind
from .common import TODAY, CoopCase


class RunCase(CoopCase):
    """Kunir and Rasela with runs of two items in a part, for five members each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addClassCleanup(run_kind.remove, cls.registry)
        with mute_logger("odoo.registry"):
            run_kind.install(cls.env)
        cls.auditor = cls._make_user("auditor", "japra_base.group_auditor", cls.coop)
        for company, code in ((cls.coop, "KUN"), (cls.other, "RAS")):
            book = cls.books[company.id]
            book.run = cls.env["account.journal"].create(
                {
                    "name": "Hadiah",
                    "code": "HDH",
                    "type": "general",
                    "company_id": company.id,
                    "coop_sealed": True,
                }
            )
            book.accounts = cls.env["coop.account"].create(
                [
                    {
                        "number": f"{code}-A{number}",
                        "product_id": book.wajib.id,
                        "partner_id": cls.env["res.partner"]
                        .create({"name": f"Anggota {number}"})
                        .id,
                        "company_id": company.id,
                        "date_opened": "2026-01-01",
                    }
                    for number in range(1, 6)
                ]
            )
            run_kind.PLACES[company.id] = {
                "journal": book.run,
                "cash": book.cash,
                "amounts": {
                    account.id: 1000 * number
                    for number, account in enumerate(book.accounts, 1)
                },
                "problems": {},
            }
        cls.addClassCleanup(run_kind.PLACES.clear)

    def setUp(self):
        super().setUp()
        self.place = run_kind.PLACES[self.coop.id]
        before = {**self.place, "amounts": {**self.place["amounts"]}, "problems": {}}
        self.addCleanup(lambda: run_kind.PLACES.__setitem__(self.coop.id, before))
        self.accounts = self.book().accounts

    def make(self, user=None, **values):
        user = user or self.treasurer
        run = self._rpc(
            user,
            "coop.run",
            "create",
            {
                "kind": run_kind.NAME,
                "company_id": user.company_id.id,
                "date": TODAY,
                **values,
            },
        )
        return self.env["coop.run"].browse(run)

    def press(self, run, *buttons, user=None):
        for button in buttons:
            result = self._rpc(
                user or self.treasurer, run._name, f"action_{button}", run.ids
            )
            self.env.invalidate_all()
        return result

    def started(self, user=None, **values):
        run = self.make(user=user, **values)
        self.press(run, "dry_run", "start", user=user)
        return run

    def booked(self, user=None, **values):
        run = self.started(user=user, **values)
        self.work(run)
        return run

    def waiting_job(self, run):
        return (
            self.env["queue.job"]
            .sudo()
            .search([("identity_key", "=", run._job_key()), ("state", "=", "pending")])
        )

    def work(self, run, parts=100):
        """Do what the worker does: one waiting job after the other."""
        done = 0
        while done < parts and (record := self.waiting_job(run)):
            self.assertEqual(len(record), 1)
            self.assertEqual(record.max_retries, 0)
            job = Job.load(self.env(user=record.user_id, context={}), record.uuid)
            job.set_started()
            job.store()
            self.env.flush_all()
            with self.env.cr.savepoint():
                job.perform()
            job.set_done()
            job.store()
            self.env.flush_all()
            self.env.invalidate_all()
            done += 1
        return done

    def items(self, run):
        """[(account number, amount, state, part)] in order."""
        return [
            (item.name, round(item.amount), item.state, item.chunk)
            for item in run.item_ids.sorted("id")
        ]

    def entries(self, run):
        return self.env["account.move"].search(
            [("coop_origin_key", "=like", f"run/{run.id}/%")], order="id"
        )

    def assert_books(self, company=None):
        """Everything is sealed, numbered and agrees."""
        company = company or self.coop
        self.env["account.move"].sudo()._coop_seal(self.book(company).run)
        self.assertEqual(self.env["coop.control"].sudo()._failures(company), [])
