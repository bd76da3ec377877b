"""What somebody is follows from the register now: members of before get their rows."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    env.flush_all()
    cr.execute(
        """SELECT membership.id,
                  coalesce(date_applied, date_admitted, create_date::date),
                  date_admitted
             FROM coop_membership membership
            WHERE NOT EXISTS (SELECT 1 FROM coop_membership_event event
                               WHERE event.membership_id = membership.id)
         ORDER BY membership.id"""
    )
    entries = []
    for member, applied, admitted in cr.fetchall():
        if applied != admitted:
            entries.append(
                {"membership_id": member, "kind": "applied", "date": applied}
            )
        if admitted:
            # Admitted before there was an entry: as if it stood on paper.
            entries.append(
                {"membership_id": member, "kind": "takeover", "date": admitted}
            )
    env["coop.membership"]._write_entries(entries)
    env["res.company"].search([])._create_member_sequences()
