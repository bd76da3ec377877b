from odoo import models
from odoo.exceptions import UserError


class CoopOneCooperative(models.AbstractModel):
    """Records that link to records of their own cooperative only."""

    _name = "coop.one.cooperative"
    _description = "Of One Cooperative"

    def _one_cooperative(self):
        """The sentence that says so; core's own would name records of another one."""
        raise NotImplementedError

    def _check_company(self, fnames=None):
        """Ask once for all records what core asks for each link of each of them."""
        if not self._links_agree(fnames):
            try:
                super()._check_company(fnames)
            except UserError as error:
                raise UserError(self._one_cooperative()) from error
        return None

    def _links_agree(self, fnames):
        if fnames is None or "company_id" in fnames:
            fnames = self._fields
        names = [
            name
            for name in fnames
            if (field := self._fields[name]).relational and field.check_company
        ]
        # In sudo, as core: a link may lead to what the user does not see.
        for company, records in self.sudo().grouped("company_id").items():
            for name in names:
                linked = records[name].with_context(active_test=False)
                domain = linked._check_company_domain(company)
                if linked.filtered_domain(domain) != linked:
                    return False
        return True
