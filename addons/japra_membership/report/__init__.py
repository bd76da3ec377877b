from . import report_kwitansi, report_register
