from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Nobody writes limits by hand any more: what let the board do so goes."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    if rule := env.ref(
        "japra_base.coop_approval_rule_rule_own", raise_if_not_found=False
    ):
        rule.unlink()
