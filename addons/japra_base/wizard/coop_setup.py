import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CoopSetup(models.TransientModel):
    _name = "coop.setup"
    _description = "Setup of the Cooperative"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    name = fields.Char(
        string="Name of the Cooperative",
        required=True,
        # A company nobody named yet is called My Company.
        default=lambda self: self.env.company.coop_kind and self.env.company.name,
    )
    coop_kind = fields.Selection(
        selection=lambda self: (
            self.env["res.company"]
            ._fields["coop_kind"]
            ._description_selection(self.env)
        ),
        string="Kind",
        required=True,
        default=lambda self: self.env.company.coop_kind or "primer",
    )
    coop_code = fields.Char(
        string="Short Name",
        required=True,
        default=lambda self: self.env.company.coop_code,
        help="Two to eight letters. The numbers of members begin with them.",
    )
    user_ids = fields.One2many("coop.setup.user", "setup_id", string="First Users")
    state = fields.Selection([("ask", "Questions"), ("done", "Ready")], default="ask")

    def _compute_display_name(self):
        self.display_name = self.env._("Set Up the Cooperative")

    @api.onchange("coop_code")
    def _onchange_coop_code(self):
        self.coop_code = (self.coop_code or "").strip().upper() or False

    def action_apply(self):
        """Make the cooperative ready for its first entry."""
        self.ensure_one()
        if not self.env.user.has_group("japra_base.group_administrator"):
            raise AccessError(
                self.env._("Only the administrator sets up the cooperative.")
            )
        if self.company_id not in self.env.companies:
            raise AccessError(
                self.env._("Choose the cooperative at the top of the screen first.")
            )
        self._apply_books()
        self._apply_company()
        passwords = self.user_ids._create_users()
        self.state = "done"
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "japra_base.coop_setup_action"
            ),
            "res_id": self.id,
            "target": "main",
            # Shown once and kept nowhere.
            "context": {"coop_first_passwords": json.dumps(passwords)},
        }

    def action_continue(self):
        """Load the web client anew: name and home of the company have changed."""
        return {"type": "ir.actions.act_url", "url": "/odoo", "target": "self"}

    def _apply_books(self):
        """Whole rupiah and the Indonesian chart, both before the first entry.

        In sudo, as an administrator keeps no books; `action_apply` checked the group.
        """
        rupiah = self.env.ref("base.IDR").sudo()
        company = self.company_id.sudo()
        if company.currency_id != rupiah and company._existing_accounting():
            raise UserError(
                self.env._(
                    "%s already has entries in another currency. Start with an "
                    "empty company.",
                    company.name,
                )
            )
        if not rupiah.active or rupiah.rounding != 1:
            rupiah.write({"active": True, "rounding": 1})
        if not company.country_id:
            company.country_id = self.env.ref("base.id")
        if not company.partner_id.tz:
            company.partner_id.tz = "Asia/Jakarta"
        if not company.chart_template:
            self.env["account.chart.template"].try_loading("id", company)
        if company.currency_id != rupiah:
            company.currency_id = rupiah

    def _apply_company(self):
        # In sudo: its contact takes the name too; `action_apply` checked the group.
        company = self.company_id.sudo()
        company.write(
            {
                "name": self.name.strip(),
                "coop_kind": self.coop_kind,
                "coop_code": self.coop_code.strip().upper(),
            }
        )
        if company.uses_default_logo:
            company.logo = False
