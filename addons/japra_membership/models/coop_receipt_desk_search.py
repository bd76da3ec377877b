import re

from odoo import api, models
from odoo.tools import SQL
from odoo.tools.sql import escape_psql

from .res_partner_desk import HOUSE, NAMES, PHONE

ROWS = 8
# Fewer digits end too many phone numbers.
PHONE_DIGITS = 3
# What a number may begin with and a member leaves out.
DIALLED = re.compile(r"^(?:62|0)")


class CoopReceipt(models.Model):
    """How the desk finds a member: by whatever is said or scanned at the counter."""

    _inherit = "coop.receipt"

    @api.model
    @api.readonly
    def desk_search(self, query):
        """The members of this cooperative who fit best, at most eight."""
        self._check_desk()
        if not isinstance(query, str):
            return []
        words = self._desk_words(query[:80])
        if not words:
            return []
        members = self._desk_find(words)
        if not members and all(word.isalpha() for word in words):
            # Perhaps from the middle of a name; slower, so only where nothing else is.
            members = self._desk_find(words, inside=True)
        return self._desk_rows(members)

    def _check_desk(self):
        """Only who may make a receipt sits at the desk."""
        self.check_access("create")
        self.env["coop.membership"].check_access("read")

    @api.model
    def _desk_words(self, query):
        """What was typed, word by word; a phone number is one, and so is a door."""
        query = " ".join(query.upper().split())
        if not any(sign.isalpha() for sign in query):
            query = re.sub(r"\D", "", query)
        # "C 12" is the door C-12.
        query = re.sub(r"\b([A-Z]) (\d)", r"\1-\2", query)
        return [
            word for word in query.split() if sum(sign.isalnum() for sign in word) >= 2
        ]

    @api.model
    def _desk_find(self, words, inside=False):
        """The memberships that fit all words, the best first."""
        company = self.env.company
        for model, names in {
            "coop.membership": ["company_id", "number", "partner_id", "state"],
            "res.partner": ["name", "nickname", "phone"],
            "coop.household": ["company_id", "head_id", "house"],
            "coop.household.person": ["company_id", "household_id", "partner_id"],
        }.items():
            self.env[model].flush_model(names)
        fits = SQL(" AND ").join(
            SQL(
                "m.partner_id IN (%s)",
                SQL(" UNION ").join(self._desk_people(company, word, inside)),
            )
            for word in words
        )
        rank = SQL(" + ").join(self._desk_rank(company, word) for word in words)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT m.id
                  FROM coop_membership m
                  JOIN res_partner p ON p.id = m.partner_id
             LEFT JOIN coop_household_person hp
                    ON hp.partner_id = m.partner_id AND hp.company_id = m.company_id
             LEFT JOIN coop_household h ON h.id = hp.household_id
                 WHERE m.company_id = %s AND %s
              ORDER BY %s, m.state NOT IN ('member', 'approved', 'suspended'),
                       p.name, m.number, m.id
                 LIMIT %s
                """,
                company.id,
                fits,
                rank,
                ROWS,
            )
        )
        members = self.env["coop.membership"].browse(row[0] for row in rows)
        return members._filtered_access("read")

    @api.model
    def _desk_people(self, company, word, inside=False):
        """Yield queries of the people whom one word may mean."""
        if inside:
            pattern = f"%{escape_psql(word)}%"
            yield SQL("SELECT id FROM res_partner WHERE name ILIKE %s", pattern)
            return
        homes = SQL(
            "JOIN coop_household_person hp ON hp.household_id = h.id "
            "WHERE h.company_id = %s",
            company.id,
        )
        if begun := self._desk_begun(word):
            names = SQL(NAMES.format("p") + " @@ to_tsquery('simple', %s)", begun)
            yield SQL("SELECT p.id FROM res_partner p WHERE %s", names)
            yield SQL(
                "SELECT hp.partner_id FROM res_partner p "
                "JOIN coop_household h ON h.head_id = p.id %s AND %s",
                homes,
                names,
            )
        yield SQL(
            "SELECT partner_id FROM coop_membership "
            "WHERE company_id = %s AND number IN %s",
            company.id,
            self._desk_numbers(company, word),
        )
        door = re.sub(r"[^A-Z0-9]", "", word)
        if any(sign.isdigit() for sign in door):
            yield SQL(
                "SELECT hp.partner_id FROM coop_household h %s AND "
                + HOUSE.format("h")
                + " LIKE %s",
                homes,
                door if door.isdigit() else f"{door}%",
            )
        digits = re.sub(r"\D", "", word)
        if digits and len(digits) >= PHONE_DIGITS and not re.search("[A-Z]", word):
            if len(digits) > 8:
                digits = DIALLED.sub("", digits)
            yield SQL(
                "SELECT p.id FROM res_partner p WHERE p.phone IS NOT NULL AND "
                + PHONE.format("p")
                + " LIKE %s",
                f"{digits[::-1]}%",
            )

    @api.model
    def _desk_begun(self, word):
        """The word as the beginning of a name, in the language of text search."""
        parts = re.findall(r"[^\W_]+", word)
        return " & ".join(f"'{part.lower()}':*" for part in parts)

    @api.model
    def _desk_numbers(self, company, word):
        """The member numbers that a word may mean: KUN-0012, 0012, 12."""
        numbers = [word]
        if word.isdecimal() and company.coop_code:
            numbers.append(f"{company.coop_code}-{word.lstrip('0').zfill(4)}")
        return tuple(numbers)

    @api.model
    def _desk_rank(self, company, word):
        """How well a word fits: 0 as a number, 1 as the member's own name or door."""
        begun = self._desk_begun(word)
        return SQL(
            "CASE WHEN m.number IN %s THEN 0 "
            "WHEN %s THEN 1 WHEN " + HOUSE.format("h") + " = %s THEN 1 ELSE 2 END",
            self._desk_numbers(company, word),
            SQL(NAMES.format("p") + " @@ to_tsquery('simple', %s)", begun)
            if begun
            else SQL("FALSE"),
            re.sub(r"[^A-Z0-9]", "", word),
        )

    @api.model
    def _desk_rows(self, members):
        states = dict(members._fields["state"]._description_selection(self.env))
        return [
            {
                "id": member.id,
                "number": member.number or member.application_number or "",
                "name": member.name,
                "nickname": member.nickname or "",
                "house": member.house or "",
                "head": member.household_id.head_id.name or "",
                "phone": re.sub(r"\D", "", member.phone or "")[-4:],
                "state": member.state,
                "standing": "" if member.state == "member" else states[member.state],
            }
            for member in members
        ]
