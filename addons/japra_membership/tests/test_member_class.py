from datetime import date

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import POKOK, TODAY, WAJIB, MembershipCase


@tagged("post_install", "-at_install")
class TestMemberClass(MembershipCase):
    """Classes of members, and a mandatory share that follows them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.resident, cls.founder = cls._make_classes("Penghuni", "Pendiri")
        cls.foreign = cls._make_classes("Penghuni", company=cls.other)
        cls.table = cls.env.ref("japra_membership.parameter_wajib_class")

    @classmethod
    def _line(cls, valid_from, amounts, parameter=None):
        rows = [{"label": name, "value": amount} for name, amount in amounts.items()]
        return {
            "parameter_id": (parameter or cls.table).id,
            "valid_from": valid_from,
            "row_ids": [Command.create(row) for row in rows],
        }

    @classmethod
    def _tariff(cls, valid_from="2026-01-01", company=None, **amounts):
        amounts = amounts or {"Penghuni": 35_000}
        return cls._decide(
            company or cls.coop, [cls._line(valid_from, amounts)], valid_from
        )

    def _change(self, member, member_class=None, day=TODAY, user=None, **values):
        return self._step(
            member,
            "class",
            user=user,
            **{
                "class_id": (member_class or self.resident).id,
                "date": day,
                "reason": "Pindah ke unit C-12",
                "decision_ref": "12/2026",
                **values,
            },
        )

    # === WHAT A CLASS OWES === #

    def test_dues_follow_the_class_of_the_month(self):
        self._tariff()
        self._change(self.siti, day="2026-10-01")
        # Pokok 100.000, September 20.000, October and November 35.000 each.
        self.assertEqual(self._money(self.siti), (0, 0, 190_000, date(2026, 9, 15)))
        self._change(self.siti, self.founder, day="2026-10-20")
        # A founder stands in no table: November is the ordinary amount.
        self.assertEqual(self._money(self.siti)[2], 175_000)
        # Everybody else owes what they owed.
        self.assertEqual(self._money(self.budi), (0, 0, 120_000, TODAY))

    def test_table_has_dates_too(self):
        self._tariff("2026-09-01")
        self._change(self.siti, day="2026-09-15")
        self._tariff("2026-11-01", Penghuni=50_000)
        # Of the class on the day of admission: September is 35.000 whole.
        rows = self.env["coop.dues"]._due(self.siti.account_ids, TODAY)
        self.assertEqual(
            [(row.kind, row.residual) for row in rows],
            [
                ("pokok", 100_000),
                ("wajib", 35_000),
                ("wajib", 35_000),
                ("wajib", 50_000),
            ],
        )
        self.assertEqual(self._money(self.siti, date(2026, 10, 9))[2], 135_000)

    def test_receipt_of_a_resident(self):
        self._tariff()
        self._change(self.siti, day="2026-09-15")
        receipt = self._pay(self.siti, pokok=POKOK, wajib=70_000)
        self.assertEqual(
            self._legs(receipt),
            [
                ("11110001", "", 170_000, 0),
                ("31110010", "KUN-0001/POKOK", 0, 100_000),
                ("31110020", "KUN-0001/WAJIB", 0, 70_000),
            ],
        )
        self.assertIn("September 2026 – Oktober 2026", receipt.line_ids[1].label)
        self.assertEqual(self._money(self.siti)[2], 35_000)
        receipt.with_user(self.treasurer)._reverse("Uang palsu")
        self.assertEqual(self._money(self.siti)[2], 205_000)

    def test_set_and_single_answers_agree(self):
        self._tariff()
        self._change(self.siti, day="2026-10-01")
        dues = self.env["coop.dues"]
        late = dues._arrears(self.coop, TODAY)
        for account in self.coop._coop_share_products().coop_account_ids:
            if account.id in late:
                statement = dues._statements(account, TODAY)[account.id]
                self.assertEqual(statement.arrears, late[account.id], account.number)

    def test_who_comes_back_begins_without_a_class(self):
        self._tariff()
        self._change(self.siti, day="2026-09-15")
        self._step(
            self.siti, "left", date="2026-09-30", reason="Pindah", decision_ref="9"
        )
        self._step(self.siti, "applied", date="2026-10-02")
        self.assertFalse(self.siti.class_id)
        self._agree(self.siti)
        self._pay(self.siti, pokok=POKOK)
        self.siti.with_user(self.registrar).action_admit()
        again = self._account(self.siti, "wajib").sorted("id")[-1]
        late = self.env["coop.dues"]._arrears(self.coop, TODAY)
        self.assertEqual(late[again.id], (20_000, TODAY))
        # The account of the first time keeps its own class.
        first = self._account(self.siti, "wajib").sorted("id")[0]
        self.assertEqual(late[first.id], (35_000, date(2026, 9, 15)))

    def test_dues_follow_a_corrected_first_day(self):
        self._tariff()
        self._tariff(company=self.other, Penghuni=50_000)
        rahayu = self._admit("Rahayu", "2026-10-01", class_id=self.resident.id)
        other = self._admit(
            "Mei Ling", "2026-10-01", self.other, class_id=self.foreign.id
        )
        # Pokok 100.000, then October and November of 35.000 each.
        self.assertEqual(self._money(rahayu)[2], 170_000)
        for day, due in (("2026-09-01", 205_000), ("2026-11-01", 135_000)):
            with self.subTest(day):
                rahayu.with_user(self.registrar).write({"date_admitted": day})
                self.assertEqual(self._money(rahayu)[2], due)
                self.assertEqual(self._money(other)[2], 200_000)

    def test_a_second_mandatory_share_has_its_own_table(self):
        tariff = self.env["coop.parameter"].create(
            {"code": "uji.sampah", "name": "Wajib sampah", "unit": "amount"}
        )
        table = self.env["coop.parameter"].create(
            {
                "code": "uji.sampah_golongan",
                "name": "Wajib sampah per golongan",
                "unit": "table",
                "cell_unit": "amount",
                "by_class": True,
            }
        )
        self._decide(
            self.coop,
            [
                ("uji.sampah", "2026-10-01", 5_000),
                self._line("2026-10-01", {"Penghuni": 8_000}, table),
            ],
            "2026-10-01",
        )
        values = {
            "code": "SAMPAH",
            "name": "Simpanan Wajib Sampah",
            "company_id": self.coop.id,
            "account_id": self._account(self.siti, "wajib").account_id.id,
            "share_kind": "wajib",
            "tariff_id": tariff.id,
            "class_tariff_id": table.id,
        }
        product = self.env["coop.product"].with_user(self.treasurer).create(values)
        self._change(self.siti, day="2026-10-01")
        late = self.env["coop.dues"]._arrears(self.coop, TODAY)
        accounts = product.sudo().coop_account_ids
        self.assertEqual(
            {account.membership_id: late[account.id][0] for account in accounts},
            {self.siti: 16_000, self.budi: 5_000},
        )
        self._assert_refused(
            "cannot change", product.write, {"class_tariff_id": self.table.id}
        )
        for wrong in (
            {"due_period": "once"},
            {"share_kind": "pokok", "tariff_id": False},
            {"share_kind": "sukarela", "tariff_id": False},
        ):
            with self.subTest(wrong):
                self._assert_refused(
                    "due again and again",
                    self.env["coop.product"].with_user(self.treasurer).create,
                    dict(values, code="LAIN", **wrong),
                )
        self._assert_refused(
            "no table by class",
            self.env["coop.product"].with_user(self.treasurer).create,
            dict(values, code="LAIN", class_tariff_id=tariff.id),
        )

    # === THE REGISTER === #

    def test_step_stands_in_the_register(self):
        self._change(self.siti, day="2026-10-01")
        self.assertEqual(self.siti.class_id, self.resident)
        self.assertEqual(self.siti.state, "member")
        event = self.siti.event_ids[0]
        self.assertEqual(
            event.sentence,
            "Class: Penghuni, decided in 12/2026: Pindah ke unit C-12",
        )
        self._assert_refused("only ever added to", event.write, {"class_id": False})
        self._step(self.siti, "corrected", reason="Salah orang")
        self.assertFalse(self.siti.class_id)
        self._tariff()
        self.assertEqual(self._money(self.siti)[2], 160_000)

    def test_step_refused(self):
        for values, sentence in (
            ({"class_id": False}, "Choose the class"),
            ({"reason": " "}, "Give the reason"),
            ({"decision_ref": " "}, "Enter the decision"),
            ({"date": "2026-11-25"}, "not come"),
            ({"date": "2026-09-14"}, "older"),
        ):
            with self.subTest(values):
                self._assert_refused(sentence, self._change, self.siti, **values)
        self._assert_denied(self._change, self.siti, class_id=self.foreign.id)
        self._change(self.siti)
        self._assert_refused("already", self._change, self.siti)
        self.founder.active = False
        self._assert_refused("archived", self._change, self.siti, self.founder)

    def test_applicant_is_decided_with_the_class(self):
        self._tariff()
        member = self._apply()
        self._change(member, decision_ref=False)
        self._agree(member)
        self._pay(member.with_env(self.env), pokok=POKOK)
        self._change(member, self.founder, decision_ref=False)
        self.assertEqual(member.approval_state, "changed")
        self._assert_refused("was changed after", member.action_admit)
        self._change(member, self.resident, decision_ref=False)
        self.assertEqual(member.approval_state, "approved")
        member.action_admit()
        self.assertEqual(self._money(member.with_env(self.env))[2], 35_000)
        # What comes later is no part of what the board agreed to then.
        self._change(member, self.founder)
        self.assertEqual(member.approval_state, "approved")

    def test_nobody_else_writes_it(self):
        for user in (self.teller, self.treasurer, self.board):
            self._assert_denied(self._change, self.siti, user=user)
        self._assert_refused(
            "not set by hand",
            self._rpc,
            self.registrar,
            "coop.membership",
            "write",
            self.siti.ids,
            {"class_id": self.resident.id},
        )
        self._assert_refused(
            "only ever added to",
            self._rpc,
            self.registrar,
            "coop.membership.event",
            "create",
            {
                "membership_id": self.siti.id,
                "kind": "class",
                "date": "2026-11-24",
                "class_id": self.resident.id,
            },
        )

    def test_form(self):
        form = Form(self.siti.with_user(self.registrar))
        self.assertTrue(form.has_classes)
        self.assertFalse(self.budi.with_user(self.teller).class_id)
        self._change(self.budi)
        found = self.env["coop.membership"].with_user(self.teller)
        self.assertEqual(found.search([("class_id", "=", self.resident.id)]), self.budi)

    # === THE CLASSES AND THE DECISIONS === #

    def test_decision_names_known_classes(self):
        for amounts, sentence in (
            ({"Penghunni": 35_000}, "“Penghunni” is no class of members"),
            ({"": 35_000}, "Classes are: Pendiri, Penghuni"),
            ({"Penghuni": 35_000, " penghuni ": 40_000}, "names a class twice"),
            ({"Penghuni": -1}, "whole rupiah"),
        ):
            with self.subTest(amounts):
                self._assert_refused(sentence, self._tariff, **amounts)
        line = self._line("2026-01-01", {"Penghuni": 35_000})
        line["row_ids"][0][2]["lower"] = 5
        self._assert_refused("leave From", self._decide, self.coop, [line])
        # Typed as people type it.
        self._tariff(**{" penghuni": 35_000})
        self._change(self.siti, day="2026-10-01")
        self.assertEqual(self._money(self.siti)[2], 190_000)

    def test_decision_of_another_cooperative(self):
        self._tariff(company=self.other)
        self._change(self.siti, day="2026-10-01")
        self.assertEqual(self._money(self.siti)[2], 160_000)
        self._assert_refused(
            "no class of members", self._tariff, company=self.other, Pendiri=1_000
        )

    def test_board_decides_over_rpc(self):
        number = self._rpc(
            self.board,
            "coop.decision",
            "create",
            {
                "name": "04/RAT/2026",
                "date": "2026-11-24",
                "title": "Wajib penghuni",
                "company_id": self.coop.id,
                "line_ids": [
                    [
                        0,
                        0,
                        {
                            "parameter_id": self.table.id,
                            "valid_from": "2026-12-01",
                            "row_ids": [[0, 0, {"label": "Penghuni", "value": 35_000}]],
                        },
                    ]
                ],
            },
        )
        decision = self.env["coop.decision"].browse(number)
        self._rpc(self.board, "coop.decision", "action_issue", decision.ids)
        # Nothing holds until another person agrees.
        self.assertFalse(self.table.value_ids)
        self._assert_denied(
            self._rpc,
            self.registrar,
            "coop.decision",
            "action_issue",
            decision.ids,
        )

    def test_class_keeps_its_name(self):
        board = self.board
        self._tariff()
        self._change(self.siti, self.founder)
        for used in (self.resident, self.founder):
            self._assert_refused(
                "keeps its name", used.with_user(board).write, {"name": "Lain"}
            )
            self._assert_refused("archive it", used.with_user(board).unlink)
            used.with_user(board).name = used.name.upper()
        self._assert_refused(
            "1 members are of class",
            self.founder.with_user(board).write,
            {"active": False},
        )
        free = self.env["coop.member.class"].with_user(board).create({"name": "Baru"})
        free.name = "Luar biasa"
        self._assert_refused(
            "stays in its cooperative", free.write, {"company_id": self.other.id}
        )
        free.unlink()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(ValidationError, "there already"),
        ):
            self._rpc(board, "coop.member.class", "create", {"name": " penghuni"})

    def test_class_rights(self):
        classes = self.env["coop.member.class"]
        self.assertEqual(
            classes.with_user(self.teller).search([]), self.founder | self.resident
        )
        self.assertEqual(classes.with_user(self.other_teller).search([]), self.foreign)
        for user in (self.teller, self.registrar, self.treasurer, self.portal):
            self._assert_denied(
                self._rpc, user, "coop.member.class", "create", {"name": "X"}
            )

    # === SUSPENSION === #

    def _stop(self, valid_from="2026-01-01", choice="stop"):
        option = f"japra_membership.parameter_suspension_dues_{choice}"
        self._decide(
            self.coop,
            [
                {
                    "parameter_id": self.env.ref(
                        "japra_membership.parameter_suspension_dues"
                    ).id,
                    "valid_from": valid_from,
                    "choice_id": self.env.ref(option).id,
                }
            ],
            valid_from,
        )

    def _suspend(self, member, **values):
        return self._step(
            member, "suspended", reason="Rapat", decision_ref="12", **values
        )

    def test_suspension_stops_dues_where_the_bylaws_say_so(self):
        self._suspend(self.siti, date="2026-09-20", date_until="2026-10-31")
        self.assertEqual(self._money(self.siti)[2], 160_000)
        self._stop()
        # October began within it, September before it, November after it.
        self.assertEqual(self._money(self.siti)[2], 140_000)
        self.assertEqual(self._money(self.siti, date(2026, 10, 31))[2], 120_000)
        late = self.env["coop.dues"]._arrears(self.coop, TODAY)
        account = self._account(self.siti, "wajib")
        self.assertEqual(late[account.id], (40_000, date(2026, 9, 15)))

    def test_open_suspension_until_it_is_ended(self):
        self._stop()
        self._suspend(self.siti, date="2026-09-20")
        self.assertEqual(self._money(self.siti)[2], 120_000)
        self._step(self.siti, "resumed", date="2026-11-01", reason="Selesai")
        self.assertEqual(self._money(self.siti)[2], 140_000)
        self._step(self.siti, "corrected", reason="Belum selesai")
        self.assertEqual(self._money(self.siti)[2], 120_000)

    def test_rule_of_the_month_decides(self):
        self._stop("2026-09-01")
        self._stop("2026-11-01", "continue")
        self._suspend(self.siti, date="2026-09-20")
        # October is free, November is owed again though the suspension goes on.
        self.assertEqual(self._money(self.siti)[2], 140_000)
        # Pokok is owed by everyone alike.
        self.assertEqual(self._money(self.siti, date(2026, 10, 31))[2], 120_000)
        self.assertEqual(WAJIB, 20_000)
