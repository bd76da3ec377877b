from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CoopMembershipRepresentative(models.Model):
    _name = "coop.membership.representative"
    _inherit = "coop.checked.input"
    _description = "Representative of a Member"
    _order = "date_from desc, id desc"

    membership_id = fields.Many2one(
        comodel_name="coop.membership",
        string="Member",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="membership_id.company_id", store=True, index=True
    )
    name = fields.Char(required=True)
    role = fields.Char(help="What the person is there: chair, treasurer, delegate.")
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self.env.company._coop_today(),
    )
    date_until = fields.Date(string="Until")
    letter = fields.Char(string="Letter of Assignment", help="Number and day.")

    _dates_ordered = models.Constraint(
        "CHECK(date_until IS NULL OR date_until >= date_from)",
        "A representative cannot end before the beginning.",
    )

    @api.constrains("membership_id")
    def _check_legal_entity(self):
        for row in self:
            if not row.membership_id.is_company:
                raise ValidationError(
                    self.env._(
                        "%s is a person and needs no representative: only cooperatives "
                        "and legal entities have one.",
                        row.membership_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        # Of a member nobody may write here, nothing is told.
        members = {vals.get("membership_id") for vals in vals_list} - {None, False}
        self.env["coop.membership"].browse(members).check_access("write")
        return super().create(vals_list)

    def write(self, vals):
        if member := vals.get("membership_id"):
            self.env["coop.membership"].browse(member).check_access("write")
        return super().write(vals)

    def _of_day(self, day):
        """Return those who represented their member on a day."""
        return self.filtered(
            lambda row: (
                row.date_from <= day and (not row.date_until or row.date_until >= day)
            )
        )
