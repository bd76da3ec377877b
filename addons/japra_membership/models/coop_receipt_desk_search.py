import re

from odoo import api, models
from odoo.tools import SQL
from odoo.tools.sql import escape_psql

from odoo.addons.japra_base.calc.phone import LONGEST_LOCAL, national_digits
from odoo.addons.japra_base.models.labels import labels

from .res_partner_desk import HOUSE, NAMES, PHONE

ROWS = 8
# Of thousands of one name the teller must say more: no need to sort them all.
CANDIDATES = 1000
# Fewer digits end too many phone numbers.
PHONE_DIGITS = 3


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
        words = self._desk_words(query[:80].replace("\x00", ""))
        if not words:
            return []
        members = self._desk_find(words)
        if len(members) < ROWS and not self._desk_named(words, members):
            # By the head of the household; whose own name fits comes first anyway.
            members = self._desk_find(words, heads=True)
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
    def _desk_find(self, words, heads=False, inside=False):
        """The memberships that fit all words, the best first."""
        company = self.env.company
        for model, names in {
            "coop.membership": ["company_id", "number", "partner_id", "state"],
            "res.partner": ["company_id", "name", "nickname", "phone"],
            "coop.household": ["company_id", "head_id", "house"],
            "coop.household.person": ["company_id", "household_id", "partner_id"],
        }.items():
            self.env[model].flush_model(names)
        # Few have a number, door or phone of these digits, and thousands a name.
        words = sorted(words, key=str.isalpha)
        parts, joins, among = [], [], None
        for place, word in enumerate(words):
            parts += self._desk_people(company, word, place, heads, inside, among)
            joins.append(SQL.identifier(f"word{place}"))
            if not (heads or word.isalpha()):
                among = joins[-1]
        rows = self.env.execute_query(
            SQL(
                """
                WITH %s
                SELECT m.id
                  FROM (SELECT partner_id, %s AS rank FROM %s
                        ORDER BY 2, 1 LIMIT %s) best
                  JOIN coop_membership m USING (partner_id)
                  JOIN res_partner p ON p.id = partner_id
                 WHERE m.company_id = %s
              ORDER BY rank, m.state NOT IN ('member', 'approved', 'suspended'),
                       p.name, m.number, m.id
                 LIMIT %s
                """,
                SQL(", ").join(parts),
                SQL(" + ").join(SQL("%s.rank", word) for word in joins),
                SQL("%s" + " JOIN %s USING (partner_id)" * (len(joins) - 1), *joins),
                CANDIDATES,
                company.id,
                ROWS,
            )
        )
        members = self.env["coop.membership"].browse(row[0] for row in rows)
        return members._filtered_access("read")

    @api.model
    def _desk_people(self, company, word, place, heads, inside, among=None):
        """Return the tables of whom one word means, the last one with a rank.

        0 as the number, 1 as the member's own name, phone or door, 2 by the house.

        :param among: the table of another word; names are looked for only there
        """
        table, names = SQL.identifier(f"word{place}"), SQL.identifier(f"names{place}")
        begun = self._desk_begun(word)
        fits = SQL(NAMES.format("p") + " @@ to_tsquery('simple', %s)", begun)
        if inside:
            fits = SQL("p.name ILIKE %s", f"%{escape_psql(word)}%")
        elif not begun:
            fits = SQL("FALSE")
        if among:
            fits = SQL("%s AND p.id IN (SELECT partner_id FROM %s)", fits, among)
        found = SQL(" UNION ALL ").join(self._desk_ways(company, word, names, heads))
        return [
            SQL(
                "%s AS MATERIALIZED (SELECT p.id FROM res_partner p "
                "WHERE %s AND (p.company_id = %s OR p.company_id IS NULL))",
                names,
                fits,
                company.id,
            ),
            SQL(
                "%s AS (SELECT partner_id, MIN(rank) AS rank FROM (%s) way "
                "GROUP BY partner_id)",
                table,
                found,
            ),
        ]

    @api.model
    def _desk_ways(self, company, word, names, heads):
        """Yield queries of (partner, rank) for one word."""
        homes = SQL(
            "JOIN coop_household_person hp ON hp.household_id = h.id "
            "WHERE h.company_id = %s",
            company.id,
        )
        yield SQL("SELECT id AS partner_id, 1 AS rank FROM %s", names)
        if heads:
            yield SQL(
                "SELECT hp.partner_id, 2 FROM %s n JOIN coop_household h "
                "ON h.head_id = n.id %s",
                names,
                homes,
            )
        yield SQL(
            "SELECT partner_id, 0 FROM coop_membership "
            "WHERE company_id = %s AND number IN %s",
            company.id,
            self._desk_numbers(company, word),
        )
        door = re.sub(r"[^A-Z0-9]", "", word)
        if any(sign.isdigit() for sign in door):
            house = SQL(HOUSE.format("h"))
            yield SQL(
                "SELECT hp.partner_id, CASE WHEN %s = %s THEN 1 ELSE 2 END "
                "FROM coop_household h %s AND %s LIKE %s",
                house,
                door,
                homes,
                house,
                door if door.isdigit() else f"{door}%",
            )
        digits = re.sub(r"\D", "", word)
        if len(digits) > LONGEST_LOCAL:
            digits = national_digits(digits)
        if len(digits) >= PHONE_DIGITS and not re.search("[A-Z]", word):
            yield SQL(
                "SELECT p.id, 1 FROM res_partner p WHERE p.phone IS NOT NULL AND "
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
            digits = {word, word.lstrip("0").zfill(4)}
            numbers += (f"{company.coop_code}-{one}" for one in digits)
        return tuple(numbers)

    @api.model
    def _desk_named(self, words, members):
        """Whether a number was said that is one of theirs: nobody else is meant."""
        company = self.env.company
        said = {
            number for word in words for number in self._desk_numbers(company, word)
        }
        return not said.isdisjoint(members.mapped("number"))

    @api.model
    def _desk_rows(self, members):
        states = labels(members, "state")
        return [
            {
                "id": member.id,
                "number": member._shown_number(),
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
