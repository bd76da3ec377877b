from odoo import models


class AccountBankStatementLine(models.Model):
    _inherit = "account.bank.statement.line"

    def _auto_reconcile(self):
        """In a cooperative a person matches a bank line, and nothing does by itself.

        The add-on compares neither amount nor person: a text of the bank that is part
        of one open number was enough to book its invoice as paid.
        """
        others = self._coop_others()
        return super(AccountBankStatementLine, others)._auto_reconcile()

    def _retrieve_partner(self):
        """Nobody is taken for who paid because the text holds a like name."""
        others = self._coop_others()
        return super(AccountBankStatementLine, others)._retrieve_partner()

    def _coop_others(self):
        """Return the lines of companies that are no cooperatives."""
        coops = self.company_id._coop_companies()
        return self.filtered(lambda line: line.company_id not in coops)
