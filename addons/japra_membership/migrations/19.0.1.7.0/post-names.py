"""Accounts that the chart names in English or wrongly are called what they are."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["account.chart.template"]._coop_name_accounts()
