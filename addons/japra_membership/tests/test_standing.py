from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common import TODAY, MembershipCase

YESTERDAY = date(2026, 11, 23)


@tagged("post_install", "-at_install")
class TestStanding(MembershipCase):
    """What somebody is follows from the register, on any day."""

    def test_the_whole_chain(self):
        member = self._enrol(date_applied="2026-11-20")
        self.assertEqual(
            [(event.kind, event.date) for event in member._live_events()],
            [
                ("applied", date(2026, 11, 20)),
                ("approved", TODAY),
                ("admitted", TODAY),
            ],
        )
        self.assertEqual(
            (member.state, member.date_applied, member.date_approved),
            ("member", date(2026, 11, 20), TODAY),
        )
        self.assertEqual((member.date_admitted, member.taken_over), (TODAY, False))
        approved = member._live_events()[1]
        self.assertEqual(approved.create_uid, self.board)
        self.assertTrue(member.needs_signature)

    def test_taken_over_from_paper(self):
        self.assertEqual(self.siti._live_events().mapped("kind"), ["takeover"])
        self.assertEqual(
            (self.siti.state, self.siti.taken_over, self.siti.needs_signature),
            ("member", True, False),
        )

    def test_as_of_any_day(self):
        self._step(
            self.siti,
            "suspended",
            date="2026-10-01",
            date_until="2026-10-31",
            reason="Menyewakan unit",
            decision_ref="12/2026",
        )
        for day, state in (
            ("2026-09-14", None),
            ("2026-09-15", "member"),
            ("2026-10-01", "suspended"),
            ("2026-10-31", "suspended"),
            ("2026-11-01", "member"),
        ):
            with self.subTest(day):
                found = self.siti._state_as_of(date.fromisoformat(day))
                self.assertEqual(found.get(self.siti.id), state)
        members = self.env["coop.membership"]
        self.assertEqual(
            members._ids_in_state(self.coop, ("suspended",), date(2026, 10, 15)),
            self.siti.ids,
        )
        self.assertEqual(members._voters(self.coop, date(2026, 10, 15)), members)
        self.assertEqual(members._voters(self.coop, date(2026, 11, 1)), self.siti)
        # Its time was over before it was even written down.
        self.assertEqual(self.siti.state, "member")

    def test_suspension_ends_by_itself(self):
        self._step(
            self.siti,
            "suspended",
            date_until="2026-11-30",
            reason="Menyewakan unit",
            decision_ref="12/2026",
        )
        self.assertEqual(self.siti.state, "suspended")
        with freeze_time("2026-12-01 03:00:00"):
            self.env["coop.membership"]._cron_end_suspensions()
            self.siti.invalidate_recordset()
            self.assertEqual(self.siti.state, "member")
            last = self.siti._live_events()[-1:]
            self.assertEqual((last.kind, last.date), ("resumed", date(2026, 12, 1)))
            self.env["coop.membership"]._cron_end_suspensions()
            self.assertEqual(self.siti._live_events()[-1:], last)

    def test_history_costs_the_same_for_many(self):
        members = self.siti + self.budi
        members._state_as_of(TODAY)
        with self.assertQueryCount(1):
            members._state_as_of(TODAY)
            self.assertEqual(len(members), 2)

    def test_associate_has_no_vote(self):
        guest = self._admit("Tamu", "2026-10-01", member_class="associate")
        voters = self.env["coop.membership"]._voters(self.coop, TODAY)
        self.assertEqual(voters, self.siti + self.budi)
        self._assert_refused(
            "is fixed",
            guest.with_user(self.registrar).write,
            {"member_class": "ordinary"},
        )

    def test_the_register_is_only_added_to(self):
        event = self.siti.event_ids
        for values in ({"date": "2020-01-01"}, {"void": True}, {"state": "left"}):
            self._assert_refused(
                "only ever added to",
                self._rpc,
                self.registrar,
                "coop.membership.event",
                "write",
                event.ids,
                values,
            )
        for records in (event, event.with_user(self.administrator).sudo()):
            self._assert_refused("only ever added to", records.write, {"date": TODAY})
            self._assert_refused("only ever added to", records.unlink)
            self._assert_refused(
                "only ever added to",
                records.create,
                {"membership_id": self.siti.id, "kind": "left", "date": TODAY},
            )
        self._assert_refused(
            "only ever added to",
            self._rpc,
            self.registrar,
            "coop.membership",
            "write",
            self.siti.ids,
            {"event_ids": [[0, 0, {"kind": "died", "date": "2026-11-01"}]]},
        )

    def test_nothing_of_the_chain_is_written_by_hand(self):
        values = {
            "state": "member",
            "date_approved": "2026-11-01",
            "date_signed": "2026-11-01",
            "taken_over": True,
            "application_number": "KUN-P0001",
        }
        for name, value in values.items():
            with self.subTest(name):
                new = (
                    self._rpc(
                        self.registrar,
                        "coop.membership",
                        "create",
                        {"name": f"Palsu {name}", name: value},
                        context={f"default_{name}": value},
                    )
                    if name != "application_number"
                    else False
                )
                applicant = (
                    self.env["coop.membership"].browse(new) if new else self._apply()
                )
                self.assertEqual(
                    (applicant.state, applicant.date_approved, applicant.taken_over),
                    ("applicant", False, False),
                )
                self.assertFalse(applicant.date_signed)
                with self.subTest("write"):
                    self._assert_refused(
                        "is fixed"
                        if name == "application_number"
                        else "follows from the dates",
                        self._rpc,
                        self.registrar,
                        "coop.membership",
                        "write",
                        applicant.ids,
                        {name: value},
                    )
                if not new:
                    self._assert_refused(
                        "not typed",
                        self._rpc,
                        self.registrar,
                        "coop.membership",
                        "create",
                        {"name": "Palsu"},
                        context={f"default_{name}": value},
                    )

    def test_comes_back_with_the_same_number(self):
        member = self._enrol()
        self._pay(member, wajib=20_000)
        number = member.number
        self._step(member, "left", reason="Pindah", decision_ref="3/2026")
        self.assertEqual((member.state, member.date_ended), ("left", TODAY))
        with freeze_time("2027-03-15 03:00:00"):
            self._step(member, "applied", date="2027-03-15")
            self.assertEqual(
                (member.state, member.number, member.date_admitted),
                ("applicant", number, False),
            )
            self._agree(member)
            member.with_user(self.registrar).action_admit()
            self.assertEqual(
                (member.state, member.number, member.date_admitted),
                ("member", number, date(2027, 3, 15)),
            )
            self.assertEqual(
                sorted(member.account_ids.mapped("number")),
                [
                    f"{number}/POKOK",
                    f"{number}/SUKARELA",
                    f"{number}/WAJIB",
                    f"{number}/WAJIB/2",
                ],
            )
            # Nothing for the months between.
            member.invalidate_recordset()
            member = member.with_context(coop_as_of="2027-03-31")
            self.assertEqual(round(member.amount_due), 20_000)
        self.assertEqual(
            self.env["coop.membership"]._ids_in_state(
                self.coop, ("member",), YESTERDAY
            ),
            self.siti.ids,
        )
