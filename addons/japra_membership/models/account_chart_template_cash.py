from odoo import models

from odoo.addons.account.models.chart_template import template


class AccountChartTemplate(models.AbstractModel):
    """What cash needs beside the counter: a safe, a way between, a journal."""

    _inherit = "account.chart.template"

    @template("id", "account.account")
    def _get_id_coop_cash_account(self):
        return {
            "coop_safe": {
                "code": "11110020",
                "name": self.env._("Cash in the Safe"),
                "account_type": "asset_cash",
            },
            # What has left one box and has not been accepted at the other.
            "coop_cash_transit": {
                "code": "11130020",
                "name": self.env._("Cash Being Handed Over"),
                "account_type": "asset_current",
            },
        }

    @template("id", "account.journal")
    def _get_id_coop_cash_journal(self):
        return {
            "coop_safe_journal": {
                "code": "BRK",
                "name": self.env._("Safe"),
                "type": "cash",
                "default_account_id": "coop_safe",
                "coop_safe": True,
                "show_on_dashboard": False,
                # Never the one that a receipt proposes.
                "sequence": 95,
            },
            "coop_cash_journal": {
                "code": "KAS",
                "name": self.env._("Cash Movements"),
                "type": "general",
                "coop_sealed": True,
                "show_on_dashboard": False,
                "sequence": 91,
            },
        }

    @template("id", "res.company")
    def _get_id_coop_cash_company(self):
        return {
            self.env.company.id: {
                "coop_cash_journal_id": "coop_cash_journal",
                "coop_cash_transit_account_id": "coop_cash_transit",
            }
        }

    def _coop_chart(self):
        chart = super()._coop_chart()
        chart["account.account"] |= self._get_id_coop_cash_account()
        chart["account.journal"] |= self._get_id_coop_cash_journal()
        chart["res.company"][self.env.company.id] |= self._get_id_coop_cash_company()[
            self.env.company.id
        ]
        return chart
