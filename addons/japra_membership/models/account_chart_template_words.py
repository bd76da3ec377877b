from odoo import models

INDONESIAN = "id_ID"
# {number: (what the chart calls it, what accountants call it)}. The chart names these
# in English or wrongly: VAT on sales as that on purchases, a debt to employees as a
# claim on them.
WORDS = {
    "11120002": ("Bank Suspense Account", "Penampung Mutasi Bank"),
    "11120003": ("Tanda Terima Belum Lunas", "Penerimaan Belum Tampak di Bank"),
    "11120004": ("Pembayaran Belum Lunas", "Pembayaran Belum Tampak di Bank"),
    "11210012": ("VAT Receivable", "Piutang PPN"),
    "11210013": ("STLG Receivable", "Piutang PPnBM"),
    "11210014": ("PPh 28A Prepaid", "PPh Lebih Bayar Pasal 28A"),
    "11210030": ("VAT Purchase", "PPN Masukan"),
    "11210040": ("Prepaid Expense", "Biaya Dibayar Dimuka"),
    "11510010": ("Prepaid Tax PPh 21", "Pajak Dibayar Dimuka PPh 21"),
    "19999991": ("Liquidity Transfer", "Pemindahan Antarkas dan Bank"),
    "21100011": ("VAT Payable", "Hutang PPN"),
    "21100012": ("STLG Payable", "Hutang PPnBM"),
    "21100013": ("Piutang Karyawan", "Hutang kepada Karyawan"),
    "21100014": ("Tax Payable PPh 29", "Hutang Pajak PPh 29"),
    "21221010": ("PPN Pembelian", "PPN Keluaran"),
    "28110020": ("Deposit Customer", "Titipan Pelanggan"),
    "28110030": ("Deferred Revenue", "Pendapatan Diterima Dimuka"),
    "39000000": ("Historical Balance", "Saldo Awal"),
    "63110100": ("Research & Development", "Penelitian dan Pengembangan"),
    "65110050": ("Insurance Costs", "Biaya Asuransi"),
    "99900001": ("Kerugian Pendapatan Kas", "Kerugian Selisih Kas"),
    "99900002": ("Pendapatan Perbedaan Kas", "Keuntungan Selisih Kas"),
    "99900003": ("Cash Discount Loss", "Potongan Tunai yang Diberikan"),
    "99900004": ("Cash Discount Gain", "Potongan Tunai yang Diterima"),
}


class AccountChartTemplate(models.AbstractModel):
    """Indonesian names of accounts where those of the chart mislead."""

    _inherit = "account.chart.template"

    def _load_translations(self, langs=None, companies=None, template_data=None):
        result = super()._load_translations(langs, companies, template_data)
        self._coop_name_accounts(companies)
        return result

    def _coop_name_accounts(self, companies=None):
        """Rename what still has the name of the chart; another one was chosen."""
        if not self.env["res.lang"]._get_data(code=INDONESIAN):
            return
        if companies is None:
            companies = self.env["res.company"].search([("chart_template", "=", "id")])
        # In sudo: whoever loads a chart or a language.
        accounts = self.env["account.account"].sudo().with_context(lang=INDONESIAN)
        for company in companies:
            for account in accounts.with_company(company).search(
                [("company_ids", "in", company.ids), ("code", "in", list(WORDS))]
            ):
                given, ours = WORDS[account.code]
                if account.name == given:
                    account.name = ours
