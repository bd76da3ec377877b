from odoo import api, fields, models
from odoo.exceptions import UserError

from ..calc import standing
from ..calc.terms import class_key


class CoopMemberClass(models.Model):
    """A class of members of one cooperative: ordinary, residents, founders.

    The tariffs of the bylaws name it, so its name stays once anything does.
    """

    _name = "coop.member.class"
    _inherit = "coop.checked.input"
    _description = "Class of Members"
    _order = "company_id, sequence, name"

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Cooperative",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    member_count = fields.Integer(string="Members", compute="_compute_member_count")

    _name_uniq = models.UniqueIndex(
        "(company_id, lower(trim(name)))", "This class is there already."
    )
    _name_filled = models.Constraint(
        "CHECK(trim(name) <> '')", "Enter the name of the class."
    )

    @api.depends_context("uid")
    def _compute_member_count(self):
        counts = dict(
            self.env["coop.membership"]._read_group(
                [
                    ("class_id", "in", self.ids),
                    ("state", "in", standing.REGISTERED),
                ],
                ["class_id"],
                ["__count"],
            )
        )
        for member_class in self:
            member_class.member_count = counts.get(member_class, 0)

    def write(self, vals):
        if "company_id" in vals and any(
            row.company_id.id != vals["company_id"] for row in self
        ):
            raise UserError(self.env._("A class stays in its cooperative."))
        for member_class in self:
            same = class_key(vals.get("name")) == class_key(member_class.name)
            if "name" in vals and not same and member_class._is_used():
                raise UserError(
                    self.env._(
                        "Members or tariffs are of class %s, so it keeps its name: "
                        "make a new class instead.",
                        member_class.name,
                    )
                )
        # In sudo: members the user cannot read are of the class too.
        if not vals.get("active", True) and (
            held := self.filtered(lambda row: row.sudo().member_count)
        ):
            raise UserError(
                self.env._(
                    "%(count)s members are of class %(name)s: change theirs first.",
                    count=held[0].sudo().member_count,
                    name=held[0].name,
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for member_class in self:
            if member_class._is_used():
                raise UserError(
                    self.env._(
                        "Members or tariffs are of class %s: archive it instead of "
                        "deleting it.",
                        member_class.name,
                    )
                )

    def _is_used(self):
        """Whether the register or a tariff names it.

        In sudo: whoever asks, rows he cannot read count too.
        """
        self.ensure_one()
        if (
            self.env["coop.membership.event"]
            .sudo()
            .search_count([("class_id", "=", self.id)], limit=1)
        ):
            return True
        rows = (
            self.env["coop.parameter.row"]
            .sudo()
            .search(
                [
                    "|",
                    ("value_id.company_id", "=", self.company_id.id),
                    ("line_id.decision_id.company_id", "=", self.company_id.id),
                ]
            )
        )
        return class_key(self.name) in map(
            class_key,
            rows.filtered(
                lambda row: (row.value_id or row.line_id).parameter_id.by_class
            ).mapped("label"),
        )
