from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    coop_run_item_id = fields.Many2one(
        comodel_name="coop.run.item",
        string="Item of a Run",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    coop_corrected_line_id = fields.Many2one(
        comodel_name="account.move.line",
        string="Corrects",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.constrains("coop_run_item_id", "coop_corrected_line_id", "move_id")
    def _check_coop_run_item_id(self):
        for line in self:
            if (
                line.coop_run_item_id or line.coop_corrected_line_id
            ) and not line.move_id.coop_origin_key:
                raise ValidationError(
                    self.env._("Only the entry of a run names it, never one by hand.")
                )

    def _coop_fixed_fields(self):
        return super()._coop_fixed_fields() | {
            "coop_run_item_id",
            "coop_corrected_line_id",
        }
