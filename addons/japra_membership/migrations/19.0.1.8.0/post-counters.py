from odoo import SUPERUSER_ID, api

RULE = "japra_membership.ir_sequence_rule_company"
PERIOD = "japra_membership.parameter_wajib_period"


def migrate(cr, version):
    """Close the counter of certificates to other cooperatives; say what is read."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    codes = ["coop.membership", "coop.membership.application", "coop.certificate"]
    if rule := env.ref(RULE, raise_if_not_found=False):
        rule.domain_force = (
            "['|', ('company_id', 'in', company_ids + [False]), "
            f"('code', 'not in', {codes})]"
        )
    if period := env.ref(PERIOD, raise_if_not_found=False):
        period.description = (
            "Kept as it is decided. Each kind of share says itself whether it is asked "
            "for by the month, quarter or year."
        )
