"""What a booked line pays is kept as it was; a draft says what it pays now."""

from odoo.tools.sql import column_exists, rename_column


def migrate(cr, version):
    if column_exists(cr, "coop_receipt_line", "label"):
        rename_column(cr, "coop_receipt_line", "label", "posted_label")
        cr.execute(
            """UPDATE coop_receipt_line line
                  SET posted_label = NULL
                 FROM coop_receipt receipt
                WHERE receipt.id = line.receipt_id AND receipt.move_id IS NULL"""
        )
