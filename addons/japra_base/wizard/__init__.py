from . import (
    account_merge_wizard,
    base_partner_merge,
    coop_approval_refuse,
    coop_close,
    coop_run_correct,
    coop_setup,
    coop_setup_user,
)
