import os
import re
from pathlib import Path

from odoo.tests import TransactionCase, tagged

from odoo.addons.japra_base.calc.dates import long_date
from odoo.addons.japra_base.calc.rupiah import format_rupiah

DOCS = Path(__file__).parents[3] / "docs"
PAGES = {"id_ID": DOCS / "id/aturan.md", "en_US": DOCS / "en/rules.md"}
# The rows of a table of the page; its words and its head are written by hand.
BLOCK = re.compile(r"<!-- rows: (\w+) -->\n(\|[^\n]*\n\|---[^\n]*\n)((?:\|[^\n]*\n)*)")


@tagged("post_install", "-at_install")
class TestRulesPage(TransactionCase):
    """The guide says what is law and what a proposal, as the rules themselves do.

    `./japra test --docs` writes the rows anew.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.module.module"]._load_module_terms(
            ["japra_base", "japra_membership"], ["id_ID"]
        )

    def test_pages(self):
        for lang, path in PAGES.items():
            with self.subTest(path.name):
                page = path.read_text(encoding="utf-8")
                rows = self._rows(self.env(context={"lang": lang}))
                self.assertEqual({found[1] for found in BLOCK.finditer(page)}, {*rows})

                def fill(found, rows=rows):
                    lines = "".join(rows[found[1]])
                    return f"<!-- rows: {found[1]} -->\n{found[2]}{lines}"

                expected = BLOCK.sub(fill, page)
                if os.environ.get("JAPRA_DOCS"):
                    path.write_text(expected, encoding="utf-8")
                else:
                    self.assertEqual(page, expected)

    def _rows(self, env):
        """The rows of each table: what every cooperative begins with."""
        rows = {kind: [] for kind in ("confirmed", "unconfirmed", "proposed", "open")}
        for rule in env["coop.parameter"].search([]).sorted("name"):
            values = rule.value_ids.filtered(lambda value: not value.company_id)
            for value in values.sorted(lambda value: (value.valid_from, value.id)):
                if rule.scope == "bylaw":
                    kind = "proposed"
                else:
                    kind = value.standing
                rows[kind].append(self._line(rule.name, *self._cells(rule, value)))
            if not values:
                rows["open"].append(self._line(rule.name, self._unit(rule)))
        limits = env["coop.approval.rule"].search([("company_id", "=", False)])
        rows["limits"] = [
            self._line(
                limit.display_name,
                format_rupiah(round(limit.amount_above)),
                self._label(limit, "role"),
            )
            for limit in limits
        ]
        return rows

    def _cells(self, rule, value):
        since, unit = value.valid_from, self._unit(rule)
        text = rule._format_value(value._get_value()).replace("Rp\xa0", "Rp")
        return (
            text.removesuffix(f" {unit}"),
            unit,
            long_date(since) if rule.env.lang == "id_ID" else f"{since:%-d %B %Y}",
            value.legal_basis,
            value.source,
            self._label(value, "standing"),
        )

    def _unit(self, rule):
        return rule.measure or self._label(rule, "unit")

    def _label(self, record, name):
        return dict(record._fields[name]._description_selection(record.env))[
            record[name]
        ]

    def _line(self, *cells):
        return f"| {' | '.join(cell or '–' for cell in cells)} |\n"
