from odoo import api, fields, models

from .coop_masked import SUFFIX


class CoopIdentityLog(models.Model):
    """Who read which masked number, and when; never the number itself."""

    _name = "coop.identity.log"
    _inherit = "coop.append.only"
    _description = "Identity Number Read"
    _order = "id desc"

    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Cooperative",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Read By",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    date = fields.Datetime(
        string="Read On", required=True, default=lambda self: fields.Datetime.now()
    )
    res_model = fields.Char(string="Model", required=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", required=True
    )
    record_name = fields.Char(string="Whose", compute="_compute_record_name")
    field_name = fields.Char(string="Field", required=True)
    field_label = fields.Char(string="Number", compute="_compute_field_label")

    @api.depends("res_model", "res_id")
    def _compute_record_name(self):
        # With the rights of who reads the log: another cooperative's person tells
        # nothing.
        for model, rows in self.grouped("res_model").items():
            records = self.env[model].browse(rows.mapped("res_id")).exists()
            readable = {
                record.id: record.display_name
                for record in records._filtered_access("read")
            }
            for row in rows:
                row.record_name = readable.get(row.res_id, False)

    @api.depends("res_model", "field_name")
    @api.depends_context("lang")
    def _compute_field_label(self):
        for row in self:
            labels = self.env[row.res_model]._fields
            # As the screen names it.
            field = labels.get(row.field_name + SUFFIX) or labels[row.field_name]
            row.field_label = field._description_string(self.env)

    def _append_refusal(self):
        return self.env._("What was noted of who read a number stays as it is.")
