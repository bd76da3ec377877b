from odoo import fields, models

from odoo.addons.japra_base.calc.dates import long_date


class CoopArrears(models.TransientModel):
    _name = "coop.arrears"
    _inherit = "coop.checked.input"
    _description = "Arrears as of a Day"

    date = fields.Date(
        string="As of",
        required=True,
        default=lambda self: self.env.company._coop_today(),
    )

    def action_open(self):
        return self._open("japra_membership.coop_arrears_action")

    def action_open_age(self):
        """Draw what is late by its age."""
        return self._open("japra_membership.coop_arrears_age_action")

    def _open(self, xmlid):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        name = self.env._("Arrears on %(date)s", date=long_date(self.date))
        return dict(
            action,
            name=name,
            display_name=name,
            context=(
                {}
                if self.date == self.env.company._coop_today()
                else {"coop_as_of": fields.Date.to_string(self.date)}
            ),
        )
