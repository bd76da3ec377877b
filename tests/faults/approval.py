"""Many processes ask for and decide one approval at once.

Runs inside `odoo shell` on a database made for it, like `posting`; the document is the
one of the tests of japra_base, here with a table of its own.
"""

import importlib.util
from functools import partial
from pathlib import Path

from odoo import api
from odoo.exceptions import UserError
from odoo.service.model import retrying

from odoo.addons.japra_base.models import guard

from . import notes
from .people import make_user
from .processes import FORK, fork

_DOCUMENT = Path(__file__).parents[2] / "addons/japra_base/tests/approval_document.py"


def prepare(env, board=4):
    """Make a cooperative with a board, somebody who asks and the documents."""
    spec = importlib.util.spec_from_file_location("approval_document", _DOCUMENT)
    document = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(document)
    document.install(env)
    company = env["res.company"].create({"name": "Koperasi Setuju"})

    place = {
        "company": company.id,
        "model": document.NAME,
        "staff": make_user(env, company, "staf", "japra_base.group_staff").id,
        "board": [
            make_user(env, company, f"pengurus{n}", "japra_base.group_board").id
            for n in range(board)
        ],
    }
    env.cr.commit()
    return place


def scenes(env, place):
    """Play them all; returns what each says."""
    board = place["board"]
    return {
        "board": race(env, place, board),
        "two": race(env, place, board, approvals=2),
        "click": race(env, place, board[:1] * 4),
        "asked": ask_at_once(env, place),
    }


def race(env, place, callers, approvals=1):
    """All decide one request at one instant; return what the rows say after it."""
    document, approval = _asked(env, place, approvals)
    said = _at_once(env, [(user, "coop.approval", approval) for user in callers])
    env.cr.rollback()
    env.invalidate_all()
    approval = env["coop.approval"].browse(approval)
    return {
        **said,
        "decisions": len(approval.decision_ids),
        "steps": approval.decision_ids.mapped("step"),
        "state": approval.state,
        "paid": env[place["model"]].browse(document).paid,
        "left": len(approval.activity_ids),
    }


def ask_at_once(env, place, workers=4):
    """One person asks for one document many times at one instant."""
    document = _document(env, place)
    said = _at_once(env, [(place["staff"], place["model"], document)] * workers)
    env.cr.rollback()
    requests = env["coop.approval"].search([("res_id", "=", document)])
    return {**said, "requests": len(requests), "state": requests.mapped("state")}


def _document(env, place):
    document = env[place["model"]].create(
        {"name": "Bayar", "amount": 1000, "company_id": place["company"]}
    )
    env.cr.commit()
    return document.id


def _asked(env, place, approvals):
    rules = guard.opened(env["coop.approval.rule"])
    rules.search([]).active = False
    rules.create(
        {
            "company_id": place["company"],
            "kind": "test.payout",
            "approvals": approvals,
        }
    )
    document = env[place["model"]].browse(_document(env, place))
    document.with_user(place["staff"]).action_request_approval()
    env.cr.commit()
    document.invalidate_recordset()
    return document.id, document.approval_id.id


def _at_once(env, calls):
    folder = notes.folder()
    barrier = FORK.Barrier(len(calls))
    crew = [
        fork(env, _call, number, *call, barrier, folder)
        for number, call in enumerate(calls)
    ]
    for process in crew:
        process.join()
    told = notes.read(folder)
    errors = sorted({note["error"] for note in told if "error" in note})
    return {
        "done": sum("error" not in note for note in told),
        "refused": sum("error" in note for note in told),
        "errors": errors,
        "crashed": sum(bool(process.exitcode) for process in crew),
    }


def _call(registry, number, user, model, record, barrier, folder):
    """Press the button of a record as a request does it."""
    method = "action_approve" if model == "coop.approval" else "action_request_approval"
    said = {}
    with registry.cursor() as cr:
        env = api.Environment(cr, user, {})
        # The snapshot is taken before anybody has decided.
        env[model].browse(record).mapped("display_name")
        barrier.wait()
        try:
            retrying(partial(_press, env, model, record, method), env)
        except UserError as error:
            said["error"] = str(error)
    notes.write(folder, number, said)


def _press(env, model, record, method):
    getattr(env[model].browse(record), method)()
