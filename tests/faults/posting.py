"""Many processes post into one journal at once, and some are killed.

Runs inside `odoo shell` on a database made for it: every worker is a process of its
own with a registry, a cursor and a snapshot of its own, as workers of a server are.
"""

import os
import random
import signal
import time
from datetime import timedelta
from functools import partial

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.service.model import retrying

from . import notes
from .processes import FORK, fork

_MEMBERS = 40


def prepare(env):
    """Make a cooperative to post in, commit, and return where and to whom."""
    before = env["res.company"].search_count([("name", "=like", "Koperasi Badai%")])
    company = env["res.company"].create(
        {
            "name": f"Koperasi Badai {before + 1}",
            "country_id": env.ref("base.id").id,
        }
    )
    env["account.chart.template"].try_loading("id", company=company, install_demo=False)
    company.write({"coop_kind": "primer", "coop_code": "BDI"})
    env = env(context={**env.context, "allowed_company_ids": company.ids})
    journal = env["account.journal"].create(
        {
            "name": "Badai",
            "code": "BDI",
            "type": "general",
            "company_id": company.id,
            "coop_sealed": True,
        }
    )
    accounts = env["account.account"].create(
        [
            {
                "name": name,
                "code": code,
                "account_type": kind,
                "coop_control": control,
                "company_ids": [(6, 0, company.ids)],
            }
            for name, code, kind, control in (
                ("Kas Badai", "11198801", "asset_cash", False),
                ("Simpanan Badai", "31198801", "equity", True),
            )
        ]
    )
    product = env["coop.product"].create(
        {
            "name": "Simpanan Badai",
            "code": "BADAI",
            "company_id": company.id,
            "account_id": accounts[1].id,
        }
    )
    partners = env["res.partner"].create(
        [{"name": f"Anggota {number}"} for number in range(_MEMBERS)]
    )
    members = env["coop.account"].create(
        [
            {
                "number": f"BDI-{number:04}",
                "product_id": product.id,
                "partner_id": partner.id,
                "company_id": company.id,
            }
            for number, partner in enumerate(partners, 1)
        ]
    )
    today = company._coop_today()
    first = today.replace(day=1)
    env.cr.commit()
    return {
        "company": company.id,
        "journal": journal.id,
        "cash": accounts[0].id,
        "members": members.ids,
        "days": [first - timedelta(days=1), first],
    }


