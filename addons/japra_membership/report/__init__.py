from . import report_cash_book, report_kwitansi, report_register
