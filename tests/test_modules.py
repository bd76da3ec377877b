"""What an installed add-on must be in itself: its terms exported, its views sound."""

import polib
import pytest

from launcher import database, templates

# Odoo accepts a group that does not exist, and then hides the node from everybody.
UNKNOWN_GROUPS = """
import json
from lxml import etree

views = env["ir.ui.view"].search([("model_data_id.module", "in", {modules!r})])
seen, unknown = 0, []
for view in views:
    for node in etree.fromstring(view.arch_db).iter("*"):
        for group in filter(None, node.get("groups", "").split(",")):
            seen += 1
            if not env.ref(group.strip().lstrip("!"), raise_if_not_found=False):
                unknown.append((view.xml_id, group))
print("JAPRA-VIEWS " + json.dumps(
    {{"views": len(views), "seen": seen, "unknown": unknown}}
))
"""


@pytest.fixture(scope="module")
def read_only(project, installed):
    """One copy for tests that change nothing."""
    with templates.scratch(project, installed, "japra_test_read") as name:
        yield name


def terms(path):
    catalogue = polib.pofile(str(path))
    return {entry.msgid: sorted(entry.occurrences) for entry in catalogue}


def test_template_of_translations_is_up_to_date(project, read_only, addon, tmp_path):
    fresh = tmp_path / f"{addon}.pot"
    log = database.fresh_log(project, "test-i18n")
    words = ["i18n", "export", "--languages", "pot", "--output", fresh, addon]
    database.odoo(project, words, db=read_only, log=log)
    assert fresh.is_file(), log.read_text(encoding="utf-8")
    kept = terms(project.addons / addon / "i18n" / f"{addon}.pot")
    assert len(kept) > 10
    assert terms(fresh) == kept, f"{fresh} is what it must be"


def test_groups_in_views_exist(project, read_only):
    log = database.fresh_log(project, "test-views")
    script = UNKNOWN_GROUPS.format(modules=project.modules())
    output = database.shell(project, read_only, script, log, "Views cannot be read.")
    found = database.tagged_json(output, "JAPRA-VIEWS ")
    assert found["views"] > 10
    assert found["seen"] > 0
    assert found["unknown"] == []
