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
            "coop_voluntary_savings": {
                "code": "21300010",
                "name": self.env._("Voluntary Savings"),
                "account_type": "liability_current",
                "coop_control": True,
            },
            "coop_entry_fee": {
                "code": "81100060",
                "name": "Entry Fees of Members",
                "name@id": "Pendapatan Uang Pangkal",
                "account_type": "income_other",
                "coop_control": True,
            },
            # What members paid to the bank, until the bank's own line closes it.
            "coop_clearing": {
                "code": "11130010",
                "name": self.env._("Payments on Their Way"),
                "account_type": "asset_current",
                "reconcile": True,
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
        return {
            self.env.company.id: {
                "coop_receipt_journal_id": "coop_receipt",
                "coop_clearing_account_id": "coop_clearing",
            }
        }

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
            "coop_product_sukarela": {
                "code": "SUKARELA",
                "name": "Voluntary Savings",
                "name@id": "Simpanan Sukarela",
                "share_kind": "sukarela",
                "account_id": "coop_voluntary_savings",
                "company_id": self.env.company.id,
                "sequence": 30,
            },
            "coop_product_entry_fee": {
                "code": "PANGKAL",
                "name": "Entry Fee",
                "name@id": "Uang Pangkal",
                "share_kind": "entry_fee",
                "account_id": "coop_entry_fee",
                "company_id": self.env.company.id,
                "sequence": 15,
            },
        }

    def _coop_chart(self):
        """What this add-on brings to chart `id`: {model: {key: values}}."""
        return {
            "account.account": self._get_id_coop_share_account(),
            "account.journal": self._get_id_coop_receipt_journal(),
            "coop.product": self._get_id_coop_share_product(),
            "res.company": self._get_id_coop_receipt_company(),
        }

    def _load_coop_shares(self, company):
        """Add to a company with chart `id` what this add-on brings and it has not yet.

        What is there stays as the cooperative has made it.
        """
        loader = self.with_company(company).with_context(lang="en_US")
        everything = loader._get_chart_template_data("id")
        ours = loader._coop_chart()
        values = ours.pop("res.company")[company.id]
        data = {
            model: {
                key: everything[model][key]
                for key in rows
                if not loader.ref(key, raise_if_not_found=False)
            }
            for model, rows in ours.items()
        }
        data["res.company"] = {
            company.id: {
                name: value for name, value in values.items() if not company[name]
            }
        }
        loader._load_data(data)
        loader._load_translations(companies=company, template_data=data)
