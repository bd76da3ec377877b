"""A run whose worker is killed again and again books everything once.

Runs inside `odoo shell` on a database made for it; the kind of run is the one of the
tests of japra_base. A worker does with a job what the controller of queue_job does.
"""

import hashlib
import importlib.util
import os
import random
import signal
import time
from pathlib import Path

from odoo import SUPERUSER_ID, api

from odoo.addons.queue_job.controllers.main import RunJobController
from odoo.addons.queue_job.jobrunner.runner import Database

from . import posting
from .people import make_user
from .processes import FORK, fork

_KIND = Path(__file__).parents[2] / "addons/japra_base/tests/run_kind.py"
_MEMBERS = 600
_CHUNK = 20


def prepare(env):
    """Make a cooperative with a treasurer, its members and the kind of run."""
    spec = importlib.util.spec_from_file_location("run_kind", _KIND)
    kind = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(kind)
    kind.CoopTestRun._run_chunk_size = _CHUNK
    kind.install(env)
    place = posting.prepare(env)
    company = env["res.company"].browse(place["company"])
    product = env["coop.product"].search(
        [("company_id", "=", company.id), ("code", "=", "BADAI")]
    )
    partner = env["res.partner"].create({"name": "Anggota"})
    accounts = env["coop.account"].create(
        [
            {
                "number": f"BDI-R{number:04}",
                "product_id": product.id,
                "partner_id": partner.id,
                "company_id": company.id,
            }
            for number in range(_MEMBERS)
        ]
    )
    kind.PLACES[company.id] = {
        "journal": env["account.journal"].browse(place["journal"]),
        "cash": env["account.account"].browse(place["cash"]),
        "amounts": {
            account.id: 1000 + number for number, account in enumerate(accounts)
        },
        "problems": {},
    }
    treasurer = make_user(env, company, "bendahara.badai", "japra_base.group_treasurer")
    env.cr.commit()
    return {**place, "treasurer": treasurer.id, "kind": kind.NAME}


def cut_off(env, place, kills=20):
    """Book one run undisturbed and one under fire; return what both left."""
    calm = _start(env, place)
    began = time.monotonic()
    fork(env, _work_until_done, calm).join()
    seconds = time.monotonic() - began
    run = _start(env, place)
    dice = random.Random(kills)
    life = seconds / kills
    killed = booked = 0
    for _turn in range(kills):
        worker = fork(env, _work_until_done, run)
        time.sleep(dice.uniform(0, life))
        if worker.is_alive():
            os.kill(worker.pid, signal.SIGKILL)
            killed += 1
        worker.join()
        _requeue(env)
        before = _left(env, place, run)
        # A new process needs time to begin, more on a busy machine: lives grow until
        # they book something, and shrink so that twenty are not enough for all.
        life *= 0.5 if before["items"] > booked else 1.4
        booked = before["items"]
    fork(env, _work_until_done, run).join()
    return {
        "killed": killed,
        "before": before["items"],
        "calm": _left(env, place, calm),
        "run": _left(env, place, run),
        **posting.verify(env, place, {}),
    }


def at_once(env, place, workers=2):
    """The same part begun by two: booked once, by whoever was faster."""
    run = _start(env, place)
    barrier = FORK.Barrier(workers)
    crew = [fork(env, _book_first, place, run, barrier) for _n in range(workers)]
    for process in crew:
        process.join()
    return {"crashed": sorted(p.exitcode for p in crew), **_left(env, place, run)}


def recovery(env, place):
    """The runner of queue_job itself finds the job of a dead worker, and no other."""
    run = _start(env, place)
    said = {}
    started = FORK.Event()
    worker = fork(env, _hold_job, run, started)
    started.wait(30)
    runner = Database(env.cr.dbname)
    time.sleep(11)  # The runner lets the first ten seconds be.
    runner.requeue_dead_jobs()
    said["while alive"] = _job(env, run)["state"]
    os.kill(worker.pid, signal.SIGKILL)
    worker.join()
    died = time.monotonic()
    while _job(env, run)["state"] == "started" and time.monotonic() < died + 60:
        runner.requeue_dead_jobs()
        time.sleep(0.2)
    said["after"] = _job(env, run)["state"]
    said["seconds"] = time.monotonic() - died
    runner.close()
    fork(env, _work_until_done, run).join()
    return {**said, **_left(env, place, run)}


