"""Tellers who open one box at one instant, and pay while it is being counted.

Runs inside `odoo shell` on a database made for it.
"""

from functools import partial

from odoo import api
from odoo.service.model import retrying

from . import payment
from .people import make_user
from .processes import FORK, fork

POKOK = payment.POKOK


def prepare(env):
    place = payment.prepare(env)
    company = env["res.company"].browse(place["company"])
    box = env["account.journal"].search(
        [
            ("company_id", "=", company.id),
            ("type", "=", "cash"),
            ("coop_safe", "=", False),
        ]
    )
    box.coop_needs_session = True
    second = make_user(env, company, "padam2", "japra_membership.group_teller")
    env.cr.commit()
    return {**place, "box": box.id, "second": second.id}


def day(env, place, payers=6):
    """Open the box eight times at one instant; then pay and count at one instant."""
    company = env["res.company"].browse(place["company"])
    drafts = [
        (user, _session(env, place, user))
        for user in (place["teller"], place["second"]) * 4
    ]
    members = env["coop.membership"].create(
        [
            {
                "name": f"Anggota {number}",
                "company_id": company.id,
                "date_admitted": company._coop_today(),
            }
            for number in range(payers)
        ]
    )
    env.cr.commit()
    barrier = FORK.Barrier(len(drafts))
    crew = [
        fork(env, _press, place, user, draft, "action_open", barrier)
        for user, draft in drafts
    ]
    _join(crew)
    sessions = env["coop.cash.session"].browse([draft for _user, draft in drafts])
    env.cr.rollback()
    env.invalidate_all()
    opened = sessions.filtered(lambda session: session.state == "open")
    result = {"opened": len(opened)}
    user = opened[:1].user_id.id
    own = {**place, "teller": user}
    receipts = [payment._draft(env, own, member) for member in members]
    env.cr.commit()
    barrier = FORK.Barrier(payers + 1)
    crew = [fork(env, payment._pay_together, own, one, barrier) for one in receipts]
    crew.append(fork(env, _press, place, user, opened.id, "action_count", barrier))
    _join(crew)
    env.cr.rollback()
    env.invalidate_all()
    if opened.state == "open":
        # Everybody was booking: the button asks to try again.
        fork(env, _press, place, user, opened.id, "action_count").join()
    fork(env, _press, place, user, opened.id, "action_hand_in").join()
    env.cr.rollback()
    env.invalidate_all()
    posted = [payment._found(env, one) for one in receipts].count(["posted", 1])
    came = opened._movements().get(opened.id, (0, 0, 0))
    return {
        **result,
        "state": opened.state,
        "posted": posted,
        # What was sealed is what was booked: nobody came in after the count.
        "sealed": round(opened.amount_sealed) - posted * POKOK,
        "session": came[0] - posted * POKOK,
        "ledger": opened.journal_id._coop_cash_in_box()[place["box"]]
        - round(opened.amount_sealed),
        "numbers": payment._books(env, company)["numbers"]
        == list(range(1, posted + 1)),
        "control": payment._books(env, company)["control"],
    }


def _join(crew):
    for process in crew:
        process.join()


def _session(env, place, user):
    desk = env(user=user, context={"allowed_company_ids": [place["company"]]})
    return desk["coop.cash.session"].create({"journal_id": place["box"]}).id


def _press(registry, place, user, session, button, barrier=None):
    """What a button of the session does, as the teller."""
    context = {"allowed_company_ids": [place["company"]]}
    if barrier:
        barrier.wait()
    with registry.cursor() as cr:
        env = api.Environment(cr, user, context)
        retrying(
            partial(getattr(env["coop.cash.session"].browse(session), button)), env
        )
