from odoo import api, models

from odoo.addons.japra_base.calc.dates import long_date
from odoo.addons.japra_base.models.labels import labels


class ReportRegister(models.AbstractModel):
    _name = "report.japra_membership.report_register"
    _description = "Register of Members on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        """The chosen members, or all of the cooperative at hand, as the user reads."""
        lang = self.env["res.company"]._coop_paper_lang()
        memberships = self.env["coop.membership"].with_context(lang=lang)
        if docids:
            docs = memberships.browse(docids).filtered("number").sorted("number")
        else:
            docs = memberships.search(
                [("company_id", "=", self.env.company.id), ("number", "!=", False)]
            )
        numbers = self._numbers(docs)
        return {
            "facts_of": lambda member: self._facts(member, numbers),
            "row_of": self._row,
            "books": list(docs.grouped("company_id").items()),
            "paper_lang": lang,
            "long_date": long_date,
        }

    @api.model
    def _numbers(self, memberships):
        """{person id: NIK}, whole and noted for the registrar, else masked."""
        people = memberships.partner_id
        # The number of who was entered twice stands on the record that stays.
        people |= people.merged_into_id
        if self.env.user.has_group("japra_membership.group_registrar"):
            return people.sudo(False)._unmasked("l10n_id_nik")
        return {person.id: person.l10n_id_nik_masked or "" for person in people}

    @api.model
    def _row(self, member):
        """What happened to the row: signature, leaving, end and why.

        Only in this membership: who comes back signs anew.
        """
        signed = self._entry(member, ("signed",), member.date_signed)
        ended = self._entry(member, ("died", "left", "struck"), member.date_ended)
        words = ""
        if signed:
            ways = labels(signed, "signature")
            words = f"{ways[signed.signature]} {signed.date:%d/%m/%Y}"
            if signed.witness:
                words += f" ({signed.witness})"
        kinds = labels(member.event_ids, "kind")
        return {
            "admitted": self._day(member.date_admitted),
            "signed": words,
            "leaving": self._day(member.date_leaving),
            "ended": self._day(ended.date) if ended else "",
            "reason": (ended.reason or kinds[ended.kind]) if ended else "",
            "struck": member.state == "struck",
        }

    @api.model
    def _entry(self, member, kinds, day):
        """The last entry of one of the kinds on a day."""
        entries = member._live_events()
        return entries.filtered(lambda e: e.kind in kinds and e.date == day)[-1:]

    @api.model
    def _day(self, day):
        return f"{day:%d/%m/%Y}" if day else ""

    @api.model
    def _facts(self, member, numbers):
        """The columns that a person fills one way and a cooperative another."""
        person = member.partner_id
        if person.is_company:
            founded = person.legal_entity_date
            return {
                "number": person.nik_koperasi or "",
                "birth": founded.strftime("%d/%m/%Y") if founded else "",
                "age": 0,
                "sex": "",
                "occupation": person.company_registry or "",
            }
        born = person.birth_date
        sexes = labels(person, "sex")
        return {
            "number": numbers.get(person.id)
            or numbers.get(person.merged_into_id.id)
            or "",
            "birth": born.strftime("%d/%m/%Y") if born else person.birth_year or "",
            "age": member.age,
            # L or P, as the paper has always had it.
            "sex": sexes.get(person.sex, "")[:1],
            "occupation": person.occupation or "",
        }
