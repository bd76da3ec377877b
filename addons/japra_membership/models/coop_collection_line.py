from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.japra_base.calc.rupiah import format_rupiah
from odoo.addons.japra_base.models import guard

from ..calc.desk import ORDERS, arrange, lay


class CoopCollectionLine(models.Model):
    """A member on the list, and what he or she gave at the door."""

    _name = "coop.collection.line"
    _inherit = "coop.checked.input"
    _description = "Member on a Collection"
    _order = "collection_id, sequence, id"
    _check_company_auto = True
    _typed_amount = "amount"

    collection_id = fields.Many2one(
        comodel_name="coop.collection",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="collection_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(default=1000)
    membership_id = fields.Many2one(
        comodel_name="coop.membership",
        string="Member",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('company_id', '=', parent.company_id)]",
    )
    # With the rights of who reads: a member of another cooperative tells nothing.
    house = fields.Char(related="membership_id.house", related_sudo=False)
    amount_due = fields.Monetary(string="Due", compute="_compute_amount_due")
    amount = fields.Monetary(string="Gave")
    note = fields.Char(help="For example: not at home, pays on Saturday.")
    receipt_id = fields.Many2one(
        comodel_name="coop.receipt",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    _member_uniq = models.UniqueIndex(
        "(collection_id, membership_id)", "A collection names each member once."
    )
    _amount_positive = models.Constraint(
        # In PostgreSQL NaN is above every number, and equals itself.
        "CHECK (amount >= 0 AND amount = trunc(amount) AND amount != 'NaN')",
        "An amount is in whole rupiah and never below zero.",
    )

    @api.depends("membership_id", "collection_id.date")
    def _compute_amount_due(self):
        due = {}
        for collection in self.collection_id:
            members = collection.line_ids.membership_id | self.membership_id
            for _account, member, (amount, _since) in self.env["coop.dues"]._late(
                collection.company_id, collection.date, members.account_ids
            ):
                key = collection.id, member
                due[key] = due.get(key, 0) + amount
            for bill in self.env["coop.dues"]._bills(members, collection.date).values():
                key = collection.id, bill.membership.id
                due[key] = due.get(key, 0) + bill.due(collection.date)
        for line in self:
            line.amount_due = due.get((line.collection_id.id, line.membership_id.id), 0)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_fields(vals)
        lines = super().create(vals_list)
        lines._check_open()
        return lines

    def write(self, vals):
        if guard.is_open(self.env):
            return super().write(vals)
        self._check_fields(vals)
        self._check_open()
        result = super().write(vals)
        self._check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        self._check_open()

    def _check_open(self):
        self.collection_id._check_draft()
        if not guard.is_open(self.env) and self.receipt_id:
            self._check_fields({"receipt_id": True})

    def _one_cooperative(self):
        return self.collection_id._one_cooperative()

    def _check_fields(self, vals):
        if "receipt_id" in vals:
            raise UserError(self.env._("A collection is booked by its button only."))

    def _lay(self, statements, slices, order):
        """{key of a slice: amount}: what is due by the rule, then months ahead."""
        self.ensure_one()
        member = self.membership_id
        ahead = [
            (account, statement.room)
            for account in member.account_ids
            if (statement := statements.get(account.id))
            and account.product_id.share_kind == "wajib"
            and statement.room
        ]
        keep, room = ahead[0] if ahead else (None, None)
        laid = lay(
            round(self.amount),
            arrange(slices, order if order in ORDERS else "oldest"),
            keep=keep and keep.id,
            room=room,
        )
        if laid.rest:
            raise UserError(
                self.env._(
                    "%(member)s gave %(rest)s more than can be paid: enter less, or "
                    "take it at the desk.",
                    member=member.display_name,
                    rest=format_rupiah(laid.rest),
                )
            )
        return laid.amounts
