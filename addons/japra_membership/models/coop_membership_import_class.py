from odoo import api, models

from ..calc.terms import class_key


class CoopMembership(models.Model):
    """The column Class in a list of members: a class of this cooperative, by name."""

    _inherit = "coop.membership"

    @api.model
    def load(self, fields, data):
        if "class_id" not in fields:
            return super().load(fields, data)
        data = [self._cleaned_row(fields, row) for row in data]
        # Judged by its name here; Odoo would find that of another cooperative too.
        classes = self._import_classes()
        place = fields.index("class_id")
        unknown = [
            self._import_message(
                index,
                "class_id",
                self.env._(
                    "There is no class %s here: correct the name, or ask the board to "
                    "make the class first.",
                    row[place],
                ),
            )
            for index, row in enumerate(data)
            if self._class_name(row[place])
            and self._class_name(row[place]) not in classes
        ]
        if unknown:
            messages = unknown + self._check_import(fields, data)
            messages.sort(key=lambda message: message["record"])
            return {"ids": False, "messages": messages, "nextrow": 0}
        fields = [*fields[:place], "class_id/.id", *fields[place + 1 :]]
        data = [
            [
                *row[:place],
                classes.get(self._class_name(row[place]), ""),
                *row[place + 1 :],
            ]
            for row in data
        ]
        return super().load(fields, data)

    def _import_classes(self):
        """{name as it is compared: id} of the classes a member can get here."""
        classes = self.env["coop.member.class"].search(
            [("company_id", "=", self.env.company.id)]
        )
        return {self._class_name(found.name): str(found.id) for found in classes}

    def _class_name(self, cell):
        return class_key(str(cell or ""))
