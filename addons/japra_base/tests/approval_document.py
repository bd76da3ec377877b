"""A document with approval that only the tests know.

No database is made with it: `install` adds it to the registry of this process, and its
table goes with the transaction of the test (or stays in a database made for a fault).
"""

from odoo import api, fields, models
from odoo.orm.model_classes import add_to_registry

NAME = "coop.test.payout"


class CoopTestPayout(models.Model):
    _module = None
    _name = NAME
    _description = "Payout of the Tests"
    _inherit = ["coop.approval.mixin"]

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one("res.partner")
    amount = fields.Integer()
    admission = fields.Boolean()
    note = fields.Char()
    secret = fields.Char(groups="japra_base.group_treasurer")
    paid = fields.Integer()
    paid_by = fields.Many2one("res.users")

    @api.model
    def _approval_kinds(self):
        return [("test.payout", "Penarikan"), ("test.admission", "Penerimaan")]

    def _approval_kind(self):
        return "test.admission" if self.admission else "test.payout"

    def _approval_amount(self):
        return None if self.admission else self.amount

    def _approval_content(self):
        return {"name": self.name, "note": self.note, "secret": self.secret}

    def _approval_partner(self):
        return self.partner_id

    def _approval_reason(self):
        return self.note

    def _on_approved(self):
        self._pay()

    def action_pay(self):
        self.check_access("write")
        self._pay()

    def _pay(self):
        self._check_approved()
        # Who approves keeps no documents: the approval was checked above.
        document = self.sudo()
        document.write({"paid": document.paid + 1, "paid_by": self.env.uid})


def install(env):
    """Add the document to the registry and its table to the database."""
    registry = env.registry
    add_to_registry(registry, CoopTestPayout)
    registry._setup_models__(env.cr, [])
    registry.init_models(env.cr, [NAME], {"module": "japra_base"})
    model = env["ir.model"]._get(NAME)
    env["ir.model.access"].create(
        {
            "name": "payout of the tests",
            "model_id": model.id,
            "group_id": env.ref("japra_base.group_staff").id,
            "perm_read": True,
            "perm_write": True,
            "perm_create": True,
            "perm_unlink": True,
        }
    )
    env["ir.rule"].create(
        {
            "name": "payout of the tests: own companies",
            "model_id": model.id,
            "domain_force": "[('company_id', 'in', company_ids)]",
        }
    )


def remove(registry):
    """Take it out of the registry again; the database forgets by itself."""
    del registry[NAME]
    registry.clear_all_caches()
