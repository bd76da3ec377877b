"""Receipts of before were printed when they were booked: their next print is a copy."""


def migrate(cr, version):
    cr.execute(
        """UPDATE coop_receipt
              SET printed_on = move.create_date
             FROM account_move AS move
            WHERE move.id = coop_receipt.move_id
              AND coop_receipt.printed_on IS NULL"""
    )
