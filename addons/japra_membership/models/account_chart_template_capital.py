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

    def _coop_chart(self):
        chart = super()._coop_chart()
        chart["account.account"] |= self._get_id_coop_capital_account()
        chart["res.company"][self.env.company.id] |= (
            self._get_id_coop_capital_company()[self.env.company.id]
        )
        return chart
