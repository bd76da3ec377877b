"""Lint finds what it says it finds."""

import pytest

from launcher import lint, patterns, system, xml_format

PLACES = {
    "python": "addons/japra_x/models/thing.py",
    "code": "addons/japra_x/models/thing.py",
    "tests": "addons/japra_x/tests/test_thing.py",
    "xml": "addons/japra_x/views/thing_views.xml",
    "addons": "addons/japra_x/static/src/thing.js",
}
GOOD_XML = """\
<?xml version="1.0" encoding="utf-8" ?>
<odoo>
    <record
        id="thing"
        model="a"
    >
        <field name="name">A <b>bold</b> word</field>
    </record>
</odoo>
"""


@pytest.mark.parametrize("pattern", patterns.PATTERNS, ids=lambda item: item.example)
def test_pattern_finds_its_example(pattern):
    path = PLACES[pattern.files]
    found = patterns.find_patterns(path, f"first\n{pattern.example}\n")
    assert len(found) == 1
    assert found[0].startswith(f"{path}:2: ")
    assert found[0].endswith(pattern.why)


def test_patterns_leave_the_rest_alone():
    python = """
from odoo import api, fields, models
from odoo.fields import Command, Domain

groups = self.env["account.move.line"]._read_group(domain, ["account_id"])
rows = self.formatted_read_group(domain, ["account_id"])
user.write({"group_ids": [Command.link(group.id)]})
"""
    assert patterns.find_patterns(PLACES["code"], python) == []
    assert patterns.find_patterns(PLACES["xml"], GOOD_XML) == []
    # What a test may name, code may not, and the other way round.
    raw = 'self.env.cr.execute("DELETE FROM account_move")'
    assert patterns.find_patterns(PLACES["tests"], raw) == []


@pytest.mark.parametrize(
    "line",
    [
        "import odoo",
        "from odoo import fields",
        "from odoo.tools import float_round",
        "rate = 0.5",
        "rate = float(amount)",
        "def split(total: float) -> int: ...",
    ],
)
def test_calc_is_plain_arithmetic(line):
    path = "addons/japra_x/calc/split.py"
    assert len(patterns.find_calc_breaches(path, line)) == 1
    assert patterns.find_calc_breaches("addons/japra_x/models/split.py", line) == []


def test_calc_may_use_calc_below():
    text = (
        '"""No float, no import odoo: int and Decimal."""\n'
        "from decimal import Decimal\n"
        "from odoo.addons.japra_base.calc.rupiah import terbilang\n"
        "from . import dues\n"
        "RATE = Decimal('0.5')\n"
    )
    assert patterns.find_calc_breaches("addons/japra_x/calc/split.py", text) == []


def test_long_files():
    assert patterns.find_long_file("a.py", "x\n" * 500) == []
    assert patterns.find_long_file("a.py", "x\n" * 501) == [
        "a.py: 501 lines, at most 500: split it"
    ]


def test_well_shaped_xml():
    assert xml_format.find_problems("a.xml", GOOD_XML) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("    <record", "   <record", "a.xml:3: indented by 3, not by 4"),
        ("        <field", "\t<field", "a.xml:7: tab"),
        ("    </record>", "  </record>", "a.xml:8: indented by 2, not by 4"),
        ("word</field>", "word</field> ", "a.xml:7: blank at the end of the line"),
        ("</odoo>\n", "</odoo>", "a.xml: must end with one newline"),
        ("</odoo>", "</oddo>", "a.xml: mismatched tag: line 9, column 2"),
    ],
)
def test_badly_shaped_xml(old, new, problem):
    assert problem in xml_format.find_problems("a.xml", GOOD_XML.replace(old, new))


@pytest.fixture
def catalogues(tmp_path):
    folder = tmp_path / "japra_x"
    (folder / "i18n").mkdir(parents=True)
    (folder / "i18n" / "japra_x.pot").write_text('msgid "Paid"\nmsgstr ""\n')
    return folder


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('msgid "Paid"\nmsgstr "Dibayar"\n', None),
        ('msgid "Paid"\nmsgstr ""\n', "untranslated: 'Paid'"),
        ('#, fuzzy\nmsgid "Paid"\nmsgstr "Dibayar"\n', "fuzzy: 'Paid'"),
        ('msgid "Due"\nmsgstr "Jatuh tempo"\n', "missing: 'Paid'"),
        (
            'msgid "Paid"\nmsgstr "Dibayar"\n\nmsgid "Due"\nmsgstr "Tempo"\n',
            "not in the template: 'Due'",
        ),
        (None, "is missing"),
    ],
)
def test_translations(project, catalogues, text, problem):
    if text is not None:
        (catalogues / "i18n" / "id.po").write_text(text)
    command = [project.venv_python, "launcher/translations.py", catalogues]
    done = system.run(project, command, cwd=project.root)
    assert done.returncode == (1 if problem else 0), done.stdout
    assert (problem or "") in done.stdout


def test_every_file_is_read(project):
    names = {str(file.relative_to(project.root)) for file in lint.find_files(project)}
    wanted = {"japra", "launcher/lint.py", "tests/test_lint.py", "docker-compose.yml"}
    wanted |= {f"addons/{addon}/__manifest__.py" for addon in project.modules()}
    assert wanted <= names
