"""A payment at the counter, cut off at any point, and tried again.

Runs inside `odoo shell` on a database made for it.
"""

import os
import random
import signal
import time
from datetime import date
from functools import partial

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.service.model import retrying

from .people import make_user
from .processes import FORK, fork

POKOK = 100_000


def prepare(env, **rules):
    """Make a cooperative with a teller, commit, and return both."""
    company = env["res.company"].create(
        {"name": "Koperasi Padam", "country_id": env.ref("base.id").id}
    )
    env["account.chart.template"].try_loading("id", company=company, install_demo=False)
    company.write({"coop_kind": "primer", "coop_code": "PDM"})
    env["coop.decision"]._found(
        company,
        "ART",
        company._coop_today(),
        date(2020, 1, 1),
        {"membership.pokok": POKOK}
        | {f"membership.{name}": value for name, value in rules.items()},
    )
    teller = make_user(env, company, "padam", "japra_membership.group_teller")
    env.cr.commit()
    return {"company": company.id, "teller": teller.id}


def cut_off(env, place, kills=10):
    """Take `kills` payments, kill each at a random point, then go on."""
    company = env["res.company"].browse(place["company"])
    members = env["coop.membership"].create(
        [
            {
                "name": f"Anggota {number}",
                "company_id": company.id,
                "date_admitted": company._coop_today(),
            }
            for number in range(kills + 1)
        ]
    )
    drafts = [_draft(env, place, member) for member in members]
    env.cr.commit()
    began = time.monotonic()
    whole = fork(env, _pay, place, drafts[0])
    whole.join()
    seconds = time.monotonic() - began
    dice = random.Random(kills)
    before = []
    for draft in drafts[1:]:
        process = fork(env, _pay, place, draft)
        time.sleep(dice.uniform(0, seconds))
        if process.is_alive():
            os.kill(process.pid, signal.SIGKILL)
        process.join()
        before.append(_found(env, draft))
    for draft, found in zip(drafts[1:], before, strict=True):
        if found == ["draft", 0]:
            again = fork(env, _pay, place, draft)
            again.join()
    return {
        # Booked as a whole or not at all: nothing between.
        "between": [f for f in before if f not in (["draft", 0], ["posted", 1])],
        "killed": before.count(["draft", 0]),
        "after": [_found(env, draft) for draft in drafts],
        **_books(env, company),
    }


def withdraw(env, place, workers=8):
    """Let many take Rp30.000 at one instant from an account of Rp100.000."""
    company = env["res.company"].browse(place["company"])
    member = env["coop.membership"].create(
        {
            "name": "Penabung",
            "company_id": company.id,
            "date_admitted": company._coop_today(),
        }
    )
    deposit = _draft(env, place, member, kind="sukarela", amount=100_000)
    drafts = [
        _draft(env, place, member, kind="sukarela", amount=30_000, direction="out")
        for _number in range(workers)
    ]
    env.cr.commit()
    fork(env, _pay, place, deposit).join()
    at_once = _rush(env, place, drafts)
    accounts = member.account_ids.filtered(
        lambda a: a.product_id.share_kind == "sukarela"
    )
    return {
        "at once": at_once,
        "posted": sum(_found(env, draft) == ["posted", 1] for draft in drafts),
        "left": list(accounts._balances(company._coop_today()).values()),
        **_books(env, company),
    }


def empty_box(env, place, workers=8):
    """Let many savers take Rp30.000 in cash at one instant; Rp100.000 lie there."""
    company = env["res.company"].browse(place["company"])
    members = env["coop.membership"].create(
        [
            {
                "name": f"Penabung {number}",
                "company_id": company.id,
                "date_admitted": company._coop_today(),
            }
            for number in range(workers + 1)
        ]
    )
    bank = {"means": "transfer", "reference": "BCA 1"}
    put = [_draft(env, place, members[0])] + [
        _draft(env, place, member, kind="sukarela", amount=30_000, **bank)
        for member in members[1:]
    ]
    env.cr.commit()
    for draft in put:
        fork(env, _pay, place, draft).join()
    drafts = [
        _draft(env, place, member, kind="sukarela", amount=30_000, direction="out")
        for member in members[1:]
    ]
    env.cr.commit()
    _rush(env, place, drafts)
    box = env["coop.receipt"].browse(drafts[0]).cash_journal_id
    return {
        "posted": sum(_found(env, draft) == ["posted", 1] for draft in drafts),
        "left": box._coop_cash_in_box()[box.id],
        **_books(env, company),
    }


def _rush(env, place, drafts):
    """Post all at one instant, then alone what failed; return how many did at once."""
    barrier = FORK.Barrier(len(drafts))
    crew = [fork(env, _pay_together, place, draft, barrier) for draft in drafts]
    for process in crew:
        process.join()
    at_once = sum(_found(env, draft) == ["posted", 1] for draft in drafts)
    # Who gave up after five tries, or was refused, tries once more.
    for draft in drafts:
        if _found(env, draft) == ["draft", 0]:
            fork(env, _pay, place, draft).join()
    env.cr.rollback()
    env.invalidate_all()
    return at_once


def _pay_together(registry, place, receipt, barrier):
    barrier.wait()
    _pay(registry, place, receipt)


def _draft(env, place, member, kind="pokok", amount=POKOK, **values):
    account = member.account_ids.filtered(lambda a: a.product_id.share_kind == kind)
    line = {"coop_account_id": account.id, "amount": amount}
    values |= {"membership_id": member.id, "line_ids": [Command.create(line)]}
    desk = env(
        user=place["teller"], context={"allowed_company_ids": [place["company"]]}
    )
    return desk["coop.receipt"].create(values).id


def _pay(registry, place, receipt):
    """What the button does, as the teller."""
    context = {"allowed_company_ids": [place["company"]]}
    with registry.cursor() as cr:
        env = api.Environment(cr, place["teller"], context)
        retrying(partial(env["coop.receipt"].browse(receipt).action_post), env)


def _found(env, receipt):
    """[state, number of entries] as a new request sees them."""
    with env.registry.cursor() as cr:
        own = api.Environment(cr, SUPERUSER_ID, {})
        entries = own["account.move"].search_count(
            [("coop_origin_key", "=", f"receipt/{receipt}")]
        )
        return [own["coop.receipt"].browse(receipt).state, entries]


def _books(env, company):
    with env.registry.cursor() as cr:
        own = api.Environment(cr, SUPERUSER_ID, {})
        company = company.with_env(own)
        moves = own["account.move"].search(
            [("company_id", "=", company.id), ("coop_origin_key", "!=", False)]
        )
        return {
            "numbers": sorted(moves.mapped("sequence_number")),
            "states": sorted(set(moves.mapped("state"))),
            "control": [
                failure["message"] for failure in own["coop.control"]._failures(company)
            ],
        }
