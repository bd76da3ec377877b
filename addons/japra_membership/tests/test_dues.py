from datetime import date

from odoo.tests import tagged

from .common import POKOK, TODAY, WAJIB, MembershipCase


@tagged("post_install", "-at_install")
class TestDues(MembershipCase):
    """What is owed follows from the bylaws, what is paid from the ledger."""

    def test_new_member_owes_pokok_and_the_month(self):
        self.assertEqual(self._money(self.budi), (0, 0, 120_000, TODAY))
        self.assertEqual(self._money(self.budi, date(2026, 11, 23)), (0, 0, 0, None))

    def test_arrears_run_from_the_month_of_admission(self):
        self.assertEqual(self._money(self.siti), (0, 0, 160_000, date(2026, 9, 15)))
        self.assertEqual(
            self._money(self.siti, date(2026, 10, 9)),
            (0, 0, 120_000, date(2026, 9, 15)),
        )
        self.assertEqual(
            self._money(self.siti, date(2026, 10, 10)),
            (0, 0, 140_000, date(2026, 9, 15)),
        )

    def test_rows_oldest_first(self):
        self._pay(self.siti, pokok=POKOK, wajib=30_000)
        rows = self.env["coop.dues"]._due(self.siti.account_ids, TODAY)
        self.assertEqual(
            [
                (row.kind, row.period, row.amount, row.paid, row.residual)
                for row in rows
            ],
            [
                ("wajib", date(2026, 10, 1), 20_000, 10_000, 10_000),
                ("wajib", date(2026, 11, 1), 20_000, 0, 20_000),
            ],
        )

    def test_as_of_a_day(self):
        self._pay(self.siti, date=date(2026, 10, 20), pokok=POKOK)
        self._pay(self.siti, date=date(2026, 11, 5), wajib=WAJIB)
        self.assertEqual(
            self._money(self.siti, date(2026, 10, 19)),
            (0, 0, 140_000, date(2026, 9, 15)),
        )
        self.assertEqual(
            self._money(self.siti, date(2026, 10, 20)),
            (100_000, 0, 40_000, date(2026, 9, 15)),
        )
        self.assertEqual(
            self._money(self.siti, date(2026, 11, 5)),
            (100_000, 20_000, 20_000, date(2026, 10, 10)),
        )

    def test_tariff_of_another_month(self):
        self._set_value(self.coop, "wajib", 30_000, "2026-11-01")
        self.assertEqual(self._money(self.siti), (0, 0, 170_000, date(2026, 9, 15)))
        self.assertEqual(self._money(self.siti, date(2026, 10, 31))[2], 140_000)

    def test_closed_account_owes_no_more(self):
        self._account(self.siti, "wajib").date_closed = date(2026, 10, 31)
        self.assertEqual(self._money(self.siti)[2], 140_000)

    def test_whole_company_agrees_with_each_member(self):
        self._pay(self.siti, pokok=POKOK, wajib=WAJIB)
        arrears = self.env["coop.dues"]._arrears(self.coop, TODAY)
        accounts = (self.siti + self.budi).account_ids.filtered(
            lambda account: account.product_id.share_kind != "sukarela"
        )
        self.assertEqual(set(arrears), set(accounts.ids))
        for account in accounts:
            statement = self.env["coop.dues"]._statements(account)[account.id]
            self.assertEqual(arrears[account.id], statement.arrears)
        self.assertEqual(
            arrears[self._account(self.siti, "wajib").id],
            (40_000, date(2026, 10, 10)),
        )

    def test_list_of_arrears(self):
        members = self.env["coop.membership"].with_user(self.teller)
        late = members.search([("amount_due", ">", 0)], order="oldest_due")
        self.assertEqual(late, self.siti + self.budi)
        self.assertEqual(
            members.search([("amount_due", ">", 0)], order="oldest_due desc"),
            self.budi + self.siti,
        )
        self._pay(self.siti, pokok=POKOK, wajib=60_000)
        self.assertEqual(members.search([("amount_due", ">", 0)]), self.budi)
        before = members.with_context(coop_as_of="2026-10-31")
        self.assertEqual(before.search([("amount_due", ">", 0)]), self.siti)

    def test_lines_of_two_cooperatives(self):
        """Whoever serves two of them may list the drafts of both."""
        drafts = self._receipt(self.siti, wajib=WAJIB)
        drafts += self._receipt(self.rasela, user=self.other_teller, wajib=WAJIB)
        lines = drafts.with_env(self.env).line_ids
        lines.invalidate_recordset()
        self.assertEqual(lines.mapped("amount_due"), [60_000, 40_000])

    def test_wizard_names_the_day(self):
        wizard = self.env["coop.arrears"].with_user(self.teller)
        action = wizard.create({"date": "2026-10-31"}).action_open()
        self.assertEqual(action["context"], {"coop_as_of": "2026-10-31"})
        self.assertIn("31 Oktober 2026", action["name"])
        self.assertEqual(wizard.create({}).action_open()["context"], {})

    def test_rows_on_the_form(self):
        html = self.siti.with_user(self.teller).dues_html
        self.assertIn("September 2026", html)
        self.assertIn("Rp160.000", html)
        self._pay(self.siti, pokok=POKOK, wajib=60_000)
        self.siti.invalidate_recordset()
        self.assertIn("Nothing is due", self.siti.dues_html)
