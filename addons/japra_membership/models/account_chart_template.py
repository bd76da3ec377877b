from odoo import models

from odoo.addons.account.models.chart_template import template


class AccountChartTemplate(models.AbstractModel):
    _inherit = "account.chart.template"

    @template("id", "account.account")
    def _get_id_coop_share_account(self):
        return {
            "coop_entry_share": {
                "code": "31110010",
                "name": self.env._("Entry Shares"),
                "account_type": "equity",
                "coop_control": True,
            },
            "coop_mandatory_share": {
                "code": "31110020",
                "name": self.env._("Mandatory Shares"),
                "account_type": "equity",
                "coop_control": True,
            },
        }

    @template("id", "account.journal")
    def _get_id_coop_receipt_journal(self):
        return {
            "coop_receipt": {
                "code": "KWT",
                "name": self.env._("Receipts"),
                "type": "general",
                "coop_sealed": True,
                "show_on_dashboard": False,
                # Never the one that an entry by hand proposes.
                "sequence": 90,
            },
        }

    @template("id", "res.company")
    def _get_id_coop_receipt_company(self):
        return {self.env.company.id: {"coop_receipt_journal_id": "coop_receipt"}}

    @template("id", "coop.product")
    def _get_id_coop_share_product(self):
        # Code translations reach account's own models only: hence `name@id`.
        return {
            "coop_product_pokok": {
                "code": "POKOK",
                "name": "Entry Share",
                "name@id": "Simpanan Pokok",
                "share_kind": "pokok",
                "account_id": "coop_entry_share",
                "company_id": self.env.company.id,
                "sequence": 10,
            },
            "coop_product_wajib": {
                "code": "WAJIB",
                "name": "Mandatory Share",
                "name@id": "Simpanan Wajib",
                "share_kind": "wajib",
                "account_id": "coop_mandatory_share",
                "company_id": self.env.company.id,
                "sequence": 20,
            },
        }

    def _load_coop_shares(self, company):
        """Load what this add-on adds to chart `id` where the chart is there already."""
        loader = self.with_company(company).with_context(lang="en_US")
        ours = ("coop_entry_share", "coop_mandatory_share", "coop_receipt")
        data = loader._get_chart_template_data("id")
        data = {
            "account.account": {k: data["account.account"][k] for k in ours[:2]},
            "account.journal": {k: data["account.journal"][k] for k in ours[2:]},
            "res.company": loader._get_id_coop_receipt_company(),
            "coop.product": data["coop.product"],
        }
        loader._load_data(data)
        loader._load_translations(companies=company, template_data=data)
