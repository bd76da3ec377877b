"""A kind of due that only the tests know: signed rows instead of a rule of the bylaws.

No module is installed with it and no database is made: `install` extends the registry
of this process the way a further add-on would, by inheriting `coop.product` and
`coop.dues` and bringing a model of its own, and `remove` takes all of it out again. A
hidden add-on under tests/ would prove the same, but it would have to be installed into
the database every other test runs on, and then be on every form there; patching a
method would prove only that the method can be patched.
"""

from odoo import api, fields, models
from odoo.orm.model_classes import add_to_registry

from ..calc.dues import Due, Plain, allocate

NAME = "coop.test.levy"


class Levy(Plain):
    """What is owed stands in rows (day, amount), the same for all who are there."""

    def __init__(self, rows):
        self.kind = "levy"
        self._rows = sorted(rows)

    def payable(self, opened):
        return [Due(None, day, amount) for day, amount in self._rows if day >= opened]

    def dues(self, opened, until):
        return [due for due in self.payable(opened) if due.date <= until]

    def arrears(self, opened, as_of, paid):
        rows = allocate(self.dues(opened, as_of), paid)
        late = [row for row in rows if row.residual]
        return sum(row.residual for row in late), late[0].due.date if late else None

    def room(self, opened, paid):
        return max(0, sum(due.amount for due in self.payable(opened)) - paid)


class CoopTestLevy(models.Model):
    _module = None
    _name = NAME
    _description = "Levy of the Tests"

    product_id = fields.Many2one("coop.product", required=True)
    date = fields.Date(required=True)
    amount = fields.Integer()


class CoopProduct(models.Model):
    _module = None
    _inherit = "coop.product"

    share_kind = fields.Selection(selection_add=[("levy", "Gotong Royong")])

    def _rule(self, book):
        if self.share_kind != "levy":
            return super()._rule(book)
        # Known to the dues service of the tests alone, below.
        return Levy([])


class CoopDues(models.AbstractModel):
    _module = None
    _inherit = "coop.dues"

    @api.model
    def _get_rules(self, company, as_of):
        rules = super()._get_rules(company, as_of)
        levies = [product for product in rules if product.share_kind == "levy"]
        rows = (
            self.env[NAME].sudo().search([("product_id", "in", [p.id for p in levies])])
        )
        for product in levies:
            own = rows.filtered(lambda row, product=product: row.product_id == product)
            rules[product] = Levy([(row.date, row.amount) for row in own])
        return rules


DEFINITIONS = {"coop.product": CoopProduct, "coop.dues": CoopDues}


def install(env):
    """Extend the models of this process, and make the table of the levies."""
    registry = env.registry
    add_to_registry(registry, CoopTestLevy)
    for definition in DEFINITIONS.values():
        add_to_registry(registry, definition)
    registry._setup_models__(env.cr, [NAME, *DEFINITIONS])
    registry.init_models(env.cr, [NAME], {"module": "japra_membership"})


def remove(env):
    """Leave the models as they were; the database forgets by itself."""
    registry = env.registry
    for name, definition in DEFINITIONS.items():
        model = registry[name]
        model._base_classes__ = tuple(
            base for base in model._base_classes__ if base is not definition
        )
    del registry[NAME]
    registry._setup_models__(env.cr, [*DEFINITIONS])
