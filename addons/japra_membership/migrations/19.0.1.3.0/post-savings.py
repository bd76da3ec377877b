"""Voluntary savings: every cooperative gets the product, every member an account."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for company in env["res.company"].search([("chart_template", "=", "id")]):
        env["account.chart.template"]._load_coop_shares(company)
        product = env["coop.product"].search(
            [("company_id", "=", company.id), ("share_kind", "=", "sukarela")]
        )
        members = env["coop.membership"].search(
            [("company_id", "=", company.id), ("date_admitted", "!=", False)]
        )
        env["coop.account"].create(
            [
                member._prepare_account_vals(product)
                for member in members
                if product not in member.account_ids.product_id
            ]
        )
