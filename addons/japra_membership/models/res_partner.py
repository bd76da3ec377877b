from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _coop_homes(self):
        # Also who only applied; in sudo as the accounts.
        memberships = (
            self.env["coop.membership"].sudo().search([("partner_id", "=", self.id)])
        )
        return super()._coop_homes() | memberships.company_id
