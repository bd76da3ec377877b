from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CoopCase

MOVE = """
SELECT id, name, date, state, journal_id, company_id, partner_id, currency_id,
       move_type, coop_origin_key, inalterable_hash, sequence_prefix, sequence_number,
       invoice_date_due, partner_bank_id, commercial_partner_id, payment_state,
       amount_total, amount_total_signed, amount_total_in_currency_signed,
       amount_residual, amount_residual_signed
  FROM account_move WHERE id = %s
"""
LINES = """
SELECT id, move_id, name, date, parent_state, journal_id, company_id, account_id,
       partner_id, currency_id, coop_account_id, debit, credit, balance,
       amount_currency, display_type, move_name, date_maturity,
       analytic_distribution, company_currency_id, payment_id, statement_id,
       statement_line_id, tax_line_id, tax_base_amount
  FROM account_move_line WHERE move_id = %s ORDER BY id
"""
OTHER_VALUES = {
    "boolean": (True, False),
    "char": ("x",),
    "date": ("2026-10-01",),
    "datetime": ("2026-10-01 00:00:00",),
    "float": (7,),
    "html": ("x",),
    "integer": (7,),
    "monetary": (7,),
    "text": ("x",),
}


@tagged("post_install", "-at_install")
class TestGuardFields(CoopCase):
    """Whatever field of a booked entry is written, its books stay the same.

    Odoo computes fields from each other: a harmless one may move a guarded one.
    """

    def setUp(self):
        super().setUp()
        self.move = self.receive("receipt/1", {self.member(): 100000})
        self.spare = self.receive("receipt/2", {self.member("Budi"): 5000})
        self.before = self.snapshot()

    def snapshot(self):
        self.env.flush_all()
        self.env.invalidate_all()
        books = []
        for move in (self.move, self.spare):
            for query in (MOVE, LINES):
                self.env.cr.execute(query, [move.id])
                books.append(self.env.cr.fetchall())
        return books

    def other_values(self, record, field):
        if field.type == "selection":
            return [value for value, _label in field._description_selection(self.env)]
        if field.type == "many2one":
            model = self.env[field.comodel_name].sudo().with_context(active_test=False)
            # Some models have no table, and cannot be searched like this.
            ids = model.search([], limit=2, order="id desc").ids if model._auto else []
            return [False, *ids]
        if field.type in ("one2many", "many2many"):
            ids = record[field.name].ids
            return [[Command.clear()]] + [[Command.delete(id_)] for id_ in ids[:1]]
        return OTHER_VALUES.get(field.type, ())

    @mute_logger("odoo.sql_db")
    def write_everything(self, record):
        written = 0
        for name, field in sorted(record._fields.items()):
            if name in ("id", "create_uid", "create_date", "write_uid", "write_date"):
                continue
            for value in self.other_values(record, field):
                # Any refusal will do here; the other tests read the sentences.
                refused = True
                with self.env.cr.savepoint(flush=False) as savepoint:
                    try:
                        self._rpc(
                            self.accountant,
                            record._name,
                            "write",
                            record.ids,
                            {name: value},
                            context={
                                "check_move_validity": False,
                                "skip_readonly_check": True,
                            },
                        )
                        self.env.flush_all()
                        refused = False
                    except Exception:  # noqa: BLE001
                        self.env.transaction.clear()
                    if not refused:
                        written += 1
                        self.assertEqual(self.snapshot(), self.before, (name, value))
                    savepoint.rollback()
                    self.env.transaction.clear()
        return written

    def test_every_field_of_the_entry(self):
        self.assertGreater(self.write_everything(self.move), 20)

    def test_every_field_of_the_member_line(self):
        line = self.move.line_ids.filtered("coop_account_id")
        self.assertGreater(self.write_everything(line), 20)

    def test_every_field_of_the_cash_line(self):
        line = self.move.line_ids.filtered(lambda line: not line.coop_account_id)
        self.assertGreater(self.write_everything(line), 20)
