from odoo import api, fields, models
from odoo.exceptions import UserError


class CoopHouseholdPerson(models.Model):
    _name = "coop.household.person"
    _inherit = "coop.checked.input"
    _description = "Person of a Household"
    _order = "id"
    _rec_name = "partner_id"
    _check_company_auto = True

    household_id = fields.Many2one(
        "coop.household", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="household_id.company_id", store=True, precompute=True, index=True
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Person",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    phone = fields.Char(related="partner_id.phone", related_sudo=False)
    membership_id = fields.Many2one(
        comodel_name="coop.membership",
        compute="_compute_membership_id",
    )

    _one_household = models.UniqueIndex(
        "(company_id, partner_id)",
        "This person lives in another household already.",
    )

    @api.depends("partner_id", "company_id")
    def _compute_membership_id(self):
        memberships = self.env["coop.membership"].search(
            [("partner_id", "in", self.partner_id.ids)]
        )
        found = {(m.partner_id, m.company_id): m for m in memberships}
        for row in self:
            row.membership_id = found.get((row.partner_id, row.company_id))

    @api.constrains("partner_id")
    def _check_partner_merged(self):
        self.partner_id._check_not_merged()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_free(vals.get("household_id"), vals.get("partner_id"))
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_head(self):
        for row in self:
            if row.partner_id == row.household_id.head_id:
                row._refuse_head()

    def write(self, vals):
        for row in self:
            moved = (
                "household_id" in vals and vals["household_id"] != row.household_id.id
            )
            other = "partner_id" in vals and vals["partner_id"] != row.partner_id.id
            if (moved or other) and row.partner_id == row.household_id.head_id:
                row._refuse_head()
            if moved or other:
                row._check_free(
                    vals.get("household_id", row.household_id.id),
                    vals.get("partner_id", row.partner_id.id),
                )
        result = super().write(vals)
        # Rules look at the record before it is written, not after.
        self.check_access("write")
        return result

    def _check_free(self, household, partner):
        """One sentence before the index speaks, which many ways to write hide."""
        company = self.env["coop.household"].browse(household).company_id
        lived = self.search(
            [
                ("company_id", "=", company.id),
                ("partner_id", "=", partner),
                ("id", "not in", self.ids),
            ],
            limit=1,
        )
        if lived:
            raise UserError(
                self.env._(
                    "%(person)s lives in %(household)s already: take the person out "
                    "there first.",
                    person=lived.partner_id.name,
                    household=lived.household_id.display_name,
                )
            )

    def _refuse_head(self):
        raise UserError(
            self.env._(
                "%(head)s is the head of %(household)s and one of its people: choose "
                "another head first.",
                head=self.partner_id.name,
                household=self.household_id.house or self.env._("the household"),
            )
        )
