from odoo.tests import tagged

from ..hooks import post_init_hook
from .common import POKOK, WAJIB, MembershipCase


@tagged("post_install", "-at_install")
class TestChart(MembershipCase):
    """Accounts, journal and products come with the Indonesian chart."""

    def _shares(self, company):
        accounts = self.env["account.account"].with_company(company)
        return [
            (
                product.code,
                product.share_kind,
                product.with_company(company).account_id.code,
                product.with_context(lang="id_ID").name,
                product.with_context(lang="id_ID").account_id.name,
                product.account_id in accounts.search([("coop_control", "=", True)]),
            )
            for product in self.env["coop.product"].search(
                [("company_id", "=", company.id)]
            )
        ]

    EXPECTED = [
        ("POKOK", "pokok", "31110010", "Simpanan Pokok", "Simpanan Pokok", True),
        (
            "PANGKAL",
            "entry_fee",
            "81100060",
            "Uang Pangkal",
            "Pendapatan Uang Pangkal",
            True,
        ),
        ("WAJIB", "wajib", "31110020", "Simpanan Wajib", "Simpanan Wajib", True),
        (
            "SUKARELA",
            "sukarela",
            "21300010",
            "Simpanan Sukarela",
            "Simpanan Sukarela",
            True,
        ),
    ]

    def test_new_company(self):
        self.env["res.lang"]._activate_lang("id_ID")
        company = self._make_coop("Marlina", "MAR")
        self.assertEqual(self._shares(company), self.EXPECTED)
        journal = company.coop_receipt_journal_id
        self.assertEqual(
            (journal.code, journal.type, journal.coop_sealed, journal.company_id),
            ("KWT", "general", True, company),
        )
        self.assertFalse(journal.restrict_mode_hash_table)

    def test_company_whose_chart_was_there_before(self):
        """Taken away and given back as at installation."""
        self.env["res.lang"]._activate_lang("id_ID")
        company = self._make_coop("Akuarium", "ABM")
        products = self.env["coop.product"].search([("company_id", "=", company.id)])
        accounts = products.account_id
        products.unlink()
        accounts.unlink()
        company.coop_receipt_journal_id.unlink()
        company._member_sequence().unlink()
        self.assertFalse(self._shares(company))
        post_init_hook(self.env)
        self.assertEqual(self._shares(company), self.EXPECTED)
        self.assertEqual(company.coop_receipt_journal_id.code, "KWT")
        self.assertEqual(self._admit("Warga", "2026-11-01", company).number, "ABM-0001")

    def test_hook_twice_changes_nothing(self):
        before = self._shares(self.coop)
        sequences = self.env["ir.sequence"].search_count(
            [("code", "=", "coop.membership")]
        )
        post_init_hook(self.env)
        self.assertEqual(self._shares(self.coop), before)
        self.assertEqual(
            self.env["ir.sequence"].search_count([("code", "=", "coop.membership")]),
            sequences,
        )

    def test_chart_loaded_again_over_entries(self):
        self._pay(self.siti, pokok=POKOK, wajib=WAJIB)
        self.env["account.chart.template"].try_loading("id", self.coop)
        self.assertEqual(self._money(self.siti)[:2], (100_000, 20_000))
        self.assertEqual(len(self._shares(self.coop)), 4)

    def test_codes_stand_in_the_ranges_of_the_chart(self):
        """Shares are equity, what may be taken out a liability, a fee income."""
        ours = self.env["account.account"].search([("coop_control", "=", True)])
        found = {
            (account.code, account.account_type)
            for account in ours.with_company(self.coop).filtered("code")
        }
        self.assertEqual(
            found,
            {
                ("31110010", "equity"),
                ("31110020", "equity"),
                ("21300010", "liability_current"),
                ("81100060", "income_other"),
            },
        )

    def test_payments_on_their_way(self):
        account = self.coop.coop_clearing_account_id.with_company(self.coop)
        self.assertEqual(
            (account.code, account.account_type, account.reconcile),
            ("11130010", "asset_current", True),
        )
        self.assertFalse(account.coop_control)

    def test_trial_balance_agrees(self):
        self._pay(self.siti, pokok=POKOK, wajib=WAJIB * 3)
        self._pay(self.budi, pokok=POKOK, wajib=WAJIB)
        self._pay(self.rasela, user=self.other_teller, pokok=POKOK)
        wizard = (
            self.env["trial.balance.report.wizard"]
            .with_user(self.treasurer)
            .create(
                {
                    "company_id": self.coop.id,
                    "date_from": "2026-01-01",
                    "date_to": "2026-12-31",
                    "target_move": "posted",
                }
            )
        )
        data = wizard._prepare_report_data()
        values = (
            self.env["report.account_financial_report.trial_balance"]
            .with_user(self.treasurer)
            ._get_report_values(wizard.ids, data)
        )
        balances = {
            row["code"]: round(row["ending_balance"])
            for row in values["trial_balance"]
            if row.get("ending_balance")
        }
        self.assertEqual(
            balances,
            {"11110001": 280_000, "31110010": -200_000, "31110020": -80_000},
        )
        members = self.env["coop.membership"].search(
            [("company_id", "=", self.coop.id)]
        )
        self.assertEqual(sum(members.mapped("balance_pokok")), 200_000)
        self.assertEqual(sum(members.mapped("balance_wajib")), 80_000)

    def test_accounts_are_called_what_they_are(self):
        self.env["res.lang"]._activate_lang("id_ID")
        accounts = self.env["account.account"].with_company(self.coop)
        accounts = accounts.with_context(lang="id_ID").search(
            [("company_ids", "in", self.coop.ids)]
        )
        by_code = accounts.grouped("code")
        by_code["21100013"].name = "Hak Pengurus"
        by_code["21221010"].name = "PPN Pembelian"
        self.env["account.chart.template"]._load_translations(["id_ID"], self.coop)
        self.assertEqual(
            [
                by_code[code].name
                for code in ("99900001", "99900002", "21221010", "21100013", "11120002")
            ],
            [
                "Kerugian Selisih Kas",
                "Keuntungan Selisih Kas",
                "PPN Keluaran",
                # The name somebody chose stays.
                "Hak Pengurus",
                "Penampung Mutasi Bank",
            ],
        )
        self.assertEqual(
            by_code["99900001"].with_context(lang="en_US").name, "Cash Difference Loss"
        )
