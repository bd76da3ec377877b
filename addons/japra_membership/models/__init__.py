from . import (
    account_chart_template,
    account_move_line,
    coop_account,
    coop_dues,
    coop_membership,
    coop_membership_import,
    coop_membership_money,
    coop_product,
    coop_receipt,
    coop_receipt_line,
    res_company,
    res_partner,
)
