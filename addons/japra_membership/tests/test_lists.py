import io
import json
import re

from lxml import etree, html
from openpyxl import load_workbook

from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools.safe_eval import safe_eval

from .common import POKOK, TODAY, WAJIB, MembershipCase

OURS = ("japra_base", "japra_membership")

# Lists in which this cooperative has no rows: only their heads are compared.
NOTHING_YET = [
    "coop_certificate_action",
    "coop_dues_waiver_action",
    "coop_investment_action",
    "coop_member_class_action",
    "coop_pair_action",
    "coop_receipt_action_to_pair",
    "coop_run_action",
    "coop_run_item_action",
]


@tagged("post_install", "-at_install")
class TestLists(MembershipCase, HttpCase):
    """Every list of ours goes into a spreadsheet as it is seen, and says how to begin.

    The lists are found, not named: a new one is tested by itself.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._pay(cls.siti, pokok=POKOK, wajib=WAJIB)
        cls._receipt(cls.budi, pokok=POKOK)
        cls.waiting = cls._apply("Calon Satu", nik_masked="3171014501900012")
        cls._ask(cls.waiting)
        cls._enrol("Rahayu Lestari")
        cls._step(cls.budi, "died", told_by="Anaknya", date=TODAY)
        cls.env["coop.household"].create(
            {
                "company_id": cls.coop.id,
                "head_id": cls.siti.partner_id.id,
                "block": "C",
                "unit": "12",
            }
        )
        box = cls.env["account.journal"].search(
            [("company_id", "=", cls.coop.id), ("type", "=", "cash")]
        )
        box = box.filtered(lambda one: not one.coop_safe)[:1]
        session = (
            cls.env["coop.cash.session"]
            .with_user(cls.teller)
            .create({"journal_id": box.id, "amount_opening": POKOK})
        )
        session.action_open()
        cls.env["coop.cash.transfer"].with_user(cls.teller).create(
            {"journal_id": box.id, "amount": WAJIB}
        )
        cls.env["coop.collection"].with_user(cls.teller).create(
            {"company_id": cls.coop.id, "line_ids": [Command.clear()]}
        )
        cls.env["coop.person.merge"].with_user(cls.registrar).create(
            {"keep_id": cls.siti.partner_id.id, "drop_id": cls.budi.partner_id.id}
        )
        cls.env["coop.control.result"].sudo()._check_companies(cls.coop)
        cls.actions = cls.env["ir.actions.act_window"].search(
            [("view_mode", "like", "list"), ("id", "in", cls._ours())]
        )

    @classmethod
    def _ours(cls):
        data = cls.env["ir.model.data"].search(
            [("module", "in", OURS), ("model", "=", "ir.actions.act_window")]
        )
        return data.mapped("res_id")

    def _as(self, action, user):
        """(model, domain, list view) of an action as a user meets it."""
        model = self.env(user=user)[action.res_model]
        domain = safe_eval(
            action.domain or "[]", {"active_id": self._account(self.siti, "pokok").id}
        )
        views = dict((mode, view) for view, mode in action.views)
        arch = model.get_view(views["list"], "list")["arch"]
        return model, domain, etree.fromstring(arch)

    def _columns(self, model, arch):
        """What the list shows, the columns one may add included, as the button asks."""
        infos = model.fields_get()
        names = [
            node.get("name")
            for node in arch.findall("field")
            if node.get("column_invisible") not in ("1", "True", "true")
        ]
        return [
            {
                "name": name,
                "label": infos[name]["string"],
                "type": infos[name]["type"],
                "store": infos[name].get("store"),
            }
            for name in dict.fromkeys(names)
        ]

    def _xlsx(self, model, domain, columns, context=None):
        """The rows of the file that the button of a list gives."""
        answer = self.url_open(
            "/web/export/xlsx",
            {
                "csrf_token": http.Request.csrf_token(self),
                "data": json.dumps(
                    {
                        "model": model._name,
                        "fields": columns,
                        "ids": False,
                        "domain": domain,
                        "import_compat": False,
                        "groupby": [],
                        "context": context or {},
                    }
                ),
            },
        )
        self.assertEqual(answer.status_code, 200, model._name)
        sheet = load_workbook(io.BytesIO(answer.content), read_only=True).active
        return [list(row) for row in sheet.iter_rows(values_only=True)]

    def test_every_list_exports_what_it_shows(self):
        self.authenticate(self.treasurer.login, self.treasurer.login)
        sheets, empty = {}, []
        for action in self.actions:
            if not self.env(user=self.treasurer)[action.res_model].has_access("read"):
                continue
            name = action.xml_id.partition(".")[2]
            with self.subTest(name):
                model, domain, arch = self._as(action, self.treasurer)
                self.assertNotIn("export_xlsx", arch.attrib)
                columns = self._columns(model, arch)
                self.assertTrue(columns)
                hidden = [
                    column["name"]
                    for column in columns
                    if not model._fields[column["name"]].exportable
                ]
                self.assertEqual(hidden, [])
                rows = self._xlsx(model, domain, columns)
                self.assertEqual(
                    rows[0], [column["label"].strip() for column in columns]
                )
                count = model.search_count(domain)
                # A record with several rows of a column has a line for each.
                self.assertGreaterEqual(len(rows) - 1, count)
                sheets[name] = [
                    dict(zip(rows[0], row, strict=True)) for row in rows[1:]
                ]
                if not count:
                    empty.append(name)
        self.assertEqual(sorted(empty), NOTHING_YET)
        member = sheets["coop_membership_action"][0]
        self.assertEqual(
            (
                member["Member Number"],
                member["Person"],
                member["Entry Share"],
                member["Mandatory Share"],
                member["In Arrears"],
                member["House"],
            ),
            ("KUN-0001", "Siti Aminah", 100_000, 20_000, 40_000, "C-12"),
        )
        late = sheets["coop_arrears_action"][0]
        self.assertEqual(
            (late["Member Number"], late["In Arrears"], late["Unpaid Since"].date()),
            ("KUN-0001", 40_000, TODAY.replace(month=10, day=10)),
        )
        account = sheets["coop_account_action"]
        self.assertEqual(
            {row["Account Number"]: row["Balance"] for row in account}[
                "KUN-0001/POKOK"
            ],
            100_000,
        )
        lines = sheets["account_move_line_action_coop"]
        self.assertEqual([row["Credit"] for row in lines], [100_000])

    def test_arrears_of_the_day_that_was_chosen(self):
        self.authenticate(self.treasurer.login, self.treasurer.login)
        action = self.env.ref("japra_membership.coop_arrears_action")
        model, domain, arch = self._as(action, self.treasurer)
        rows = self._xlsx(
            model, domain, self._columns(model, arch), {"coop_as_of": "2026-10-15"}
        )
        sheet = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
        self.assertEqual(
            [(row["Person"], row["In Arrears"]) for row in sheet],
            [("Siti Aminah", 140_000)],
        )

    def test_identity_numbers_leave_masked(self):
        members = self.env["coop.membership"].browse(self.waiting.id)
        for user in (self.treasurer, self.registrar, self.auditor):
            with self.subTest(user.login):
                rows = self._rpc(
                    user,
                    "coop.membership",
                    "export_data",
                    members.ids,
                    ["nik_masked", "partner_id/l10n_id_nik_masked"],
                )["datas"]
                self.assertEqual(rows, [["3171**********12"] * 2])
                with self.assertRaises(UserError):
                    self._rpc(
                        user,
                        "res.partner",
                        "export_data",
                        members.partner_id.ids,
                        ["l10n_id_nik"],
                    )

    def test_who_may_take_a_list_away(self):
        for user in (
            self.registrar,
            self.board,
            self.treasurer,
            self.supervisor,
            self.auditor,
        ):
            with self.subTest(user.login):
                rows = self._rpc(
                    user,
                    "coop.membership",
                    "export_data",
                    self.siti.ids,
                    ["number", "balance_pokok"],
                )["datas"]
                self.assertEqual(rows, [["KUN-0001", 100_000]])
        # Who stands at the counter or at the doors carries no lists home.
        collector = self._make_user("kol", "japra_membership.group_collector")
        for user in (self.teller, collector):
            with self.subTest(user.login):
                self._assert_refused(
                    "You don't have the rights to export data",
                    self._rpc,
                    user,
                    "coop.membership",
                    "export_data",
                    self.siti.ids,
                    ["number"],
                )

    def test_an_empty_list_says_how_to_begin(self):
        def sentence(action, lang):
            text = html.fromstring(action.with_context(lang=lang).help or "<p/>")
            title = text.find_class("o_view_nocontent_smiling_face")
            return " ".join("".join(node.text_content() for node in title).split())

        actions = self.env["ir.actions.act_window"].browse(self._ours())
        shown = actions.filtered(
            lambda action: (
                action.target != "new"
                and not action.res_model.endswith(".setup")
                and set(action.view_mode.split(",")) & {"list", "kanban", "graph"}
            )
        )
        self.assertGreater(len(shown), 20)
        for action in shown:
            with self.subTest(action.xml_id):
                self.assertTrue(sentence(action, "en_US"))
                self.assertNotEqual(
                    sentence(action, "id_ID"), sentence(action, "en_US")
                )

    def test_every_list_has_a_card_for_the_phone(self):
        for action in self.actions:
            with self.subTest(action.xml_id):
                self.assertIn("kanban", action.view_mode.split(","))

    def test_a_card_names_no_field_it_has_not_loaded(self):
        """The server takes such a card; the phone shows an error instead of it."""
        views = self.env["ir.model.data"].search(
            [("module", "in", OURS), ("model", "=", "ir.ui.view")]
        )
        cards = 0
        for view in self.env["ir.ui.view"].browse(views.mapped("res_id")):
            for kanban in etree.fromstring(view.arch).iter("kanban"):
                text = etree.tostring(kanban, encoding="unicode")
                loaded = {node.get("name") for node in kanban.iter("field")}
                cards += 1
                with self.subTest(view.xml_id):
                    self.assertLessEqual(
                        set(re.findall(r"\brecord\.(\w+)", text)), loaded
                    )
        self.assertGreater(cards, 20)