def broken(env, place):
    """What nobody foresaw stops the run, and once mended it goes on."""
    run = _start(env, place)
    fork(env, _work_until_done, run, 1).join()
    places = type(env[place["kind"]])._run_lines.__globals__["PLACES"]
    places[place["company"]]["broken"] = True
    worker = fork(env, _work_until_done, run)
    worker.join()
    said = {"job": _job(env, run)["state"], "stopped": _left(env, place, run)}
    del places[place["company"]]["broken"]
    desk = env(
        user=place["treasurer"], context={"allowed_company_ids": [place["company"]]}
    )
    env.cr.rollback()
    desk.invalidate_all()
    said["message"] = desk["coop.run"].browse(run).message
    desk["coop.run"].browse(run).action_continue()
    env.cr.commit()
    fork(env, _work_until_done, run).join()
    return {**said, **_left(env, place, run)}


# ------------------------------------------------------------------- workers


def _work_until_done(registry, run, parts=1000):
    """Take one waiting job after the other, each in a request of its own."""
    for _part in range(parts):
        uuid = _next_job(registry, run)
        if not uuid:
            return
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            if job := RunJobController._acquire_job(env, uuid):
                RunJobController._runjob(env, job)


def _next_job(registry, run):
    """Ask for a job as the runner does: what waits is handed to a worker."""
    with registry.cursor() as cr:
        cr.execute(
            """UPDATE queue_job
                  SET state = 'enqueued', date_enqueued = now() AT TIME ZONE 'utc'
                WHERE id = (SELECT id FROM queue_job
                             WHERE identity_key = %s AND state = 'pending'
                             LIMIT 1)
            RETURNING uuid""",
            [f"coop.run/{run}"],
        )
        row = cr.fetchone()
        return row and row[0]


def _hold_job(registry, run, started):
    """Acquire the job and never come to its end."""
    uuid = _next_job(registry, run)
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        assert RunJobController._acquire_job(env, uuid)
        started.set()
        time.sleep(120)


def _book_first(registry, place, run, barrier):
    context = {"allowed_company_ids": [place["company"]]}
    with registry.cursor() as cr:
        env = api.Environment(cr, place["treasurer"], context)
        own = env["coop.run"].browse(run)
        # The snapshot is taken before anybody has booked.
        own.mapped("state")
        barrier.wait()
        own._book_next_chunk()


# -------------------------------------------------------------------- around


def _start(env, place):
    desk = env(
        user=place["treasurer"], context={"allowed_company_ids": [place["company"]]}
    )
    run = desk["coop.run"].create({"kind": place["kind"]})
    run.action_dry_run()
    run.action_start()
    env.cr.commit()
    return run.id


def _requeue(env):
    """What the runner does with jobs of the dead, without waiting ten seconds."""
    with env.registry.cursor() as cr:
        cr.execute(
            "UPDATE queue_job SET state = 'pending' "
            "WHERE state IN ('enqueued', 'started')"
        )


def _job(env, run):
    with env.registry.cursor() as cr:
        cr.execute(
            "SELECT state FROM queue_job WHERE identity_key = %s ORDER BY id",
            [f"coop.run/{run}"],
        )
        return {"state": cr.fetchall()[-1][0]}


def _left(env, place, run):
    """What a new request sees of a run: its entries and the sums of its members."""
    with env.registry.cursor() as cr:
        own = api.Environment(cr, SUPERUSER_ID, {})
        run = own["coop.run"].browse(run)
        moves = own["account.move"].search(
            [("coop_origin_key", "=like", f"run/{run.id}/%")]
        )
        lines = moves.line_ids.filtered("coop_account_id")
        sums = sorted((x.coop_account_id.number, round(x.balance)) for x in lines)
        return {
            "state": run.state,
            "items": run.booked_count,
            "amount": round(run.booked_amount),
            "entries": len(moves),
            "keys": sorted(
                int(key.rpartition("/")[2]) for key in moves.mapped("coop_origin_key")
            ),
            "by": moves.create_uid.mapped("login"),
            "members": hashlib.sha256(repr(sums).encode()).hexdigest(),
        }
