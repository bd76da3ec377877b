from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.japra_base.models.labels import labels


class CoopCashDenomination(models.Model):
    """A note or coin that is counted, the same for every cooperative."""

    _name = "coop.cash.denomination"
    _description = "Note or Coin"
    _order = "value desc, kind desc"

    kind = fields.Selection(
        selection=[("note", "Banknote"), ("coin", "Coin")],
        required=True,
        default="note",
    )
    value = fields.Integer(required=True, help="Whole rupiah.")
    active = fields.Boolean(
        default=True, help="Archived when Bank Indonesia withdraws it."
    )

    _value_uniq = models.Constraint(
        "UNIQUE(kind, value)", "This note or coin is in the list already."
    )
    _value_positive = models.Constraint(
        "CHECK(value > 0)", "A note or coin is worth more than nothing."
    )

    @api.depends("kind", "value")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = labels(self, "kind")
        for one in self:
            amount = f"{one.value:,}".replace(",", ".")
            one.display_name = f"{kinds.get(one.kind, '')} Rp{amount}"

    def write(self, vals):
        if vals.keys() & {"kind", "value"} and self._counted():
            raise UserError(
                self.env._(
                    "This note or coin was counted already: archive it and add another."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_counted(self):
        if self._counted():
            raise UserError(
                self.env._(
                    "This note or coin was counted already: archive it and add another."
                )
            )

    def _counted(self):
        """Whether a count names it; in sudo, as any cooperative's counts."""
        return bool(
            self.env["coop.cash.count"]
            .sudo()
            .with_context(active_test=False)
            .search_count([("denomination_id", "in", self.ids)], limit=1)
        )
