from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command


class CoopHousehold(models.Model):
    """People of one house; members vote, a household never does."""

    _name = "coop.household"
    _inherit = "coop.checked.input"
    _description = "Household"
    _order = "house, id"
    _rec_names_search = ["house", "head_id.name", "head_id.nickname"]
    _check_company_auto = True

    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Cooperative",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    head_id = fields.Many2one(
        comodel_name="res.partner",
        string="Head of Household",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    kampung = fields.Char()
    rt = fields.Char(string="RT")
    rw = fields.Char(string="RW")
    block = fields.Char()
    unit = fields.Char(help="The door, for example 12 in block C.")
    house = fields.Char(compute="_compute_house", store=True, index="trigram")
    phone = fields.Char()
    person_ids = fields.One2many(
        comodel_name="coop.household.person",
        inverse_name="household_id",
        string="People",
        help="Members and others who live here. The household itself is no member and "
        "has no vote.",
    )
    person_count = fields.Integer(string="Persons", compute="_compute_person_count")

    @api.depends("block", "unit")
    def _compute_house(self):
        for household in self:
            block, unit = household.block or "", household.unit or ""
            whole = not block or unit.startswith(f"{block}-")
            household.house = (unit if whole else f"{block}-{unit}".strip("-")) or False

    @api.depends("person_ids")
    def _compute_person_count(self):
        for household in self:
            household.person_count = len(household.person_ids)

    @api.depends("house", "head_id.name")
    def _compute_display_name(self):
        for household in self:
            parts = (household.house, household.head_id.name)
            household.display_name = " ".join(part for part in parts if part)

    @api.constrains("head_id", "person_ids")
    def _check_head(self):
        for household in self:
            if household.head_id not in household.person_ids.partner_id:
                raise ValidationError(
                    self.env._(
                        "%(head)s is the head of %(household)s and one of its people: "
                        "choose another head first.",
                        head=household.head_id.name,
                        household=household.house or self.env._("the household"),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [self._with_head(self._cleaned(vals)) for vals in vals_list]
        )

    def write(self, vals):
        if "company_id" in vals and any(
            household.company_id.id != vals["company_id"] for household in self
        ):
            raise UserError(self.env._("A household stays in its cooperative."))
        vals = self._cleaned(vals)
        if vals.get("head_id"):
            self.env["coop.household.person"].create(
                [
                    {"household_id": household.id, "partner_id": vals["head_id"]}
                    for household in self
                    if vals["head_id"] not in household.person_ids.partner_id.ids
                ]
            )
        return super().write(vals)

    @api.model
    def _cleaned(self, vals):
        """The address as it is written everywhere: C, 12, 003."""
        self._check_input(vals)
        vals = dict(vals)
        for name in ("block", "unit", "rt", "rw"):
            if vals.get(name):
                text = str(vals[name]).strip().upper()
                number = name in ("rt", "rw") and text.isdecimal()
                vals[name] = text.zfill(3) if number else text
        return vals

    @api.model
    def _with_head(self, vals):
        """The values with the head among the people, also where only it is given."""
        head, commands = vals.get("head_id"), list(vals.get("person_ids") or [])
        named = {
            command[2].get("partner_id")
            for command in commands
            if command[0] == Command.CREATE
        }
        if head and head not in named:
            commands.insert(0, Command.create({"partner_id": head}))
        return dict(vals, person_ids=commands)
