"""Two registrars admit members at one instant: numbers without a gap, none twice.

Runs inside `odoo shell` on a database made for it, like `posting`.
"""

from functools import partial

from odoo import api
from odoo.exceptions import UserError
from odoo.service.model import retrying

from . import posting
from .processes import FORK, fork


def prepare(env, applicants=21):
    """Make a cooperative, two registrars and applicants the board has approved."""
    company = env["res.company"].create({"name": "Koperasi Serentak"})
    company.coop_code = "SRT"
    registrars = [
        env["res.users"]
        .create(
            {
                "name": login,
                "login": login,
                "company_id": company.id,
                "company_ids": company.ids,
                "group_ids": env.ref("japra_membership.group_registrar").ids,
            }
        )
        .id
        for login in ("daftar1", "daftar2")
    ]
    members = env["coop.membership"].create(
        [
            {"name": f"Calon {number}", "company_id": company.id}
            for number in range(applicants)
        ]
    )
    members._approve()
    env.cr.commit()
    return {"company": company.id, "registrars": registrars, "members": members.ids}


def rush(env, place):
    """Each admits ten at once, and both the last one; return what the register says."""
    folder = posting._folder()
    barrier = FORK.Barrier(2)
    members = place["members"]
    crew = [
        fork(env, _admit, user, [*members[number:-1:2], members[-1]], barrier, folder)
        for number, user in enumerate(place["registrars"])
    ]
    for process in crew:
        process.join()
    env.cr.rollback()
    env.invalidate_all()
    rows = env["coop.membership"].browse(members)
    notes = posting._read_notes(folder)
    return {
        "numbers": sorted(rows.mapped("number")),
        "admissions": len(
            rows.event_ids.filtered(lambda event: event.kind == "admitted")
        ),
        "errors": sorted(error for note in notes for error in note["errors"]),
        "crashed": sum(bool(process.exitcode) for process in crew),
    }


def _admit(registry, user, members, barrier, folder):
    """Press the button of one after the other, as requests do it."""
    errors = []
    barrier.wait()
    for member in members:
        with registry.cursor() as cr:
            env = api.Environment(cr, user, {})
            try:
                retrying(partial(_press, env, member), env)
            except UserError as error:
                errors.append(str(error))
    posting._write_note(folder, user, {"errors": errors})


def _press(env, member):
    env["coop.membership"].browse(member).action_admit()
