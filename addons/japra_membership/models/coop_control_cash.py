from odoo import api, fields, models
from odoo.fields import Domain


class CoopControl(models.AbstractModel):
    _inherit = "coop.control"

    @api.model
    def _failures(self, company, as_of=None):
        failures = super()._failures(company, as_of)
        as_of = as_of or fields.Date.to_date("9999-12-31")
        return [*failures, *self._check_cash(company, as_of)]

    def _check_cash(self, company, as_of):
        """Cash on its way = what was handed over and not accepted."""
        # In sudo: a sum of what the user may read would be no check.
        account = company.sudo().coop_cash_transit_account_id
        if not account:
            return []
        [[ledger]] = (
            self.env["account.move.line"]
            .sudo()
            ._read_group(
                [
                    ("company_id", "=", company.id),
                    ("account_id", "=", account.id),
                    ("parent_state", "=", "posted"),
                    ("date", "<=", as_of),
                ],
                aggregates=["balance:sum"],
            )
        )
        open_then = Domain("date_done", "=", False) | Domain("date_done", ">", as_of)
        [[waiting]] = (
            self.env["coop.cash.transfer"]
            .sudo()
            ._read_group(
                Domain("company_id", "=", company.id)
                & Domain("state", "!=", "draft")
                & Domain("destination_id.type", "=", "cash")
                & Domain("date", "<=", as_of)
                & open_then,
                aggregates=["amount:sum"],
            )
        )
        if round(ledger or 0) == round(waiting or 0):
            return []
        return [
            {
                "check": "cash",
                "record": account.with_company(company),
                "message": self.env._(
                    "Cash being handed over stands at %(ledger)s in the ledger, the "
                    "hand-overs say %(waiting)s.",
                    ledger=company.currency_id.format(ledger or 0),
                    waiting=company.currency_id.format(waiting or 0),
                ),
            }
        ]
