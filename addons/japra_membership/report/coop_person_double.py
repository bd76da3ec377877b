from odoo import api, fields, models
from odoo.tools import SQL


class CoopPersonDouble(models.Model):
    """A record that seems to be of a person who has an older one already.

    The same NIK, or the same name (calc.merge.spelled) and year of birth, as the
    warning at the application has it (_find_doubles); two NIK that differ, or the
    word of the registrar, make them two persons.
    """

    _name = "coop.person.double"
    _description = "Possible Duplicate"
    _auto = False
    _order = "name, id"
    _depends = {
        "res.partner": [
            "active",
            "birth_date",
            "birth_year",
            "company_id",
            "is_company",
            "l10n_id_nik",
            "merged_into_id",
            "name",
        ],
        "coop.person.merge": ["different_on", "drop_id", "keep_id"],
    }

    company_id = fields.Many2one("res.company", string="Cooperative", readonly=True)
    name = fields.Char(readonly=True)
    birth_year = fields.Integer(string="Year of Birth", readonly=True, aggregator=None)
    first_id = fields.Many2one("res.partner", string="Older Record", readonly=True)
    second_id = fields.Many2one("res.partner", string="Newer Record", readonly=True)
    first_label = fields.Char(string="One Record", compute="_compute_labels")
    second_label = fields.Char(string="Other Record", compute="_compute_labels")

    @property
    def _table_query(self):
        return SQL(
            """
            WITH person AS (
                SELECT id, company_id, name, birth_year, birth_date, l10n_id_nik,
                       lower(regexp_replace(trim(name), '\\s+', ' ', 'g')) AS spelled
                  FROM res_partner
                 WHERE is_company IS NOT TRUE AND merged_into_id IS NULL
                   AND (birth_year > 0 OR l10n_id_nik IS NOT NULL)
            ), pair AS (
                SELECT first.id AS first_id, second.id AS second_id
                  FROM person AS first
                  JOIN person AS second
                    ON second.spelled = first.spelled
                   AND second.birth_year = first.birth_year
                   AND second.id > first.id
                   AND COALESCE(second.birth_date = first.birth_date, TRUE)
                   AND COALESCE(second.l10n_id_nik = first.l10n_id_nik, TRUE)
                 WHERE first.birth_year > 0
                 UNION
                -- One of them open to every cooperative: else the index forbids it.
                SELECT first.id, second.id
                  FROM person AS first
                  JOIN person AS second
                    ON second.l10n_id_nik = first.l10n_id_nik
                   AND second.id > first.id
            )
            SELECT DISTINCT ON (second.id)
                   second.id AS id,
                   COALESCE(first.company_id, second.company_id) AS company_id,
                   second.name AS name,
                   second.birth_year AS birth_year,
                   first.id AS first_id,
                   second.id AS second_id
              FROM pair
              JOIN person AS first ON first.id = pair.first_id
              JOIN person AS second ON second.id = pair.second_id
             WHERE COALESCE(second.company_id = first.company_id, TRUE)
               AND NOT EXISTS (
                   SELECT 1 FROM coop_person_merge AS merge
                    WHERE merge.different_on IS NOT NULL
                      AND LEAST(merge.keep_id, merge.drop_id) = first.id
                      AND GREATEST(merge.keep_id, merge.drop_id) = second.id)
          ORDER BY second.id, first.id
            """
        )

    @api.depends("first_id", "second_id")
    def _compute_labels(self):
        members = self.env["coop.membership"].search(
            [("partner_id", "in", (self.first_id | self.second_id).ids)]
        )
        found = {(member.partner_id, member.company_id): member for member in members}
        for double in self:
            company = double.company_id or self.env.company
            for side in ("first", "second"):
                person = double[f"{side}_id"]
                member = found.get((person, company), members.browse())
                double[f"{side}_label"] = member.display_name or person.display_name

    def action_compare(self):
        """Open the two side by side."""
        self.ensure_one()
        self.check_access("read")
        return self.first_id._open_merge(self.second_id, self.company_id)
