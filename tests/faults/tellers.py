"""Eight tellers serve one queue at their desks; some members stand at two of them.

Runs inside `odoo shell` on a database made for it.
"""

import random
import time
from datetime import timedelta
from functools import partial

from odoo import api
from odoo.exceptions import UserError
from odoo.service.model import retrying

from . import notes, payment, posting
from .people import make_user
from .processes import FORK, fork

WAJIB = 20_000
MONTHS = 24


def prepare(env, members=60, tellers=8):
    """A cooperative whose members owe two years, and who serves them."""
    place = payment.prepare(env, wajib=WAJIB)
    company = env["res.company"].browse(place["company"])
    joined = company._coop_today() - timedelta(days=30 * MONTHS)
    people = env["coop.membership"].create(
        [
            {"name": f"Anggota {n}", "company_id": company.id, "date_admitted": joined}
            for n in range(members)
        ]
    )
    users = [
        make_user(env, company, f"antrean{number}", "japra_membership.group_teller").id
        for number in range(tellers)
    ]
    env.cr.commit()
    return {
        "company": company.id,
        "journal": company.coop_receipt_journal_id.id,
        "members": people.ids,
        "tellers": users,
    }


def serve(env, place, seconds=60):
    """Let them work for some seconds, sealing beside; count and verify."""
    folder = notes.folder()
    stop = FORK.Event()
    sealer = fork(env, posting.seal_until, place["journal"], stop)
    crew = [
        fork(env, _serve_until, place, user, time.monotonic() + seconds, folder)
        for user in place["tellers"]
    ]
    for process in crew:
        process.join()
    stop.set()
    sealer.join()
    told = notes.read(folder)
    served = {note["key"]: note["amount"] for note in told if "key" in note}
    waits = sorted(note["wait"] for note in told if "key" in note)
    found = posting.verify(env, place, served)
    drafts = [("company_id", "=", place["company"]), ("state", "=", "draft")]
    return {
        **found,
        "half": env["coop.receipt"].search_count(drafts),
        "twice": len([note for note in told if "key" in note]) - len(served),
        "met": sum("error" in note for note in told),
        "errors": sorted(
            {
                note["error"]
                for note in told
                if "error" in note and "has changed meanwhile" not in note["error"]
            }
        ),
        "crashed": sum(bool(process.exitcode) for process in [*crew, sealer]),
        "rate": round(len(waits) / seconds, 1),
        "longest_wait": round(waits[-1], 3) if waits else None,
    }


def _serve_until(registry, place, user, end, folder):
    """Open a member, take what is due first, the next one."""
    dice = random.Random(user)
    turn = 0
    while (now := time.monotonic()) < end:
        turn += 1
        said = {}
        try:
            answer = _take(registry, place, user, turn, dice.choice(place["members"]))
            if answer:
                said = {"key": f"receipt/{answer['id']}", "amount": answer["total"]}
        except UserError as error:
            said["error"] = str(error)
        notes.write(folder, user, {**said, "wait": time.monotonic() - now})


def _take(registry, place, user, turn, member):
    context = {"allowed_company_ids": [place["company"]]}
    with registry.cursor() as cr:
        desk = api.Environment(cr, user, context)["coop.receipt"]
        found = retrying(partial(desk.desk_open, member), desk.env)
    due = [(account, amount) for account, amount, _late in found["orders"]["oldest"]]
    if not due:
        return None
    payload = {
        "key": f"teller-{user:08}-{turn:08}-0123456789ab",
        "member": member,
        "household": False,
        "ahead": True,
        "order": "oldest",
        "means": "cash",
        "reference": "",
        "given": due[0][1],
        "keep": 0,
        "fixed": [],
        "lines": [list(due[0])],
    }
    with registry.cursor() as cr:
        desk = api.Environment(cr, user, context)["coop.receipt"]
        return retrying(partial(desk.desk_post, payload), desk.env)
