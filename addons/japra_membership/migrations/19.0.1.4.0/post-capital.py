"""Entry fees: every cooperative gets their account and their product.

Who is a member already owes none, so no account of a member is opened.
"""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for company in env["res.company"].search([("chart_template", "=", "id")]):
        env["account.chart.template"]._load_coop_shares(company)
