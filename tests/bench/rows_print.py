"""Papers, as the user waits for them: template, layout and PDF."""

import io

from odoo.tools.pdf import PdfFileReader

from . import ground
from .harness import Work, row

NOTE = "from template to PDF, by a process that has printed before; absolute"
REGISTER_ROWS = 900
REGISTER_PAGES = 38


@row("kwitansi as PDF", must=0.2, note=NOTE)
def kwitansi(env):
    return kwitansis(env, 1)


@row("50 kwitansi as one PDF", must=2, note=NOTE)
def fifty_kwitansi(env):
    return kwitansis(env, 50)


@row("register of 38 pages as PDF", must=1.5, note=NOTE)
def register(env):
    company = ground.cooperative(env, "Massa")
    teller = ground.desk(env, "bench.teller", company)
    members = teller["coop.membership"].search(
        [("company_id", "=", company.id)], limit=REGISTER_ROWS
    )
    return printed(members, "japra_membership.action_report_register", REGISTER_PAGES)


def kwitansis(env, count):
    receipts = ground.desk(env, "bench.teller")["coop.receipt"].search(
        [("state", "=", "posted")], limit=count
    )
    return printed(receipts, "japra_membership.action_report_kwitansi", count)


def printed(records, report, pages):
    def ours():
        return records.env["ir.actions.report"]._render_qweb_pdf(report, records.ids)[0]

    found = len(PdfFileReader(io.BytesIO(ours())).pages)
    # The style sheets compiled by the first print stay.
    records.env.cr.commit()
    if found < pages:
        raise AssertionError(f"{report} has {found} pages, not {pages}")
    return Work(ours)
