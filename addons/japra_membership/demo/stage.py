"""The stage of the demonstration: cooperatives, and who works in each of them."""

from typing import NamedTuple

from odoo.fields import Command

from odoo.addons.japra_base.calc.dates import add_months, month_start

DUE_DAY = 10
MONTHS = 12

# role: (group, what opens after the login)
ROLES = {
    "registrar": (
        "japra_membership.group_registrar",
        "japra_membership.coop_board_members_action",
    ),
    "teller": (
        "japra_membership.group_teller",
        "japra_membership.coop_board_cash_action",
    ),
    "collector": (
        "japra_membership.group_collector",
        "japra_membership.coop_collection_action",
    ),
    "treasurer": (
        "japra_base.group_treasurer",
        "japra_membership.coop_board_cash_action",
    ),
    "board": ("japra_base.group_board", "japra_membership.coop_board_members_action"),
    "supervisor": (
        "japra_base.group_supervisor",
        "japra_membership.coop_board_cash_action",
    ),
    "auditor": ("japra_base.group_auditor", "japra_membership.coop_board_cash_action"),
}


class Staff(NamedTuple):
    """A person at work; the first role decides what opens after the login."""

    login: str
    name: str
    roles: tuple[str, ...]


class Charter(NamedTuple):
    """What the first setup of a cooperative asks."""

    short: str
    name: str
    code: str
    kind: str
    street: str
    city: str
    registry: str
    pokok: int
    wajib: int
    staff: tuple[Staff, ...]


class Cooperative:
    """A cooperative on the stage: everything in it is done by somebody with a role."""

    def __init__(self, company, charter, users):
        self.company = company
        self.charter = charter
        self.users = users
        self.today = company._coop_today()
        self.start = first_day(self.today)

    def at_work(self, role):
        """The environment of who has a role here, without the rights of others."""
        return self._env_of(self.users[role])

    def approve(self, document):
        """Let the first of those who may agree to what a document asks for."""
        # In sudo: who asked need not know who is asked.
        approval = document.sudo().approval_id
        approver = approval._get_approvers()[0]
        mine = self._env_of(approver)
        mine["coop.approval"].browse(approval.id).action_approve()
        return approver

    def draft(self, member, day, **values):
        """A draft of the teller: kinds of share with their amounts, other values."""
        kinds = {"entry_fee", "pokok", "wajib", "sukarela"} & values.keys()
        amounts = {kind: values.pop(kind) for kind in kinds}
        return self.receipts([(day, member, amounts, values)])

    def pay(self, member, day, **values):
        """A receipt of the teller, booked; see draft()."""
        receipt = self.draft(member, day, **values)
        receipt.action_post()
        return receipt

    def receipts(self, rows):
        """Drafts of the teller; rows of (day, member, {kind: amount}, values)."""
        env = self.at_work("teller")
        return env["coop.receipt"].create(
            [
                {
                    "membership_id": member.id,
                    "date": day,
                    "line_ids": [
                        Command.create(
                            {"coop_account_id": account.id, "amount": amount}
                        )
                        for account in member.account_ids
                        if (amount := amounts.get(account.product_id.share_kind))
                    ],
                    **values,
                }
                for day, member, amounts, values in rows
            ]
        )

    def reverse(self, receipt, reason):
        """The treasurer takes a receipt back."""
        self.at_work("treasurer")["coop.receipt.reverse"].create(
            {"receipt_id": receipt.id, "reason": reason}
        ).action_apply()

    def step(self, member, kind, day, **values):
        """A further entry of the registrar in the register."""
        self.at_work("registrar")["coop.membership.step"].create(
            {"membership_id": member.id, "kind": kind, "date": day, **values}
        ).action_apply()

    def print_all(self):
        """Everything booked so far is on paper."""
        booked = self.at_work("teller")["coop.receipt"].search(
            [("company_id", "=", self.company.id), ("state", "!=", "draft")]
        )
        booked.action_mark_printed()

    def _env_of(self, user):
        # What one has done is written under her name before another begins.
        self.company.env.flush_all()
        context = {
            "lang": "id_ID",
            "tz": "Asia/Jakarta",
            "allowed_company_ids": self.company.ids,
            "tracking_disable": True,
        }
        return self.company.env(user=user.id, context=context, su=False)


def first_day(today):
    """The day on which the books of the demonstration begin."""
    return add_months(month_start(today), -MONTHS)


def found(env, charter, company=None):
    """Set a cooperative up with its first users, as its administrator does.

    Return {login: {"role", "name", "password"}} of them.
    """
    values = {
        "street": charter.street,
        "city": charter.city,
        "company_registry": charter.registry,
        "external_report_layout_id": env.ref("web.external_layout_standard").id,
    }
    if company:
        company.write(values)
    else:
        values["country_id"] = env.ref("base.id").id
        company = env["res.company"].create({"name": charter.name, **values})
        # As saving it does: the chart of its country is loaded at the end, once.
        env.cr.flush()
    start = first_day(company._coop_today())
    setup = (
        env["coop.setup"]
        .with_context(allowed_company_ids=company.ids)
        .create(
            {
                "company_id": company.id,
                "name": charter.name,
                "coop_kind": charter.kind,
                "coop_code": charter.code,
                "pokok": charter.pokok,
                "wajib": charter.wajib,
                "due_day": DUE_DAY,
                "bylaw_from": start,
                "bylaw_date": start,
                "user_ids": [
                    Command.create(
                        {
                            "name": person.name,
                            "login": person.login,
                            "group_ids": [
                                Command.set(
                                    [
                                        env.ref(ROLES[role][0]).id
                                        for role in person.roles
                                    ]
                                )
                            ],
                        }
                    )
                    for person in charter.staff
                ],
            }
        )
    )
    shown = setup.with_context(setup.action_apply()["context"])
    passwords = {line.login: line.password for line in shown.user_ids}
    logins = {}
    for person in charter.staff:
        _user(env, person).write(
            {
                "lang": "id_ID",
                "tz": "Asia/Jakarta",
                "action_id": env.ref(ROLES[person.roles[0]][1]).id,
            }
        )
        logins[person.login] = {
            "role": f"{charter.short}: {', '.join(person.roles)}",
            "name": person.name,
            "password": passwords[person.login],
        }
    return logins


def enter(env, charter):
    """A cooperative that was founded, with those who work there."""
    users = {}
    for person in charter.staff:
        users |= dict.fromkeys(person.roles, _user(env, person))
    return Cooperative(find(env, charter), charter, users)


def find(env, charter):
    """Its company, empty before it is founded."""
    return env["res.company"].search([("coop_code", "=", charter.code)])


def _user(env, person):
    return env["res.users"].search([("login", "=", person.login)])
