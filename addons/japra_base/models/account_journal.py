from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class AccountJournal(models.Model):
    _inherit = "account.journal"

    coop_sealed = fields.Boolean(
        string="Sealed",
        copy=False,
        help="Only entries booked by a document of the cooperative (a receipt, a "
        "run) are posted here. Nobody can change them, and they are sealed by "
        "a hash within a minute.",
    )

    @api.constrains("coop_sealed", "type", "restrict_mode_hash_table")
    def _check_coop_sealed(self):
        for journal in self.filtered("coop_sealed"):
            if journal.type != "general":
                raise ValidationError(
                    self.env._(
                        "Only a journal of type Miscellaneous can be sealed, not %s.",
                        journal.display_name,
                    )
                )
            if journal.restrict_mode_hash_table:
                raise ValidationError(
                    self.env._(
                        "The journal %s is sealed already. Leave Secure Posted "
                        "Entries with Hash off.",
                        journal.display_name,
                    )
                )

    def write(self, vals):
        fixed = vals.keys() & {"coop_sealed", "code", "sequence_override_regex"}
        if fixed:
            # Code and pattern make the numbers, which are sealed as they are.
            changed = self.filtered(
                lambda journal: any(
                    journal[name] != vals[name]
                    for name in fixed
                    if name == "coop_sealed" or journal.coop_sealed
                )
            )
            # In sudo: entries out of the user's sight have numbers too.
            if (
                self.env["account.move"]
                .sudo()
                .search_count(
                    [
                        ("journal_id", "in", changed.ids),
                        ("posted_before", "=", True),
                    ],
                    limit=1,
                )
            ):
                raise UserError(
                    self.env._(
                        "Entries are already posted in this journal, so it stays as "
                        "it is. Make a new journal instead."
                    )
                )
        return super().write(vals)
