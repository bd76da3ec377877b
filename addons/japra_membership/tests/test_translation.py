from pathlib import Path

import polib

from odoo.tests import BaseCase, tagged

I18N = Path(__file__).parent.parent / "i18n"


@tagged("post_install", "-at_install")
class TestTranslation(BaseCase):
    """Every string of ours stands in Indonesian."""

    def test_complete(self):
        template = polib.pofile(I18N / "japra_membership.pot")
        indonesian = {e.msgid: e for e in polib.pofile(I18N / "id.po")}
        for entry in template:
            with self.subTest(entry.msgid):
                translated = indonesian[entry.msgid]
                self.assertTrue(translated.msgstr)
                self.assertNotIn("fuzzy", translated.flags)
                for part in ("%(", "<span", "{"):
                    self.assertEqual(
                        entry.msgid.count(part), translated.msgstr.count(part)
                    )
