from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class CoopControl(models.AbstractModel):
    _name = "coop.control"
    _description = "Control Check"

    @api.model
    def _failures(self, company, as_of=None):
        """Return what must be zero and is not: dicts of check, record and message.

        Add-ons extend the list.
        """
        self.env.flush_all()
        as_of = as_of or fields.Date.to_date("9999-12-31")
        return [
            *self._check_sums(company, as_of),
            *self._check_lines(company, as_of),
            *self._check_numbers(company),
            *self._check_unsealed(company),
            *self._check_chain(company),
        ]

    def _check_sums(self, company, as_of):
        """Members' money on a control account = the account in the ledger."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.account_id, SUM(line.balance),
                       COALESCE(SUM(line.balance)
                                FILTER (WHERE member.account_id = line.account_id), 0)
                  FROM account_move_line line
                  JOIN account_account account ON account.id = line.account_id
             LEFT JOIN coop_account member ON member.id = line.coop_account_id
                 WHERE account.coop_control
                   AND line.company_id = %s
                   AND line.parent_state = 'posted'
                   AND line.date <= %s
              GROUP BY line.account_id
                """,
                company.id,
                as_of,
            )
        )
        # In sudo: the account of a failure is named to whoever checks.
        Account = self.env["account.account"].sudo().with_company(company)
        return [
            {
                "check": "sums",
                "record": Account.browse(account_id),
                "message": self.env._(
                    "%(account)s stands at %(ledger)s in the ledger, its member "
                    "accounts at %(members)s.",
                    account=Account.browse(account_id).display_name,
                    ledger=company.currency_id.format(total),
                    members=company.currency_id.format(members),
                ),
            }
            for account_id, total, members in rows
            if round(total) != round(members)
        ]

    def _check_lines(self, company, as_of):
        """A line on a member account agrees with it in every respect."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.id
                  FROM account_move_line line
                  JOIN account_move move ON move.id = line.move_id
                  JOIN account_account account ON account.id = line.account_id
             LEFT JOIN coop_account member ON member.id = line.coop_account_id
                 WHERE (account.coop_control OR member.id IS NOT NULL)
                   AND line.company_id = %s
                   AND line.date <= %s
                   AND (member.id IS NULL
                        OR member.account_id != line.account_id
                        OR member.partner_id IS DISTINCT FROM line.partner_id
                        OR member.company_id != line.company_id
                        OR move.date != line.date
                        OR move.state != line.parent_state
                        OR move.move_type != 'entry'
                        OR move.coop_origin_key IS NULL)
              ORDER BY line.id
                 LIMIT 100
                """,
                company.id,
                as_of,
            )
        )
        # In sudo: a line that does not agree is named, whoever may read it.
        lines = self.env["account.move.line"].sudo().browse(row[0] for row in rows)
        return [
            {
                "check": "lines",
                "record": line,
                "message": self.env._(
                    "A line of %s does not agree with its member account.",
                    line.move_id.name,
                ),
            }
            for line in lines
        ]

    def _sealed_journals_domain(self, company):
        return (
            Domain("company_id", "=", company.id)
            & Domain("journal_id.coop_sealed", "=", True)
            & Domain("state", "=", "posted")
        )

    def _check_numbers(self, company):
        """The entries of a sealed journal are numbered without gap or double."""
        # In sudo: with entries left out there would be gaps that are none.
        groups = (
            self.env["account.move"]
            .sudo()
            ._read_group(
                self._sealed_journals_domain(company),
                ["journal_id", "sequence_prefix"],
                ["__count", "sequence_number:min", "sequence_number:max"],
            )
        )
        return [
            {
                "check": "numbers",
                "record": journal,
                "message": self.env._(
                    "%(prefix)s holds %(count)s entries, numbered from %(first)s to "
                    "%(last)s.",
                    prefix=prefix,
                    count=count,
                    first=first,
                    last=last,
                ),
            }
            for journal, prefix, count, first, last in groups
            if first != 1 or last != count
        ]

    def _count_sealed(self, company):
        """(entries that are sealed, entries that are not yet)."""
        # In sudo: they are counted whole, whoever checks.
        moves = self.env["account.move"].sudo()
        booked = self._sealed_journals_domain(company)
        waiting = moves.search_count(booked & Domain("inalterable_hash", "=", False))
        return moves.search_count(booked) - waiting, waiting

    def _check_unsealed(self, company):
        """What was posted yesterday is sealed today."""
        # In sudo: what was not sealed is counted whole, whoever checks.
        groups = (
            self.env["account.move"]
            .sudo()
            ._read_group(
                self._sealed_journals_domain(company)
                & Domain("inalterable_hash", "=", False)
                & Domain("create_date", "<", fields.Datetime.now() - timedelta(days=1)),
                ["journal_id"],
                ["__count"],
            )
        )
        return [
            {
                "check": "unsealed",
                "record": journal,
                "message": self.env._(
                    "%(count)s entries of %(journal)s are older than a day and not "
                    "sealed.",
                    count=count,
                    journal=journal.name,
                ),
            }
            for journal, count in groups
        ]

    def _check_chain(self, company):
        """What is sealed is what was sealed."""
        # Core's own check reads every journal, and asks for an accountant.
        checked = company.with_user(SUPERUSER_ID)._check_hash_integrity()
        return [
            {
                "check": "chain",
                "record": company,
                "message": f"{row['journal_name']}: {row['msg_cover']}",
            }
            for row in checked["results"]
            if row["status"] == "corrupted"
        ]
