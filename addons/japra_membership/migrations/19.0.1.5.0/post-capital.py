"""Two levels: every cooperative gets the account of its shares in a secondary one."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for company in env["res.company"].search([("chart_template", "=", "id")]):
        env["account.chart.template"]._load_coop_shares(company)
