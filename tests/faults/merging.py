"""A record is merged while somebody makes its person a member: one of them is refused.

Runs inside `odoo shell` on a database made for it, like `posting`.
"""

from functools import partial

from . import notes
from .people import make_user
from .processes import FORK, fork, press_each


def prepare(env, pairs=12):
    """Make a cooperative with people who stand there twice, and ask to merge them."""
    company = env["res.company"].create({"name": "Koperasi Kembar"})
    company.coop_code = "KBR"
    registrar = make_user(
        env, company, "daftar1", "japra_membership.group_registrar"
    ).id
    board = make_user(env, company, "ketua1", "japra_base.group_board").id
    people = env["res.partner"].create(
        [
            {"name": f"Warga {number}", "birth_year": 1990, "company_id": company.id}
            for number in range(pairs)
            for _twin in range(2)
        ]
    )
    merges = (
        env["coop.person.merge"]
        .with_user(registrar)
        .with_company(company)
        .create(
            [
                {"keep_id": keep.id, "drop_id": drop.id, "reason": "KTP sama"}
                for keep, drop in zip(people[::2], people[1::2], strict=True)
            ]
        )
    )
    for merge in merges:
        merge.action_request_approval()
    env.cr.commit()
    return {
        "registrar": registrar,
        "board": board,
        "approvals": merges.sudo().approval_id.ids,
        "drops": people[1::2].ids,
    }


def rush(env, place):
    """Each pair at one instant: the chair agrees, the registrar makes a member."""
    folder = notes.folder()
    barrier, turns = FORK.Barrier(2), FORK.Barrier(2)
    crew = [
        fork(env, press_each, user, ids, partial(press, turns, set()), barrier, folder)
        for user, ids, press in (
            (place["board"], place["approvals"], _agree),
            (place["registrar"], place["drops"], _apply),
        )
    ]
    for process in crew:
        process.join()
    env.cr.rollback()
    env.invalidate_all()
    drops = env["res.partner"].browse(place["drops"])
    members = env["coop.membership"].search([("partner_id", "in", drops.ids)])
    merged = drops.filtered("merged_into_id")
    return {
        "pairs": len(drops),
        "either": len(merged) + len(members.partner_id),
        "both": len(merged & members.partner_id),
        "errors": sum(len(note["errors"]) for note in notes.read(folder)),
        "crashed": sum(bool(process.exitcode) for process in crew),
    }


def _together(turns, begun, number):
    """Wait for the other one, where this is not tried again."""
    if number not in begun:
        begun.add(number)
        turns.wait(60)


def _agree(turns, begun, env, approval):
    _together(turns, begun, approval)
    env["coop.approval"].browse(approval).action_approve()


def _apply(turns, begun, env, person):
    _together(turns, begun, person)
    env["coop.membership"].create({"partner_id": person})
