"""One payment sent twice at one instant, as two workers get it.

Runs inside `odoo shell` on a database made for it.
"""

import json
import os
from functools import partial
from pathlib import Path

from odoo import api
from odoo.service.model import retrying

from .payment import POKOK, _books, prepare
from .processes import FORK, fork

__all__ = ["prepare", "twice"]
KEY = "0123456789abcdef0123456789abcdef"


def twice(env, place, workers=2):
    """Send one payment from `workers` processes; the last one says something else."""
    company = env["res.company"].browse(place["company"])
    member = env["coop.membership"].create(
        {
            "name": "Pembayar",
            "company_id": company.id,
            "date_admitted": company._coop_today(),
        }
    )
    account = member.account_ids.filtered(lambda a: a.product_id.share_kind == "pokok")
    payload = {
        "key": KEY,
        "member": member.id,
        "household": False,
        "ahead": False,
        "order": "oldest",
        "means": "cash",
        "reference": "",
        "given": POKOK,
        "keep": 0,
        "fixed": [],
        "lines": [[account.id, POKOK]],
    }
    env.cr.commit()
    barrier = FORK.Barrier(workers)
    crew = [fork(env, _send, place, payload, barrier) for _number in range(workers)]
    for process in crew:
        process.join()
    said = [_said(process.pid) for process in crew]
    fork(env, _send, place, dict(payload, given=POKOK * 2), None).join()
    other = _said("other")
    return {
        "ended": [process.exitcode for process in crew],
        "receipts": len({answer["id"] for answer in said + [other]}),
        "numbers": sorted({answer["number"] for answer in said + [other]}),
        "warned": [bool(answer["other"]) for answer in said + [other]],
        "entries": _books(env, company)["numbers"],
        "control": _books(env, company)["control"],
    }


def _send(registry, place, payload, barrier):
    context = {"allowed_company_ids": [place["company"]]}
    with registry.cursor() as cr:
        env = api.Environment(cr, place["teller"], context)
        desk = env["coop.receipt"]
        if barrier:
            # A snapshot of before: none sees the other one.
            desk.desk_start()
            barrier.wait()
        answer = retrying(partial(desk.desk_post, payload), env)
    name = str(os.getpid()) if barrier else "other"
    (Path(os.environ["JAPRA_FAULTS"]) / name).write_text(json.dumps(answer))


def _said(name):
    return json.loads((Path(os.environ["JAPRA_FAULTS"]) / str(name)).read_text())
