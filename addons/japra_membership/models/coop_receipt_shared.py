from odoo import api, fields, models

from odoo.addons.japra_base.models import guard
from odoo.addons.japra_base.models.paper import on_paper


class CoopReceipt(models.Model):
    """Many receipts in one entry, and how one of them is taken back.

    Its number is that of the entry and its place in it: one counter, no gap.
    """

    _inherit = "coop.receipt"

    collection_id = fields.Many2one(
        comodel_name="coop.collection",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    shared_place = fields.Integer(
        readonly=True, copy=False, help="Which one of the receipts of one entry it is."
    )
    correction_move_id = fields.Many2one(
        comodel_name="account.move",
        string="Correction",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="account.group_account_readonly",
    )

    @api.depends("shared_place", "correction_move_id.state")
    def _compute_state(self):
        result = super()._compute_state()
        for receipt in self.filtered("shared_place"):
            if receipt.name:
                receipt.name = f"{receipt.name}/{receipt.shared_place:03}"
            correction = receipt.correction_move_id
            if correction.state == "posted":
                receipt.state = "reversed"
                receipt.reversal_name = correction.name
                receipt.reversal_date = correction.date
        return result

    def _posted_fields(self):
        return super()._posted_fields() | {
            "collection_id",
            "correction_move_id",
            "shared_place",
        }

    def _post_together(self, origin_key):
        """Book receipts of one day, each of another member, in one entry."""
        statements = self._prepare_posting()
        move = (
            self.env["account.move"]
            # In sudo: a teller has no accounting rights. What is booked was checked
            # above and is written by this method alone.
            .sudo()
            ._coop_post_entry(
                self.company_id.sudo().coop_receipt_journal_id,
                self[0].date,
                origin_key,
                self._join_entry_lines(),
            )
        )
        # Before the entry, whose arrival computes the number with the place in it.
        guard.assign(self, "shared_place", range(1, len(self) + 1))
        self._keep_entry(move, statements)
        return move

    def _join_entry_lines(self):
        """The money of all of them in one line, then their own lines."""
        money, own = None, []
        for receipt in self:
            first, *rest = receipt._prepare_entry_lines()
            if money is None:
                extra = {**first["extra"], "coop_receipt_id": False}
                name = on_paper(self).env._("%(count)s receipts", count=len(self))
                money = {
                    **first,
                    "partner": None,
                    "name": name,
                    "amount": 0,
                    "extra": extra,
                }
            money["amount"] += first["amount"]
            own += rest
        return [money, *own]

    def _book_reversal(self):
        if not self.shared_place:
            return super()._book_reversal()
        self._check_approved()
        # In sudo: who approves or reverses a receipt books its entry by this only.
        receipt = self.sudo()
        move = receipt.move_id
        paper = on_paper(self)
        correction = move._coop_post_entry(
            move.journal_id,
            self.company_id._coop_today(),
            f"correction/{move.id}/receipt/{self.id}",
            receipt._prepare_correction(),
            ref=paper.env._("Reversal of %(number)s", number=self.name),
        )
        self._write_posted({"correction_move_id": correction.id})

    def _prepare_correction(self):
        """What this receipt brought into the shared entry, turned round."""
        first, *_rest = self._prepare_entry_lines()
        own = self.move_id.line_ids.filtered(
            lambda line: line.coop_receipt_id == self
        ).sorted("id")
        return [{**first, "amount": -first["amount"]}] + [
            {
                "account": line.account_id,
                "partner": line.partner_id,
                "name": line.name,
                "amount": -round(line.balance),
                "coop_account": line.coop_account_id,
                "extra": {
                    "coop_receipt_id": self.id,
                    "coop_corrected_line_id": line.id,
                },
            }
            for line in own
        ]
