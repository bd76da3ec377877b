import re

import polib

from odoo.modules import get_module_path
from odoo.tests import BaseCase, tagged

# What the code fills in, and what the browser reads.
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?[a-z]\w*")


@tagged("post_install", "-at_install")
class TestTranslation(BaseCase):
    """Every string of ours stands in Indonesian."""

    def test_complete(self):
        for module in ("japra_base", "japra_membership"):
            folder = f"{get_module_path(module)}/i18n"
            template = polib.pofile(f"{folder}/{module}.pot")
            indonesian = {e.msgid: e for e in polib.pofile(f"{folder}/id.po")}
            for entry in template:
                with self.subTest(entry.msgid):
                    translated = indonesian[entry.msgid]
                    self.assertTrue(translated.msgstr)
                    self.assertNotIn("fuzzy", translated.flags)
                    self.assertEqual(
                        sorted(PLACEHOLDER.findall(entry.msgid)),
                        sorted(PLACEHOLDER.findall(translated.msgstr)),
                    )
