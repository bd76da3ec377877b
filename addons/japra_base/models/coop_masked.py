from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..calc import identity

SUFFIX = "_masked"


class CoopMasked(models.AbstractModel):
    """Fields nobody reads, searches, exports or groups by; some may unmask them.

    A model names them in `_coop_masked`, declares each with `groups=NO_ACCESS`, and
    beside it a char field of the same name with "_masked" (compute `_compute_masked`,
    inverse `_inverse_masked`, both as superuser, and groups). The screen holds that
    one only: a whole number typed into it is written to the field, and the eye button
    of its widget calls `action_unmask`, the one way to the number, which leaves a row
    in the log.
    """

    _name = "coop.masked"
    _description = "Fields Masked on the Screen"

    _coop_masked = ()
    # Who unmasks and who types them.
    _coop_masked_group = "japra_base.group_identity"

    @api.depends(lambda self: self._coop_masked)
    def _compute_masked(self):
        for record in self:
            for name in self._coop_masked:
                record[name + SUFFIX] = identity.mask(record[name] or "") or False

    def _inverse_masked(self):
        for record in self:
            # In sudo: the fields themselves are open to nobody.
            secret = record.sudo()
            typed = {}
            for name in self._coop_masked:
                value, number = record[name + SUFFIX] or "", secret[name] or ""
                if value == identity.mask(number):
                    continue
                if "*" in value:
                    raise UserError(
                        self.env._(
                            "Type the whole number: a masked one cannot be completed."
                        )
                    )
                typed[name] = value or False
            if typed:
                record._check_unmask()
                secret.write(typed)
        # What was typed is shown masked again.
        self.invalidate_recordset([name + SUFFIX for name in self._coop_masked])

    def action_unmask(self, field):
        """Return the number in groups, for who may read it, and note who read it."""
        self.ensure_one()
        if not isinstance(field, str) or field not in self._coop_masked:
            raise UserError(self.env._("There is nothing masked here."))
        return identity.format_number(self._unmasked(field)[self.id])

    def _unmasked(self, field):
        """{id: number} of these records, each noted in the log."""
        self.check_access("read")
        self._check_unmask()
        # In sudo: the field is open to nobody; the right to it was checked above.
        numbers = {record.id: record[field] or "" for record in self.sudo()}
        # In sudo: nobody writes the log by hand.
        self.env["coop.identity.log"].sudo().create(
            [
                {"res_model": self._name, "res_id": id_, "field_name": field}
                for id_, number in numbers.items()
                if number
            ]
        )
        return numbers

    def _check_unmask(self):
        """Refuse who may not know the numbers of these records."""
        if not (self.env.su or self.env.user.has_group(self._coop_masked_group)):
            raise AccessError(
                self.env._(
                    "You have no right to identity numbers: ask the registrar, the "
                    "treasurer or the auditor."
                )
            )
