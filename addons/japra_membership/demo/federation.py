"""The demonstration: a federation and its three cooperatives, a year of each.

The launcher calls it in `odoo shell`, and commits: `found` and `play` for each of
HOMES, which may be played side by side, then `join` when all have. The people are
invented.
Everything goes through public methods, as the person whose work it is.
"""

import secrets

from odoo.fields import Command

from . import akuarium, japra, kunir, marlina, stage

ADMINISTRATOR = "Surya Pratama"
HOMES = {"akuarium": akuarium, "marlina": marlina, "kunir": kunir}
# In which they are founded: Akuarium, which plays longest, waits for the shortest.
ORDER = ("marlina", "akuarium", "kunir")


def can_found(env, name):
    """Whether all before it are founded: each founding writes rows that all share,
    of the superuser's cooperatives, of the digest, of the layout.
    """
    return all(
        stage.find(env, HOMES[before].CHARTER) for before in ORDER[: ORDER.index(name)]
    )


def found(env, name):
    """Found a cooperative; return {login: {"role", "name", "password"}}."""
    return stage.found(prepare(env), HOMES[name].CHARTER)


def play(env, name):
    """Play the year of a cooperative that was founded."""
    HOMES[name].play(stage.enter(prepare(env), HOMES[name].CHARTER))


def join(env):
    """Found the federation, let all of them join it, and return the other logins."""
    env = prepare(env)
    logins = stage.found(env, japra.CHARTER, company=env.ref("base.main_company"))
    federation = stage.enter(env, japra.CHARTER)
    homes = [stage.enter(env, home.CHARTER) for home in HOMES.values()]
    japra.join(federation, homes)
    companies = federation.company
    for home in homes:
        companies |= home.company
    # As the night does it: nobody begins with books that were never checked.
    env["coop.control.result"]._check_companies(companies)
    return _administrator(env, companies) | logins


def prepare(env):
    """The environment of whoever sets the stage: in Indonesian, without tracking."""
    env["res.lang"]._activate_lang("id_ID")
    return env(context={**env.context, "lang": "id_ID", "tracking_disable": True})


def _administrator(env, companies):
    """The administrator serves all of them, and begins in the largest household."""
    admin = env.ref("base.user_admin")
    password = secrets.token_urlsafe(9)
    admin.write(
        {
            "name": ADMINISTRATOR,
            "password": password,
            "lang": "id_ID",
            "tz": "Asia/Jakarta",
            "company_ids": [Command.set(companies.ids)],
            "company_id": stage.find(env, akuarium.CHARTER).id,
            "action_id": env.ref("japra_membership.coop_board_members_action").id,
        }
    )
    return {
        admin.login: {
            "role": "administrator",
            "name": ADMINISTRATOR,
            "password": password,
        }
    }
