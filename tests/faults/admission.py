"""Two registrars admit members at one instant: numbers without a gap, none twice.

Runs inside `odoo shell` on a database made for it, like `posting`.
"""

from . import notes
from .people import make_user
from .processes import FORK, fork, press_each


def prepare(env, applicants=21):
    """Make a cooperative, two registrars and applicants the board has approved."""
    company = env["res.company"].create({"name": "Koperasi Serentak"})
    company.coop_code = "SRT"
    registrars = [
        make_user(env, company, login, "japra_membership.group_registrar").id
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
    folder = notes.folder()
    barrier = FORK.Barrier(2)
    members = place["members"]
    crew = [
        fork(
            env,
            press_each,
            user,
            [*members[number:-1:2], members[-1]],
            _press,
            barrier,
            folder,
        )
        for number, user in enumerate(place["registrars"])
    ]
    for process in crew:
        process.join()
    env.cr.rollback()
    env.invalidate_all()
    rows = env["coop.membership"].browse(members)
    told = notes.read(folder)
    return {
        "numbers": sorted(rows.mapped("number")),
        "admissions": len(
            rows.event_ids.filtered(lambda event: event.kind == "admitted")
        ),
        "errors": sorted(error for note in told for error in note["errors"]),
        "crashed": sum(bool(process.exitcode) for process in crew),
    }


def _press(env, member):
    env["coop.membership"].browse(member).action_admit()
