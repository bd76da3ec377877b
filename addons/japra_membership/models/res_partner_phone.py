from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.japra_base.calc.phone import national_digits

# Fewer stand in too many numbers, and in those of members.
LEAST_DIGITS = 4
# What a number may begin with.
DIALLED = ("", "0", "62", "620", "0062")


class ResPartner(models.Model):
    """Found by the telephone, however the number was written on either side.

    Read from `phone` on each search instead of stored beside it: a look at every
    contact costs a fraction of a second, and only where digits are typed.
    """

    _inherit = "res.partner"

    phone_digits = fields.Char(
        compute="_compute_phone_digits", search="_search_phone_digits"
    )

    @api.depends("phone")
    def _compute_phone_digits(self):
        for partner in self:
            partner.phone_digits = national_digits(partner.phone) or False

    def _search_phone_digits(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        texts = [value] if isinstance(value, str) else value
        if operator == "in" and False in texts:
            return Domain("phone", "=", False)
        whole = operator in ("in", "=like", "=ilike")
        patterns = [
            f"{before}{digits}"
            for digits in map(national_digits, texts)
            if len(digits) >= LEAST_DIGITS
            for before in (DIALLED if whole else ("%",))
        ]
        if not patterns:
            return Domain.FALSE
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "regexp_replace(%s, '[^0-9]', '', 'g') LIKE ANY(%s)",
                model._field_to_sql(alias, "phone", query),
                patterns if whole else [f"{pattern}%" for pattern in patterns],
            )
        )
