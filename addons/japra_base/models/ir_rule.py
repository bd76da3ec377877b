from odoo import models
from odoo.exceptions import AccessError


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        """One sentence that names nobody.

        Core names the records in developer mode, which everybody can switch on.
        """
        core_error = super()._make_access_error(operation, records)
        env = self.with_context(**self.env.user.context_get()).env
        error = AccessError(
            env._(
                "%s: this is for another cooperative or another role. Ask the "
                "administrator if it is part of your work.",
                env["ir.model"]._get(records._name).name,
            )
        )
        # Offers to change to a cooperative that the user works for.
        if context := getattr(core_error, "context", None):
            error.context = context
        return error
