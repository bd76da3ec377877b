from odoo import fields, models


class CoopMembership(models.Model):
    """What a member was let off."""

    _inherit = "coop.membership"

    waiver_ids = fields.One2many(
        comodel_name="coop.dues.waiver",
        inverse_name="membership_id",
        string="Waivers",
        readonly=True,
    )

    def action_new_waiver(self):
        """Open a waiver of the mandatory share of this member."""
        self.ensure_one()
        account = self.account_ids.filtered(
            lambda a: a.product_id.share_kind == "wajib" and not a.dues_until
        ).sorted(lambda a: a.product_id.sequence)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Waiver"),
            "res_model": "coop.dues.waiver",
            "view_mode": "form",
            "context": {"default_account_id": account[:1].id},
        }
