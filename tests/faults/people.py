"""Who works in the cooperatives of these scenes."""


def make_user(env, company, login, group):
    """A person of one cooperative with the role `group`."""
    return env["res.users"].create(
        {
            "name": login,
            "login": login,
            "company_id": company.id,
            "company_ids": company.ids,
            "group_ids": env.ref(group).ids,
        }
    )
