from . import (
    base_import,
    coop_arrears,
    coop_cash_book,
    coop_certificate_issue,
    coop_membership_class_change,
    coop_membership_step,
    coop_membership_step_class,
    coop_pair_confirm,
    coop_passbook,
    coop_receipt_reverse,
    coop_setup,
    coop_setup_user,
)
