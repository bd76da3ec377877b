from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..calc.dues import Free, Once, OnEntry, Periodic
from ..calc.standing import REGISTERED

# {period: months}
PERIODS = {"month": 1, "quarter": 3, "year": 12}
OWED = ("pokok", "wajib", "entry_fee")
# What decides how much members owe of it.
OWED_BY = ("share_kind", "due_period", "tariff_id", "class_tariff_id")


class CoopProduct(models.Model):
    _inherit = "coop.product"

    share_kind = fields.Selection(
        selection=[
            ("pokok", "Entry share"),
            ("wajib", "Mandatory share"),
            ("sukarela", "Voluntary savings"),
            ("entry_fee", "Entry fee"),
        ],
        help="Every member has an account of it. The rule of the bylaws makes the "
        "entry share owed once and the mandatory share each month; voluntary savings "
        "are paid in and taken out as the member likes. The entry fee is income.",
    )
    due_period = fields.Selection(
        selection=[
            ("month", "Month"),
            ("quarter", "Quarter"),
            ("year", "Year"),
            ("once", "Once, from the day decided"),
        ],
        string="Due Every",
        required=True,
        default="month",
    )
    tariff_id = fields.Many2one(
        comodel_name="coop.parameter",
        ondelete="restrict",
        domain="[('scope', '=', 'bylaw'), ('unit', '=', 'amount')]",
        help="The rule of the bylaws that says how much. Empty: the mandatory share a "
        "month.",
    )
    can_pay_out = fields.Boolean(compute="_compute_can_pay_out")

    @api.depends("share_kind")
    def _compute_can_pay_out(self):
        """Shares stay until the member leaves (UU 25/1992 Art. 41)."""
        for product in self:
            product.can_pay_out = product.share_kind == "sukarela"

    @api.constrains("share_kind", "tariff_id")
    def _check_tariff_id(self):
        for product in self:
            # In sudo: a tariff is judged the same, whoever sets the product.
            tariff = product.sudo().tariff_id
            if not tariff:
                continue
            if (product.share_kind, tariff.scope, tariff.unit) != (
                "wajib",
                "bylaw",
                "amount",
            ):
                raise ValidationError(
                    self.env._(
                        "Only a mandatory share has a tariff of its own: an amount "
                        "that stands in the bylaws."
                    )
                )

    @api.constrains("active", "company_id", "share_kind", "tariff_id")
    def _check_twice(self):
        """One amount that the bylaws name is not asked of every member twice."""
        for product in self.filtered(lambda one: one.active and one.share_kind in OWED):
            # In sudo: a tariff is judged the same, whoever sets the product.
            twin = product.sudo().search(
                [
                    ("id", "!=", product.id),
                    ("company_id", "=", product.company_id.id),
                    ("share_kind", "=", product.share_kind),
                    ("tariff_id", "=", product.sudo().tariff_id.id),
                ],
                limit=1,
            )
            if twin:
                raise ValidationError(
                    self.env._(
                        "%(kind)s is asked for with the same amount of the bylaws: "
                        "choose another rule for %(product)s.",
                        kind=twin.name,
                        product=product.name,
                    )
                )

    @api.constrains("share_kind", "account_id")
    def _check_entry_fee_account(self):
        for product in self:
            # In sudo: an account that the user may not read is judged too.
            account = product.sudo().account_id
            is_income = account.account_type.startswith("income")
            if product.share_kind and is_income != (product.share_kind == "entry_fee"):
                raise ValidationError(
                    self.env._(
                        "An entry fee is income, and nothing else of a member is: "
                        "choose another account for %s.",
                        product.name,
                    )
                )

    def _rule(self, book):
        """The rule of what members owe of it, with the values of the bylaws."""
        kind = self.share_kind
        if kind == "pokok":
            return Once(kind, book.amount("membership.pokok"))
        if kind == "entry_fee":
            return OnEntry(kind, book.amount("membership.entry_fee"))
        if kind == "sukarela":
            return Free(kind)
        # In sudo: a rule binds who cannot read it.
        tariff = book.amount(self.sudo().tariff_id.code or "membership.wajib")
        if self.due_period == "once":
            return Once(kind, tariff, reaches_back=False)
        days = book.amount("membership.due_day")
        every = PERIODS[self.due_period]
        tables = book.table(self._class_tariff_code())
        return Periodic(kind, tariff, days, book.last, every, tables)

    @api.model_create_multi
    def create(self, vals_list):
        products = super().create(vals_list)
        products._open_for_members()
        return products

    def _open_for_members(self):
        """Open an account for everybody who is a member already.

        In sudo: who sets products keeps no register, and every member has one.
        """
        for company, _products in (
            self.filtered("share_kind").grouped("company_id").items()
        ):
            members = self.env["coop.membership"].sudo()
            members = members.search(
                [("company_id", "=", company.id), ("state", "in", REGISTERED)]
            )
            members._open_accounts()
            members._settle_dues()

    def write(self, vals):
        for name in {*OWED_BY} & vals.keys():
            changed = self.filtered(
                lambda p, name=name: (
                    p._fields[name].convert_to_write(p[name], p) != vals[name]
                )
            )
            # In sudo: closed and foreign accounts count too.
            if changed.sudo().coop_account_ids:
                raise UserError(
                    self.env._(
                        "Members have accounts of %s already, so what it makes them "
                        "owe cannot change. Make a new product instead.",
                        changed[0].name,
                    )
                )
        if not vals.get("active", True):
            # What an archived product makes members owe would vanish with it.
            # In sudo, as above: every account counts.
            used = self.filtered("share_kind").sudo()
            if used.coop_account_ids:
                raise UserError(
                    self.env._(
                        "Members have accounts of %s, so it cannot be archived.",
                        used[0].name,
                    )
                )
        result = super().write(vals)
        if vals.get("share_kind"):
            self._open_for_members()
        return result