def storm(env, place, workers=8, seconds=30, kills=0):
    """Post for some seconds across a change of month, sealing beside; count."""
    folder = notes.folder()
    start = time.monotonic() + 1
    stop = FORK.Event()
    sealer = fork(env, seal_until, place["journal"], stop)
    crew = {
        number: fork(env, _post_until, place, number, start, seconds, folder, 0)
        for number in range(workers)
    }
    dice = random.Random(seconds)
    for life in range(1, kills + 1):
        time.sleep(dice.uniform(0.2, max(seconds / (kills + 1), 0.3)))
        victim = dice.randrange(workers)
        os.kill(crew[victim].pid, signal.SIGKILL)
        crew[victim].join()
        crew[victim] = fork(
            env, _post_until, place, victim, start, seconds, folder, life
        )
    for process in crew.values():
        process.join()
    stop.set()
    sealer.join()
    told = notes.read(folder)
    waits = sorted(note["wait"] for note in told if "wait" in note)
    return {
        **verify(env, place, {note["key"]: note["amount"] for note in told}),
        "rate": round(len(waits) / seconds, 1),
        "median_wait": round(waits[len(waits) // 2], 3) if waits else None,
        "longest_wait": round(waits[-1], 3) if waits else None,
        "errors": [note["error"] for note in told if "error" in note],
        "sealer": sealer.exitcode,
    }


def race(env, place, workers=8):
    """All post the same origin at one instant; return how many say they did."""
    folder = notes.folder()
    barrier = FORK.Barrier(workers)
    crew = [
        fork(env, _post_at_once, place, number, barrier, folder)
        for number in range(workers)
    ]
    for process in crew:
        process.join()
    told = notes.read(folder)
    return {
        "booked": sum("wait" in note for note in told),
        "refused": sum("error" in note for note in told),
        "messages": sorted({note["error"] for note in told if "error" in note}),
    }


def lock_meets_posting(env, place):
    """The treasurer locks the month while a receipt is on its way into it."""
    registry = env.registry
    day = place["days"][0]
    tries = []

    def post(cr):
        own = api.Environment(cr, SUPERUSER_ID, {})
        # What a request reads before it posts: from here on its snapshot is old.
        company = own["res.company"].browse(place["company"])
        tries.append(company.fiscalyear_lock_date)
        if len(tries) == 1:
            with registry.cursor() as other:
                locking = api.Environment(other, SUPERUSER_ID, {})
                locking["res.company"].browse(
                    place["company"]
                ).fiscalyear_lock_date = day
        _post(own, place, "late/1", place["members"][0], day)

    try:
        with registry.cursor() as cr:
            retrying(partial(post, cr), api.Environment(cr, SUPERUSER_ID, {}))
        said = "posted"
    except UserError as error:
        said = str(error)
    with registry.cursor() as cr:
        own = api.Environment(cr, SUPERUSER_ID, {})
        own["res.company"].browse(place["company"]).fiscalyear_lock_date = False
        posted = own["account.move"].search_count([("coop_origin_key", "=", "late/1")])
    return {"tries": len(tries), "said": said, "posted": posted}


def verify(env, place, noted):
    """Compare the ledger with what the workers were told; all must be empty."""
    env.cr.rollback()
    env.invalidate_all()
    company = env["res.company"].browse(place["company"])
    journal = env["account.journal"].browse(place["journal"])
    while env["account.move"]._coop_seal(journal):
        env.cr.commit()
    moves = env["account.move"].search([("journal_id", "=", journal.id)])
    booked = {move.coop_origin_key: round(move.amount_total) for move in moves}
    numbers = {}
    for move in moves:
        numbers.setdefault(move.sequence_prefix, []).append(move.sequence_number)
    return {
        "posted": len(moves),
        "months": len(numbers),
        "lost": sorted(set(noted) - set(booked)),
        "changed": sorted(key for key in noted if booked.get(key) != noted[key]),
        "doubled": len(moves) - len(booked),
        "drafts": len(moves.filtered(lambda move: move.state != "posted")),
        "unsealed": len(moves.filtered(lambda move: not move.inalterable_hash)),
        "misnumbered": sorted(
            prefix
            for prefix, found in numbers.items()
            if sorted(found) != list(range(1, len(found) + 1))
        ),
        "control": [
            failure["message"] for failure in env["coop.control"]._failures(company)
        ],
    }


# ------------------------------------------------------------------- workers


def _post_until(registry, place, number, start, seconds, folder, life):
    """Post one receipt after the other; after a kill, repeat the last one first."""
    dice = random.Random(number * 1000 + life)
    done = notes.read_file(notes.path_of(folder, number))
    turn = 1 + max((item["turn"] for item in done), default=-1)
    time.sleep(max(0, start - time.monotonic()))
    while (now := time.monotonic()) < start + seconds:
        day = place["days"][now >= start + seconds / 2]
        # The same key in every life: a restart must find what was booked already.
        key = f"badai/{number}/{turn}"
        amount = 1000 * (1 + (number * 7 + turn) % 50)
        member = dice.choice(place["members"])
        said = {"key": key, "turn": turn, "amount": amount}
        try:
            _in_request(registry, place, key, member, day, amount)
            said["wait"] = time.monotonic() - now
        except UserError as error:
            if not life or "booked already" not in str(error):
                said["error"] = str(error)
        notes.write(folder, number, said)
        turn += 1


def _post_at_once(registry, place, number, barrier, folder):
    with registry.cursor() as cr:
        # Load what a warm worker has loaded.
        api.Environment(cr, SUPERUSER_ID, {})["res.company"].search([]).mapped("name")
    barrier.wait()
    said = {"key": "once", "turn": 0, "amount": 0}
    try:
        _in_request(registry, place, "once/1", place["members"][number], None, 1000)
        said["wait"] = 0
    except UserError as error:
        said["error"] = str(error)
    notes.write(folder, number, said)


def _in_request(registry, place, key, member, day, amount):
    """Post as a request does: tried again when others were faster."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        retrying(partial(_post, env, place, key, member, day, amount), env)


def _post(env, place, key, member, day=None, amount=1000):
    account = env["coop.account"].browse(member)
    return env["account.move"]._coop_post_entry(
        env["account.journal"].browse(place["journal"]),
        day or place["days"][1],
        key,
        [
            {
                "account": env["account.account"].browse(place["cash"]),
                "name": "Kas",
                "amount": amount,
            },
            {
                "account": account.account_id,
                "partner": account.partner_id,
                "name": account.number,
                "amount": -amount,
                "coop_account": account,
            },
        ],
    )


def seal_until(registry, journal_id, stop):
    while not stop.wait(0.5):
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["account.move"]._coop_seal(env["account.journal"].browse(journal_id))
