from odoo import models
from odoo.exceptions import ValidationError

from ..calc.terms import class_key


class CoopDecisionLine(models.Model):
    """A decision on a table by class names classes that are there, each once."""

    _inherit = "coop.decision.line"

    def _check_rows(self):
        super()._check_rows()
        if not self.parameter_id.by_class:
            return
        classes = self.env["coop.member.class"].search(
            [("company_id", "=", self.decision_id.company_id.id)]
        )
        known = {class_key(row.name) for row in classes}
        named = [class_key(row.label) for row in self.row_ids]
        for row, key in zip(self.row_ids, named, strict=True):
            if key not in known:
                raise ValidationError(
                    self.env._(
                        "%(rule)s: “%(name)s” is no class of members. Classes are: "
                        "%(classes)s.",
                        rule=self.parameter_id.name,
                        name=row.label or "",
                        classes=", ".join(classes.mapped("name")) or "–",
                    )
                )
            if row.lower or row.upper:
                raise ValidationError(
                    self.env._(
                        "%s is a table of classes: leave From and Up To empty.",
                        self.parameter_id.name,
                    )
                )
        if len(set(named)) < len(named):
            raise ValidationError(
                self.env._("%s names a class twice.", self.parameter_id.name)
            )
