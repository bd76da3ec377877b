"""Cash sessions: every cooperative gets the safe, the way between and the journal."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for company in env["res.company"].search([("chart_template", "=", "id")]):
        env["account.chart.template"]._load_coop_shares(company)
