import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import CoopCase

NIK = "3172014511870001"
KK = "3172011203150007"
NPWP = "013121660091000"
SECRET = ("l10n_id_nik", "no_kk", "npwp", "nitku")


@tagged("post_install", "-at_install")
class TestIdentity(CoopCase):
    """Numbers of persons: open to nobody over RPC, unmasked by few, and noted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.auditor = cls._make_user("auditor", "japra_base.group_auditor", cls.coop)
        cls.manager = new_test_user(
            cls.env,
            "kontak",
            groups="base.group_user,base.group_partner_manager",
            company_id=cls.coop.id,
            company_ids=[Command.set(cls.coop.ids)],
        )
        cls.clerk = new_test_user(
            cls.env,
            "juru.tulis",
            groups="base.group_partner_manager,japra_base.group_identity",
            company_id=cls.coop.id,
            company_ids=[Command.set(cls.coop.ids)],
        )
        cls.siti = cls.env["res.partner"].create(
            {
                "name": "Siti Aminah",
                "company_id": cls.coop.id,
                "l10n_id_nik": NIK,
                "no_kk": KK,
                "npwp": NPWP,
                "l10n_id_tku": "000000",
            }
        )
        cls.everybody = (
            cls.treasurer
            + cls.auditor
            + cls.staff
            + cls.board
            + cls.supervisor
            + cls.administrator
            + cls.accountant
            + cls.manager
            + cls.clerk
            + cls.other_treasurer
        )
        # Nothing may be kept from them but by the field itself.
        cls.everybody.group_ids = [
            Command.link(cls.env.ref("base.group_allow_export").id)
        ]

    def _log(self):
        return self.env["coop.identity.log"].search([])

    def test_nobody_reads_a_number(self):
        rpc = self._rpc
        for user in self.everybody:
            for field in SECRET:
                for method, *args in (
                    ("read", self.siti.ids, [field]),
                    ("web_read", self.siti.ids, {field: {}}),
                    ("search", [(field, "like", "31")]),
                    ("search_count", [(field, "=", NIK)]),
                    ("search_read", [(field, "=", NIK)], ["name"]),
                    ("search", [], 0, 1, f"{field} desc"),
                    ("name_search", "", [(field, "=", NIK)]),
                    ("export_data", self.siti.ids, [field]),
                    ("formatted_read_group", [], [field], ["__count"]),
                    ("formatted_read_group", [], [], [f"{field}:count_distinct"]),
                    ("web_search_read", [(field, "=", NIK)], {"name": {}}),
                    ("search", [("child_ids." + field, "=", NIK)]),
                    ("write", self.siti.ids, {field: False}),
                    ("create", {"name": "X", field: NIK}),
                ):
                    with self.subTest(user.login, method=method, field=field):
                        self._assert_hidden(rpc, user, "res.partner", method, *args)

    def _assert_hidden(self, rpc, user, model, method, *args):
        with self.assertRaises(AccessError):
            rpc(user, model, method, *args)
        self.env.invalidate_all()

    def test_nobody_reads_it_by_another_road(self):
        rpc = self._rpc
        for user in self.everybody:
            for model, method, *args in (
                ("res.users", "search", [("l10n_id_nik", "=", NIK)]),
                ("res.users", "read", user.ids, ["l10n_id_nik"]),
                ("res.company", "search", [("partner_id.npwp", "=", NPWP)]),
                ("coop.account", "search", [("partner_id.l10n_id_nik", "=", NIK)]),
                ("res.users", "export_data", user.ids, ["partner_id/l10n_id_nik"]),
            ):
                with self.subTest(user.login, model=model, method=method):
                    self._assert_hidden(rpc, user, model, method, *args)
            names = rpc(user, "res.partner", "name_search", NIK)
            self.assertFalse(names)

    def test_fields_are_not_even_named(self):
        for user in self.everybody:
            named = self._rpc(user, "res.partner", "fields_get", [], ["type"])
            self.assertFalse(set(SECRET) & set(named))

    def test_onchange_tells_nothing(self):
        for user in self.everybody:
            for values in ({}, {"name": "x"}):
                with self.subTest(user.login):
                    try:
                        told = self._rpc(
                            user,
                            "res.partner",
                            "onchange",
                            self.siti.ids,
                            values,
                            list(values),
                            {"name": {}, "l10n_id_nik": {}, "npwp": {}},
                        )
                    except AccessError:
                        continue
                    self.assertNotIn(NIK, str(told))
                    self.assertNotIn(NPWP, str(told))

    def test_staff_sees_the_mask(self):
        for user in (self.staff, self.board, self.treasurer, self.auditor):
            [row] = self._rpc(
                user,
                "res.partner",
                "read",
                self.siti.ids,
                [f"{name}_masked" for name in SECRET],
            )
            self.assertEqual(
                [row[f"{name}_masked"] for name in SECRET],
                [
                    "3172**********01",
                    "3172**********07",
                    "0131*********00",
                    "0013****************00",
                ],
            )
        for user in (self.manager, self.portal):
            self._assert_denied(
                self._rpc,
                user,
                "res.partner",
                "read",
                self.siti.ids,
                ["l10n_id_nik_masked"],
            )

    def test_unmask_is_noted(self):
        rpc = self._rpc
        for user in (self.treasurer, self.auditor):
            shown = rpc(
                user, "res.partner", "action_unmask", self.siti.ids, "l10n_id_nik"
            )
            self.assertEqual(shown, "3172 0145 1187 0001")
            row = self._log()[0]
            self.assertEqual(
                (row.user_id, row.create_uid, row.company_id),
                (user, user, self.coop),
            )
            self.assertEqual(
                (row.res_model, row.res_id, row.field_name, row.record_name),
                ("res.partner", self.siti.id, "l10n_id_nik", "Siti Aminah"),
            )
            self.assertEqual(row.field_label, "NIK")
        self.assertEqual(
            rpc(self.treasurer, "res.partner", "action_unmask", self.siti.ids, "npwp"),
            "01.312.166.0-091.000",
        )
        self.assertEqual(len(self._log()), 3)

    def test_who_may_not_unmask(self):
        rpc = self._rpc
        for user in (
            self.staff,
            self.board,
            self.supervisor,
            self.administrator,
            self.accountant,
            self.manager,
            self.portal,
            self.other_treasurer,
        ):
            for field in SECRET:
                with self.subTest(user.login, field=field):
                    self._assert_denied(
                        rpc, user, "res.partner", "action_unmask", self.siti.ids, field
                    )
        self._assert_refused(
            "nothing masked",
            rpc,
            self.treasurer,
            "res.partner",
            "action_unmask",
            self.siti.ids,
            "email",
        )
        for method in ("_unmasked", "_find_same_nik", "_inverse_masked"):
            with self.assertRaises(AccessError):
                rpc(self.treasurer, "res.partner", method, self.siti.ids, "npwp")
        self.assertFalse(self._log())

    def test_person_open_to_all_belongs_to_her_cooperative(self):
        """Core shows every company the contacts of users and those without one."""
        self.member().partner_id.write({"l10n_id_nik": "3172010511870001"})
        shared = self.member().partner_id
        self.assertFalse(shared.company_id)
        rpc = self._rpc
        self._assert_denied(
            rpc,
            self.other_treasurer,
            "res.partner",
            "action_unmask",
            shared.ids,
            "l10n_id_nik",
        )
        self._assert_denied(
            rpc,
            self.other_treasurer,
            "res.partner",
            "write",
            shared.ids,
            {"l10n_id_nik_masked": "3172010511870002"},
        )
        self.assertEqual(
            rpc(
                self.treasurer,
                "res.partner",
                "action_unmask",
                shared.ids,
                "l10n_id_nik",
            ),
            "3172 0105 1187 0001",
        )

    def test_log_stays(self):
        rpc = self._rpc
        rpc(self.treasurer, "res.partner", "action_unmask", self.siti.ids, "npwp")
        row = self._log()
        model = "coop.identity.log"
        for user in self.everybody:
            for method, *args in (
                (
                    "create",
                    {"res_model": "res.partner", "res_id": 1, "field_name": "npwp"},
                ),
                ("copy", row.ids),
            ):
                with self.subTest(user.login, method=method):
                    self._assert_denied(rpc, user, model, method, *args)
            for method, *args in (("write", {"field_name": "x"}), ("unlink",)):
                with self.subTest(user.login, method=method):
                    with self.assertRaises(UserError):
                        rpc(user, model, method, row.ids, *args)
        self.assertEqual(row.field_name, "npwp")
        for user in (self.supervisor, self.auditor):
            [seen] = rpc(user, model, "search_read", [], ["record_name", "user_id"])
            self.assertEqual(seen["record_name"], "Siti Aminah")
        for user in (self.treasurer, self.staff, self.administrator, self.portal):
            self._assert_denied(rpc, user, model, "search_read", [], ["user_id"])
        foreign = self._make_user(
            "pengawas2", "japra_base.group_supervisor", self.other
        )
        self.assertEqual(rpc(foreign, model, "search", []), [])
        # Not even the superuser by mistake.
        self._assert_refused("stays as it is", row.write, {"field_name": "x"})
        self._assert_refused("stays as it is", row.unlink)

    def test_typed_as_people_write_it(self):
        person = self.siti.with_user(self.clerk)
        person.l10n_id_nik_masked = "3172 0105-1187.0003"
        self.assertEqual(self.siti.l10n_id_nik, "3172010511870003")
        self.assertEqual(person.l10n_id_nik_masked, "3172**********03")
        # The mask itself, sent back by a form, changes nothing.
        person.write({"l10n_id_nik_masked": "3172**********03", "street": "Jl. A"})
        self.assertEqual(self.siti.l10n_id_nik, "3172010511870003")
        self._assert_refused(
            "whole number", person.write, {"l10n_id_nik_masked": "3172*********103"}
        )
        person.l10n_id_nik_masked = False
        self.assertFalse(self.siti.l10n_id_nik)

    def test_what_is_none_is_refused(self):
        person = self.siti.with_user(self.clerk)
        for field, number, sentence in (
            ("l10n_id_nik", "3172013211870001", "no day of birth"),
            ("l10n_id_nik", "317201321187000", "has 16 digits"),
            ("l10n_id_nik", "3172014511870000", "0000"),
            ("l10n_id_nik", "31720145118700O1", "digits only"),
            ("no_kk", "123", "has 16 digits"),
            ("npwp", "01.312.166.1-091.000", "check digit"),
            ("npwp", "123", "15 or 16 digits"),
            ("nitku", "0013121660091000", "has 22 digits"),
            ("nitku", "3172014511870001000000", "begins with the NPWP"),
        ):
            with self.subTest(number):
                self._assert_refused(
                    sentence, person.write, {f"{field}_masked": number}
                )
        self.assertEqual(
            (self.siti.l10n_id_nik, self.siti.no_kk, self.siti.npwp), (NIK, KK, NPWP)
        )

    def test_place_of_business(self):
        person = self.siti.with_user(self.clerk)
        person.nitku_masked = "0013121660091000 000001"
        self.assertEqual(self.siti.l10n_id_tku, "000001")
        person.nitku_masked = False
        self.assertEqual((self.siti.l10n_id_tku, self.siti.npwp), (False, NPWP))

    def test_tax_number_of_a_legal_entity_is_cores(self):
        company = self.env["res.partner"].create(
            {
                "name": "CV Uji",
                "is_company": True,
                "country_id": self.coop.country_id.id,
            }
        )
        company.vat = "01.312.166.0-091.000"
        self._assert_refused("", company.write, {"vat": "01.312.166.1-091.000"})
        # Core lets these pass.
        self._assert_refused("", company.write, {"vat": "3172013211870001"})
        child = self.env["res.partner"].create(
            {"name": "Ani", "parent_id": company.id, "type": "contact"}
        )
        self.assertEqual(child.vat, company.vat)
        self._assert_refused("Personal NPWP", self.siti.write, {"vat": NIK})

    def test_second_person_with_the_nik(self):
        create = self.env["res.partner"].create
        values = {"name": "Siti", "l10n_id_nik": NIK}
        for company in (self.coop.id, False):
            if company:
                self._assert_refused(
                    "has this NIK already", create, dict(values, company_id=company)
                )
        # The same person known to two cooperatives: neither is told of the other.
        twin = create(dict(values, company_id=self.other.id))
        self._assert_refused(
            "has this NIK already", twin.write, {"company_id": self.coop.id}
        )
        self._assert_refused(
            "has this NIK already",
            create,
            [{"name": name, "l10n_id_nik": "3172010511870009"} for name in ("A", "B")],
        )
        # Without a NIK nobody is like anybody.
        create([{"name": "Siti Aminah", "company_id": self.coop.id}] * 2)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "UPDATE res_partner SET company_id = %s WHERE id = %s",
                [self.coop.id, twin.id],
            )

    def test_trying_a_number_tells_nothing_of_another_cooperative(self):
        self.env["res.partner"].create(
            {
                "name": "Orang Rasela",
                "company_id": self.other.id,
                "l10n_id_nik": "3172010511870009",
            }
        )
        mine = self.env["res.partner"].create(
            {
                "name": "Orang Kunir",
                "company_id": self.coop.id,
                "l10n_id_nik": "3172010511870009",
            }
        )
        for number in ("3172010511870009", "3172010511870008"):
            self._assert_denied(
                self._rpc,
                self.clerk,
                "res.partner",
                "create",
                {
                    "name": "X",
                    "company_id": self.other.id,
                    "l10n_id_nik_masked": number,
                },
            )
        self._assert_denied(
            self._rpc,
            self.clerk,
            "res.partner",
            "write",
            mine.ids,
            {"company_id": self.other.id},
        )

    def test_no_number_in_talk_or_copy(self):
        person = self.env["res.partner"].create(
            {"name": "Budi", "company_id": self.coop.id}
        )
        context = {"tracking_disable": False}
        person.with_context(**context).with_user(self.clerk).write(
            {"l10n_id_nik_masked": "3172010511870001", "phone": "0812"}
        )
        self.env.flush_all()
        self.assertNotIn("3172010511870001", str(person.message_ids.mapped("body")))
        self.assertFalse(
            person.message_ids.tracking_value_ids.filtered(
                lambda value: "3172" in str(value.new_value_char)
            )
        )
        self.assertFalse(person.copy().l10n_id_nik)

    def test_form_holds_the_mask_only(self):
        for user in (self.clerk, self.administrator):
            view = self._rpc(user, "res.partner", "get_view", view_type="form")
            self.assertIn("l10n_id_nik_masked", view["arch"])
            for name in SECRET:
                self.assertNotIn(f'name="{name}"', view["arch"])
