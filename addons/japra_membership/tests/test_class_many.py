from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import TODAY, MembershipCase
from .test_import import HEADER, OPTIONS

COLUMNS = HEADER.strip() + ",class\n"


@tagged("post_install", "-at_install")
class TestClassOfMany(MembershipCase):
    """Classes of many members at once: from a file, and from the list of members."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.resident, cls.founder = cls._make_classes("Penghuni", "Pendiri")
        cls.foreign = cls._make_classes("Pedagang", company=cls.other)
        cls.other_registrar = cls._make_user(
            "reg2", "japra_membership.group_registrar", cls.other
        )

    # === FROM A FILE === #

    def _import(self, rows, user=None, columns=COLUMNS):
        user = user or self.registrar
        env = self.env(
            user=user,
            context={"lang": "en_US", "allowed_company_ids": user.company_id.ids},
        )
        wizard = env["base_import.import"].create(
            {
                "res_model": "coop.membership",
                "file": (columns + rows).encode(),
                "file_type": "text/csv",
                "file_name": "anggota.csv",
            }
        )
        preview = wizard.parse_preview(dict(OPTIONS))
        names = [
            "/".join(preview["matches"].get(index) or []) or False
            for index in range(len(preview["headers"]))
        ]
        return wizard.execute_import(names, preview["headers"], preview["options"])

    def test_a_list_with_classes(self):
        result = self._import(
            "Rahayu,,,KUN-0033,2025-01-31,Penghuni\n"
            "Slamet,,,KUN-0034,2025-02-15, pendiri \n"
            "Nurhayati,,,KUN-0035,2025-02-15,\n"
            "Maemunah,,,,,Penghuni\n"
        )
        self.assertEqual(result["messages"], [])
        members = self.env["coop.membership"].browse(result["ids"])
        self.assertEqual(members.mapped("class_id.name"), ["Penghuni", "Pendiri"])
        self.assertEqual(
            [(m.number, m.class_id.name, m.state) for m in members],
            [
                ("KUN-0033", "Penghuni", "member"),
                ("KUN-0034", "Pendiri", "member"),
                ("KUN-0035", False, "member"),
                (False, "Penghuni", "applicant"),
            ],
        )
        # An entry of the register, from the day of the admission on.
        entry = members[0].event_ids.filtered(lambda event: event.kind == "class")
        self.assertEqual(
            (entry.date, entry.class_id), (date(2025, 1, 31), self.resident)
        )

    def test_classes_that_are_not_there(self):
        """Each row says so at once beside what else is wrong, and none is imported."""
        before = self.env["coop.membership"].search_count([])
        self.founder.active = False
        result = self._import(
            "Rahayu,,,KUN-0033,2025-01-31,Penghuni\n"
            "Slamet,,,KUN-0034,2025-02-15,Pedagang\n"
            "Dedi,,,12345,2025-02-15,Pendiri\n"
        )
        no_class = (
            "There is no class %s here: correct the name, or ask the board to make the "
            "class first."
        )
        self.assertEqual(
            [(row["rows"]["from"], row["message"]) for row in result["messages"]],
            [
                (1, no_class % "Pedagang"),
                (2, no_class % "Pendiri"),
                (2, "Member number 12345 must begin with a letter."),
            ],
        )
        self.assertEqual(self.env["coop.membership"].search_count([]), before)
        result = self._import(
            "Rahayu,,,RAS-0033,2025-01-31,Pedagang\n", self.other_registrar
        )
        member = self.env["coop.membership"].browse(result["ids"])
        self.assertEqual(member.class_id, self.foreign)

    def test_short_words_beside_an_unknown_class(self):
        """One row that is wrong makes no other row wrong."""
        rows = "Rahayu,P,Penghuni\nSlamet,L,Pedagang\nDedi,x,Pendiri\n"
        result = self._import(rows, columns="name,sex,class\n")
        self.assertEqual(
            [(row["rows"]["from"], row["message"]) for row in result["messages"]],
            [
                (
                    1,
                    "There is no class Pedagang here: correct the name, or ask the "
                    "board to make the class first.",
                ),
                (2, "x is no sex: write L for a man, P for a woman."),
            ],
        )
        result = self._import(
            rows.replace("Pedagang", "").replace(",x,", ",,"),
            columns="name,sex,class\n",
        )
        members = self.env["coop.membership"].browse(result["ids"])
        self.assertEqual(
            [(member.sex, member.class_id.name) for member in members],
            [("female", "Penghuni"), ("male", False), (False, "Pendiri")],
        )

    def test_first_class_over_rpc(self):
        new = {"name": "Baru", "company_id": self.coop.id}
        create = (self._rpc, self.registrar, "coop.membership", "create")
        self._assert_refused(
            "The class is of another cooperative",
            *create,
            {**new, "class_id": self.foreign.id},
        )
        self.founder.active = False
        self._assert_refused(
            "Class Pendiri is archived", *create, {**new, "class_id": self.founder.id}
        )
        self._assert_refused(
            "is chosen from the list", *create, {**new, "class_id": "Penghuni"}
        )
        # A default is anybody's to send: only what is typed becomes an entry.
        number = self._rpc(
            self.registrar,
            "coop.membership",
            "create",
            new,
            context={"default_class_id": self.resident.id},
        )
        self.assertFalse(self.env["coop.membership"].browse(number).class_id)

    # === FROM THE LIST OF MEMBERS === #

    def _change(self, members, user=None, **values):
        change = (
            self.env["coop.membership.class.change"]
            .with_user(user or self.registrar)
            .with_context(active_model="coop.membership", active_ids=members.ids)
            .create(
                {
                    "class_id": self.resident.id,
                    "reason": "Keputusan rapat anggota",
                    "decision_ref": "12/2026",
                    **values,
                }
            )
        )
        answer = change.action_apply()
        self.env.invalidate_all()
        return change, answer

    def test_many_at_once(self):
        rahayu = self._enrol("Rahayu Lestari")
        applicant = self._apply("Calon Satu")
        members = self.siti | self.budi | rahayu | applicant
        _change, answer = self._change(members)
        self.assertEqual(answer, {"type": "ir.actions.act_window_close"})
        self.assertEqual(set(members.mapped("class_id")), {self.resident})
        entry = self.siti._live_events()[-1:]
        self.assertEqual(
            (entry.kind, entry.date, entry.reason, entry.decision_ref),
            ("class", TODAY, "Keputusan rapat anggota", "12/2026"),
        )

    def test_who_is_refused_is_named(self):
        rahayu = self._enrol("Rahayu Lestari")
        self._step(self.budi, "died", told_by="Anaknya")
        self._change(rahayu)
        before = self._ledger()
        change, answer = self._change(self.siti | self.budi | rahayu)
        self.assertEqual((answer["res_id"], answer["target"]), (change.id, "new"))
        self.assertEqual(
            (change.changed_count, change.failures.splitlines()),
            (
                1,
                [
                    "KUN-0002 Budi Santoso is Died: “Class Changed” cannot follow.",
                    "KUN-0003 Rahayu Lestari is of class Penghuni already.",
                ],
            ),
        )
        self.assertEqual(self.siti.class_id, self.resident)
        self.assertFalse(self.budi.class_id)
        self.assertEqual(self._ledger(), before)

    def test_what_all_lack_is_said_once(self):
        both = self.siti | self.budi
        for values, sentence in (
            ({"decision_ref": " "}, "Enter the decision"),
            ({"reason": ""}, "Give the reason"),
            ({"class_id": False}, "Choose the class"),
            ({"class_id": self.foreign.id}, "New Class is chosen from the list"),
            ({"date": "2026-11-25"}, "has not come yet"),
            ({"membership_ids": [Command.clear()]}, "Choose the members in the list"),
        ):
            with self.subTest(sentence):
                with self.assertRaises(UserError) as caught:
                    self._change(both, **values)
                self.assertIn(sentence, str(caught.exception))
                self.assertNotIn("\n", str(caught.exception))
                self.env.invalidate_all()
                self.assertFalse(both.class_id)

    def test_registrar_only(self):
        for user in (self.teller, self.treasurer, self.board):
            with self.subTest(user.login):
                self._assert_denied(self._change, self.siti, user)
        # Of the members of another cooperative nothing is changed nor told.
        values = {"class_id": self.foreign.id, "membership_ids": self.siti.ids}
        with self.assertRaises(AccessError) as caught:
            self._change(self.siti, self.other_registrar, **values)
        self.assertNotIn("Siti", str(caught.exception))
        self.assertFalse(self.siti.class_id)

    def test_form(self):
        form = Form(
            self.env["coop.membership.class.change"]
            .with_user(self.registrar)
            .with_context(
                active_model="coop.membership", active_ids=(self.siti | self.budi).ids
            )
        )
        form.class_id = self.resident
        form.reason = "Keputusan rapat"
        form.decision_ref = "12/2026"
        form.save().action_apply()
        self.env.invalidate_all()
        self.assertEqual((self.siti | self.budi).class_id, self.resident)
