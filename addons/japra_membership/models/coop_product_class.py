from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CoopProduct(models.Model):
    """A mandatory share whose amount depends on the class of the member."""

    _inherit = "coop.product"

    class_tariff_id = fields.Many2one(
        comodel_name="coop.parameter",
        string="Tariff by Class",
        ondelete="restrict",
        domain="[('by_class', '=', True)]",
        help="The table of the bylaws that says what a class of members owes instead. "
        "Empty: the table of the mandatory share, if this has no tariff of its own.",
    )

    @api.constrains("share_kind", "due_period", "class_tariff_id")
    def _check_class_tariff_id(self):
        for product in self:
            # In sudo: a table is by class or not, whoever may read it.
            table = product.sudo().class_tariff_id
            if not table:
                continue
            if product.share_kind != "wajib" or product.due_period == "once":
                raise ValidationError(
                    self.env._(
                        "Only a mandatory share that is due again and again depends "
                        "on the class of the member: the law asks the same entry "
                        "share of everyone."
                    )
                )
            if not table.by_class:
                raise ValidationError(
                    self.env._("%s is no table by class of members.", table.name)
                )

    def _class_tariff_code(self):
        """The code of the table by class, or None where there is none."""
        # In sudo: a rule binds who cannot read it.
        product = self.sudo()
        if product.class_tariff_id:
            return product.class_tariff_id.code
        return None if product.tariff_id else "membership.wajib_class"
