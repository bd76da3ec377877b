"""Two people issue certificates at one instant: no number twice, none left out.

Runs inside `odoo shell` on a database made for it.
"""

from . import notes
from .payment import _draft, prepare
from .people import make_user
from .processes import FORK, fork, press_each

__all__ = ["prepare", "rush"]


def rush(env, place, members=9):
    """Each issues to half of the members, and both to the last one, three times."""
    company = env["res.company"].browse(place["company"])
    people = env["coop.membership"].create(
        [
            {
                "name": f"Anggota {number}",
                "company_id": company.id,
                "date_admitted": company._coop_today(),
            }
            for number in range(members)
        ]
    )
    for person in people:
        env["coop.receipt"].browse(_draft(env, place, person)).action_post()
    registrars = [
        make_user(env, company, login, "japra_membership.group_registrar").id
        for login in ("sertifikat1", "sertifikat2")
    ]
    env.cr.commit()
    folder = notes.folder()
    barrier = FORK.Barrier(2)
    last = people[-1]
    crew = [
        fork(
            env,
            press_each,
            user,
            [*people[number:-1:2].ids, last.id, last.id, last.id],
            _press,
            barrier,
            folder,
        )
        for number, user in enumerate(registrars)
    ]
    for process in crew:
        process.join()
    env.cr.rollback()
    env.invalidate_all()
    register = env["coop.certificate"].search([("company_id", "=", company.id)])
    chain = last.certificate_ids.sorted("id")
    return {
        "numbers": sorted(register.mapped("number")),
        "chain": [one.replaces_id.id for one in chain[1:]] == chain[:-1].ids,
        "firsts": len(chain.filtered(lambda one: not one.replaces_id)),
        "errors": sorted(
            error for note in notes.read(folder) for error in note["errors"]
        ),
        "crashed": sum(bool(process.exitcode) for process in crew),
    }


def _press(env, member):
    env["coop.membership"].browse(member)._issue_certificate("Rusak")
