"""Values of bylaws stand in a decision now: those entered before get one."""

from odoo import SUPERUSER_ID, api

from odoo.addons.japra_base.models import guard
from odoo.addons.japra_base.models.coop_decision import FOUNDING_TITLE


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    # Only the administrator creates values of the law: rights say so, no rule.
    for name in ("coop_parameter_value_rule_own", "coop_parameter_value_rule_law"):
        if rule := env.ref(f"japra_base.{name}", raise_if_not_found=False):
            rule.unlink()
    cr.execute(
        """SELECT company_id, min(valid_from) FROM coop_parameter_value
            WHERE company_id IS NOT NULL AND decision_id IS NULL
            GROUP BY company_id ORDER BY company_id"""
    )
    for company_id, first in cr.fetchall():
        company = env["res.company"].browse(company_id)
        decision = env["coop.decision"].create(
            {
                "company_id": company_id,
                "name": "ART",
                "date": min(first, company._coop_today()),
                "body": "founding",
                "title": FOUNDING_TITLE,
            }
        )
        guard.opened(decision).state = "issued"
        env.flush_all()
        # By SQL, because no value is ever changed: what it says stays.
        cr.execute(
            """UPDATE coop_parameter_value SET decision_id = %s
                WHERE company_id = %s AND decision_id IS NULL""",
            [decision.id, company_id],
        )
    env.invalidate_all()
