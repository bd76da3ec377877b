import json
import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

# No letter or digit that is read as another one.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 10


class CoopSetupUser(models.TransientModel):
    _name = "coop.setup.user"
    _description = "First User"

    setup_id = fields.Many2one("coop.setup", required=True, ondelete="cascade")
    name = fields.Char(required=True)
    login = fields.Char(
        required=True, help="What the person types to log in: a name or an e-mail."
    )
    group_ids = fields.Many2many(
        "res.groups",
        string="Roles",
        domain=lambda self: self._get_role_domain(),
    )
    password = fields.Char(
        string="First Password",
        compute="_compute_password",
        help="Write it down now: it is not shown again. The person changes it under "
        "Preferences.",
    )

    @api.depends_context("coop_first_passwords")
    def _compute_password(self):
        passwords = json.loads(self.env.context.get("coop_first_passwords") or "{}")
        for line in self:
            line.password = passwords.get(line.login)

    def _get_role_domain(self):
        category = self.env.ref("japra_base.module_category_coop")
        return [("privilege_id.category_id", "=", category.id)]

    def _create_users(self):
        """Create the users; return {login: first password}."""
        roles = self.env["res.groups"].search(self._get_role_domain())
        passwords = {}
        for line in self:
            login = line.login.strip()
            if not line.group_ids or line.group_ids - roles:
                raise UserError(
                    self.env._("Choose at least one role for %s.", line.name)
                )
            if (
                self.env["res.users"]
                .with_context(active_test=False)
                .search_count([("login", "=", login)], limit=1)
            ):
                raise UserError(
                    self.env._("The login %s is taken. Choose another one.", login)
                )
            password = "".join(secrets.choice(_ALPHABET) for _i in range(_LENGTH))
            self.env["res.users"].with_context(no_reset_password=True).create(
                line._prepare_user_vals(login, password)
            )
            passwords[login] = password
        return passwords

    def _prepare_user_vals(self, login, password):
        company = self.setup_id.company_id
        return {
            "name": self.name,
            "login": login,
            "password": password,
            "lang": self.env.user.lang,
            "tz": company.partner_id.tz,
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
            "group_ids": [
                Command.set((self.group_ids + self.env.ref("base.group_user")).ids)
            ],
        }
