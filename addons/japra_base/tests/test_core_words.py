from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestCoreWords(TransactionCase):
    """Core's Indonesian that misleads is ours, whatever is loaded when."""

    def test_the_app_of_the_accountants(self):
        modules = self.env["ir.module.module"]
        self.env["res.lang"]._activate_lang("id_ID")
        menu = self.env.ref("account.menu_finance").with_context(lang="id_ID")
        for overwrite in (False, True):
            # As an update of core's add-on does it.
            modules._load_module_terms(["account"], ["id_ID"], overwrite)
            menu.invalidate_recordset()
            # "Penagihan" is what core says, and what our collectors do.
            self.assertEqual(menu.name, "Akuntansi")
            self.assertEqual(menu.with_context(lang="en_US").name, "Invoicing")
