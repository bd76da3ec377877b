"""OCA's trial balance on paper; runs inside `odoo shell`."""

import re
from datetime import date

from odoo.addons.japra_base.tests.print_common import ENGINES, pages, words

# When it was printed stands on each page: a minute may end between two engines.
CLOCK = re.compile(r"\d\d:\d\d")


def print_with_each_engine(env):
    """Print a trial balance of two pages; returns what is on the pages."""
    company = env["res.company"].create(
        {"name": "Koperasi Neraca", "country_id": env.ref("base.id").id}
    )
    env["account.chart.template"].try_loading("id", company=company, install_demo=False)
    env = env(context={**env.context, "allowed_company_ids": company.ids})
    wizard = env["trial.balance.report.wizard"].create(
        {
            "date_from": date(2026, 1, 1),
            "date_to": date(2026, 12, 31),
            "company_id": company.id,
            "hide_account_at_0": False,
        }
    )
    data = wizard._prepare_report_data()
    reports = env["ir.actions.report"].with_context(force_report_rendering=True)
    papers = []
    for name in ENGINES:
        env["ir.config_parameter"].set_param("report.pdf_engine", name)
        pdf, _kind = reports._render_qweb_pdf(
            "account_financial_report.trial_balance", wizard.ids, data=data
        )
        papers.append(pdf)
    first, second = (
        [[word for word in page if not CLOCK.fullmatch(word)] for page in words(paper)]
        for paper in papers
    )
    return {
        "pages": len(first),
        "same": first == second,
        "text": pages(papers[0]),
    }
