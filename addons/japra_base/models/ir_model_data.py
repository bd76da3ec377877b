from odoo import api, models
from odoo.exceptions import AccessError


class IrModelData(models.Model):
    _inherit = "ir.model.data"

    @api.model
    def _update_xmlids(self, data_list, update=False):
        """Let nobody point the name of one record at another.

        Whoever may create a record of any kind may name it, by a key of the context
        that every call may carry: groups, papers and rules are found by such names.
        """
        if not self.env.su:
            for data in data_list:
                found = self.env.ref(data["xml_id"], raise_if_not_found=False)
                if found and found != data["record"]:
                    raise AccessError(
                        self.env._(
                            "%s is the external id of another record: use a new one.",
                            data["xml_id"],
                        )
                    )
        return super()._update_xmlids(data_list, update=update)
