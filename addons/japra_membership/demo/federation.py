"""The demonstration: a federation and its three cooperatives, a year of each.

`run(env)` is called by the launcher in `odoo shell`; the caller commits. The people
are invented. Everything goes through public methods, as the person whose work it is.
"""

import secrets

from odoo.fields import Command

from . import akuarium, japra, kunir, marlina

ADMINISTRATOR = "Surya Pratama"


def run(env):
    """Make the demonstration; return {login: {"role", "name", "password"}}."""
    env = prepare(env)
    federation, logins = japra.run(env)
    homes = []
    for play in akuarium.run, marlina.run, kunir.run:
        home, staff = play(env)
        homes.append(home)
        logins |= staff
    japra.join(federation, homes)
    companies = federation.company
    for home in homes:
        companies |= home.company
    # As the night does it: nobody begins with books that were never checked.
    env["coop.control.result"]._check_companies(companies)
    return _administrator(env, companies) | logins


def prepare(env):
    """The environment in which the cooperatives are founded."""
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
            "company_id": companies[1].id,
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
