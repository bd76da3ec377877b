from . import (
    coop_growth_capital,
    coop_growth_member,
    coop_person_double,
    report_cash_book,
    report_certificate,
    report_kwitansi,
    report_passbook,
    report_register,
    report_register_changes,
    report_series,
    report_xlsx_abstract,
)
