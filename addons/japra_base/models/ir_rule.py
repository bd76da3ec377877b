from odoo import models
from odoo.exceptions import AccessError


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        """One sentence that names nobody.

        Core names the records in developer mode, which everybody can switch on.
        """
        cores = super()._make_access_error(operation, records)
        speaker = self.with_context(**self.env.user.context_get())
        error = AccessError(
            speaker.env._(
                "%s of another cooperative or another role: you have no access. Ask "
                "the administrator if this is part of your work.",
                speaker.env["ir.model"]._get(records._name).name,
            )
        )
        # Offers to change to a cooperative that the user works for.
        if context := getattr(cores, "context", None):
            error.context = context
        return error
