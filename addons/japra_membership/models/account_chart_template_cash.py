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

    def _load_coop_shares(self, company):
        result = super()._load_coop_shares(company)
        self._load_coop_cash(company)
        return result

    def _load_coop_cash(self, company):
        """Add to a company with chart `id` what it has not yet; the rest stays."""
        loader = self.with_company(company).with_context(lang="en_US")
        everything = loader._get_chart_template_data("id")
        ours = {
            "account.account": loader._get_id_coop_cash_account(),
            "account.journal": loader._get_id_coop_cash_journal(),
        }
        data = {
            model: {
                key: everything[model][key]
                for key in rows
                if not loader.ref(key, raise_if_not_found=False)
            }
            for model, rows in ours.items()
        }
        [values] = loader._get_id_coop_cash_company().values()
        data["res.company"] = {
            company.id: {
                name: value for name, value in values.items() if not company[name]
            }
        }
        loader._load_data(data)
        loader._load_translations(companies=company, template_data=data)
