from datetime import date

from odoo import models

from odoo.addons.japra_base.calc.dates import long_date
from odoo.addons.japra_base.calc.rupiah import format_rupiah
from odoo.addons.japra_base.models.labels import labels

from ..calc.merge import LEGAL


class CoopPersonMerge(models.Model):
    """The two records side by side, as the user reads them."""

    _inherit = "coop.person.merge"

    def _compare_rows(self):
        """[{label, keep, drop, mark}]; mark: same, differs, taken or kept."""
        self.ensure_one()
        people = (self.keep_id, self.drop_id)
        rows = [
            self._compare_row(label, *(read(person) for person in people))
            for label, read in self._compared_facts()
        ]
        return [row for row in rows if row["keep"] or row["drop"]] + [
            {"label": label, "keep": read(people[0]), "drop": read(people[1])}
            for label, read in self._compared_holdings()
        ]

    def _compare_row(self, label, keep, drop):
        if keep == drop:
            mark = "same"
        elif keep and drop:
            mark = "differs"
        else:
            mark = "taken" if drop else "kept"
        return {"label": label, "keep": keep, "drop": drop, "mark": mark}

    def _compared_facts(self):
        """(label, what it is of a person) of what describes her."""
        sexes = labels(self.env["res.partner"], "sex")
        named = self._identity_labels()
        return [
            (self.env._("Name"), lambda p: p.name),
            (self.env._("Nickname"), lambda p: p.nickname or ""),
            (named["l10n_id_nik"], lambda p: p.l10n_id_nik_masked or ""),
            (named["no_kk"], lambda p: p.no_kk_masked or ""),
            (named["npwp"], lambda p: p.npwp_masked or p.vat or ""),
            (self.env._("Born"), self._say_birth),
            (self.env._("Sex"), lambda p: sexes.get(p.sex, "")),
            (self.env._("Occupation"), lambda p: p.occupation or ""),
            (self.env._("Phone"), lambda p: p.phone or ""),
            (
                self.env._("Address"),
                lambda p: ", ".join(filter(None, (p.street, p.city))),
            ),
            (self.env._("Household"), lambda p: self._home(p).display_name or ""),
            *self._compared_others(),
        ]

    def _identity_labels(self):
        """Who merges may lack the right to read the fields, so also their labels."""
        return {
            "l10n_id_nik": self.env._("NIK"),
            "no_kk": self.env._("Family Card Number"),
            "npwp": self.env._("NPWP"),
        }

    def _compared_others(self):
        """(label, what it is) of all that would be taken over besides."""
        partners = self.env["res.partner"]
        for name in ("email", *LEGAL):
            label = partners._fields[name]._description_string(self.env)
            yield label, lambda p, name=name: self._say_value(p[name])

    def _say_value(self, value):
        return long_date(value) if isinstance(value, date) else value or ""

    def _compared_holdings(self):
        """(label, [what each has]) of what belongs to the records."""
        return [
            (self.env._("Memberships"), self._say_memberships),
            (self.env._("Accounts"), self._say_accounts),
            (self.env._("Receipts"), lambda p: [str(len(self._receipts(p)))]),
            (self.env._("Invoices"), self._say_invoices),
        ]

    def _say_birth(self, person):
        if person.birth_date:
            return long_date(person.birth_date)
        return str(person.birth_year or "")

    def _say_memberships(self, person):
        members = self._memberships(person)
        states = labels(members, "state")
        return [
            " ".join(
                filter(
                    None,
                    [
                        member._shown_number(),
                        states[member.state],
                        member.date_admitted and long_date(member.date_admitted),
                    ],
                )
            )
            for member in members
        ]

    def _say_accounts(self, person):
        accounts = self._memberships(person).account_ids
        balances = accounts._balances(self.company_id._coop_today())
        return [
            f"{account.number}: {format_rupiah(balances[account.id])}"
            for account in accounts
        ]

    def _say_invoices(self, person):
        invoices = self._invoices(person)
        open_ones = round(sum(invoices.mapped("amount_residual")))
        said = str(len(invoices))
        if open_ones:
            said = self.env._(
                "%(count)s, unpaid %(amount)s",
                count=said,
                amount=format_rupiah(open_ones),
            )
        return [said]
