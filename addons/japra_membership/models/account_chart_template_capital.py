from odoo import models

from odoo.addons.account.models.chart_template import template


class AccountChartTemplate(models.AbstractModel):
    """What a primary cooperative has put into its secondary one."""

    _inherit = "account.chart.template"

    @template("id", "account.account")
    def _get_id_coop_capital_account(self):
        return {
            "coop_investment": {
                "code": "12110010",
                "name": "Shares in a Secondary Cooperative",
                "name@id": "Penyertaan pada Koperasi Sekunder",
                "account_type": "asset_non_current",
            },
        }

    @template("id", "res.company")
    def _get_id_coop_capital_company(self):
        return {self.env.company.id: {"coop_investment_account_id": "coop_investment"}}

    def _load_coop_shares(self, company):
        result = super()._load_coop_shares(company)
        self._load_coop_capital(company)
        return result

    def _load_coop_capital(self, company):
        """Add to a company with chart `id` what it has not yet; the rest stays."""
        loader = self.with_company(company).with_context(lang="en_US")
        data = {}
        if not loader.ref("coop_investment", raise_if_not_found=False):
            everything = loader._get_chart_template_data("id")
            accounts = everything["account.account"]
            data["account.account"] = {"coop_investment": accounts["coop_investment"]}
        [values] = loader._get_id_coop_capital_company().values()
        data["res.company"] = {
            company.id: {
                name: value for name, value in values.items() if not company[name]
            }
        }
        loader._load_data(data)
        loader._load_translations(companies=company, template_data=data)
