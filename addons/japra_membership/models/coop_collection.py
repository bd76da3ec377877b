from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain

from odoo.addons.japra_base.calc.dates import long_date
from odoo.addons.japra_base.models import guard

from ..calc import standing

POSTED_FIELDS = {"state", "receipt_ids"}
# A list is prepared so long before it is walked with.
AHEAD = timedelta(days=31)
# As many places stand beside an empty field.
KNOWN = 12


class CoopCollection(models.Model):
    """A list to walk with: who owes what in an RT, and what each of them gave.

    The collector fills it in at the doors; who has the cash box counts the money and
    books the whole list at once, with a receipt for each.
    """

    _name = "coop.collection"
    _inherit = "coop.checked.input"
    _description = "Collection"
    _order = "date desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Cooperative",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(
        required=True, default=lambda self: self.env.company._coop_today()
    )
    collector_id = fields.Many2one(
        comodel_name="res.users",
        required=True,
        default=lambda self: self.env.user,
        check_company=True,
    )
    kampung = fields.Char()
    rt = fields.Char(string="RT")
    rw = fields.Char(string="RW")
    block = fields.Char()
    rt_known = fields.Char(string="RT There Are", compute="_compute_known")
    block_known = fields.Char(string="Blocks There Are", compute="_compute_known")
    cash_journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Cash Box",
        compute="_compute_cash_journal_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        domain="[('type', '=', 'cash')]",
        help="Where the money is counted into when the list is booked.",
    )
    line_ids = fields.One2many(
        comodel_name="coop.collection.line",
        inverse_name="collection_id",
        string="Members",
    )
    receipt_ids = fields.One2many(
        comodel_name="coop.receipt",
        inverse_name="collection_id",
        string="Receipts",
        readonly=True,
    )
    amount_due = fields.Monetary(string="Due", compute="_compute_amounts")
    amount_total = fields.Monetary(string="Collected", compute="_compute_amounts")
    payer_count = fields.Integer(string="Members Who Paid", compute="_compute_amounts")
    state = fields.Selection(
        selection=[("draft", "Being Collected"), ("posted", "Booked")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )

    @api.depends("company_id")
    def _compute_cash_journal_id(self):
        for collection in self:
            boxes = self.env["account.journal"]
            collection.cash_journal_id = boxes._coop_default_box(collection.company_id)

    @api.depends("company_id", "kampung")
    def _compute_known(self):
        """Which RT and blocks there are: who walks there chooses among them."""
        homes = self.env["coop.household"]
        for collection in self:
            domain = collection._domain_homes("kampung")
            for name in ("rt", "block"):
                known = [
                    value
                    for (value,) in homes._read_group(
                        domain & Domain(name, "!=", False), [name], limit=KNOWN + 1
                    )
                ]
                more = ["…"] if len(known) > KNOWN else []
                collection[f"{name}_known"] = ", ".join([*known[:KNOWN], *more])

    @api.depends("line_ids.amount", "line_ids.amount_due")
    def _compute_amounts(self):
        for collection in self:
            lines = collection.line_ids
            collection.amount_due = sum(lines.mapped("amount_due"))
            collection.amount_total = sum(lines.mapped("amount"))
            collection.payer_count = len(lines.filtered("amount"))

    @api.depends("date", "kampung", "rt", "rw", "block")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for collection in self:
            parts = [collection.kampung]
            if collection.rt:
                parts.append(f"RT {collection.rt}")
            if collection.rw:
                parts.append(f"RW {collection.rw}")
            if collection.block:
                parts.append(self.env._("Block %s", collection.block))
            where = " ".join(part for part in parts if part)
            day = long_date(collection.date) if collection.date else ""
            collection.display_name = ", ".join(
                part for part in (where or self.env._("Collection"), day) if part
            )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        cleaned = self.env["coop.household"]._cleaned
        for vals in vals_list:
            self._check_fields(vals)
        collections = super().create([cleaned(vals) for vals in vals_list])
        # After the fact, because values may come from a default in the context.
        if not guard.is_open(self.env) and any(
            collection.state != "draft" for collection in collections
        ):
            self._check_fields({"state": "posted"})
        return collections

    def write(self, vals):
        if not guard.is_open(self.env):
            self._check_fields(vals)
            self._check_draft()
            if "company_id" in vals and any(
                collection.company_id.id != vals["company_id"] for collection in self
            ):
                raise UserError(self.env._("A collection stays in its cooperative."))
        return super().write(self.env["coop.household"]._cleaned(vals))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        self._check_draft()

    @api.constrains("date")
    def _check_date_near(self):
        for collection in self:
            today = collection.company_id._coop_today()
            if collection.date > today + AHEAD:
                raise ValidationError(
                    self.env._(
                        "A list is walked with within a month: correct its date."
                    )
                )

    def _one_cooperative(self):
        return self.env._(
            "Members, collector and cash box of a collection are all of one "
            "cooperative."
        )

    def _check_fields(self, vals):
        if vals.keys() & POSTED_FIELDS:
            raise UserError(self.env._("A collection is booked by its button only."))

    def _check_draft(self):
        for collection in self:
            if collection.state != "draft":
                raise UserError(
                    self.env._(
                        "%(collection)s is booked and cannot be changed; the "
                        "treasurer can reverse one of its receipts.",
                        collection=collection.display_name,
                    )
                )

    # === FILLING === #

    def action_fill(self):
        """Put every member of these houses on the list; what was typed stays."""
        self.check_access("write")
        self._check_draft()
        for collection in self:
            listed = collection.line_ids.membership_id
            found = collection._members_here()
            if not found:
                raise UserError(
                    self.env._(
                        "No member lives there: look at kampung, RT, RW and block, or "
                        "leave them empty."
                    )
                )
            members = found - listed
            collection.line_ids = [
                Command.create({"membership_id": member.id, "sequence": place})
                for place, member in enumerate(members, len(listed) + 1)
            ]
        return True

    def _members_here(self):
        """The members who live there, by their doors."""
        company = Domain("company_id", "=", self.company_id.id)
        domain = company & Domain("state", "in", standing.REGISTERED)
        homes = self._domain_homes("kampung", "rt", "rw", "block")
        if homes != company:
            # The houses first: asked through its person, each member of the
            # cooperative is looked at.
            households = self.env["coop.household"].search(homes)
            people = households.person_ids.partner_id
            domain &= Domain("partner_id", "in", people.ids)
        members = self.env["coop.membership"].search(domain)
        return members.sorted(lambda member: (member.house or "~", member.number))

    def _domain_homes(self, *names):
        """The homes of the cooperative for which these fields are as they are here."""
        return Domain("company_id", "=", self.company_id.id) & Domain.AND(
            Domain(name, "=ilike" if name == "kampung" else "=", self[name])
            for name in names
            if self[name]
        )

    # === BOOKING === #

    def action_post(self):
        """Book what was collected in one entry, with a receipt for each member."""
        for collection in self:
            collection._post()
        return True

    def _post(self):
        # Who may make receipts may book; a collector may only fill the list in.
        self.env["coop.receipt"].check_access("create")
        self.check_access("write")
        guard.lock(
            self,
            self.env._("Somebody else is booking this collection at this moment."),
        )
        self._check_draft()
        lines = self.line_ids.filtered("amount")
        if not lines:
            raise UserError(
                self.env._("Nothing was collected: enter what each member gave.")
            )
        receipts = self.env["coop.receipt"].create(self._prepare_receipts(lines))
        guard.opened(receipts).collection_id = self
        guard.assign(lines, "receipt_id", receipts)
        receipts._post_together(f"collection/{self.id}")
        guard.opened(self).state = "posted"

    def _prepare_receipts(self, lines):
        """The values of a receipt for each, laid over what is due by the rule."""
        payable = self.env["coop.dues"]._payable(lines.membership_id, self.date)
        slices = payable.by_member()
        order = self.env["coop.parameter"]._value(
            "desk.order", self.company_id, self.date
        )
        return [
            {
                "company_id": self.company_id.id,
                "membership_id": line.membership_id.id,
                "partner_id": line.membership_id.partner_id.id,
                "date": self.date,
                "means": "cash",
                "cash_journal_id": self.cash_journal_id.id,
                "line_ids": [
                    Command.create(
                        self.env["coop.receipt.line"]._prepare_laid(key, amount)
                    )
                    for key, amount in line._lay(
                        payable.statements, slices[line.membership_id.id], order
                    ).items()
                ],
            }
            for line in lines
        ]

    def action_open_receipts(self):
        self.ensure_one()
        return self.receipt_ids._get_records_action(name=self.display_name)
