"""A kind of run that only the tests know: one sum for each member from the cash box.

No database is made with it: `install` adds it to the registry of this process.
"""

from odoo import models
from odoo.orm.model_classes import add_to_registry

NAME = "coop.test.run"
# What the kind books and where; of the process, as the kind has no fields.
PLACES = {}


class CoopTestRun(models.AbstractModel):
    _module = None
    _name = NAME
    _description = "Gift of the Tests"
    _inherit = ["coop.run.kind"]
    _run_chunk_size = 2

    def _run_journal(self, run):
        return self._place(run)["journal"].with_env(run.env)

    def _run_amounts(self, run, records=None):
        amounts = self._place(run)["amounts"]
        accounts = self.env["coop.account"].search(
            [("company_id", "=", run.company_id.id), ("id", "in", list(amounts))],
            order="number",
        )
        if records is not None:
            accounts &= records
        return {account: amounts[account.id] for account in accounts}

    def _run_problems(self, run, amounts):
        problems = self._place(run)["problems"]
        return {
            record: problems[record.id] for record in amounts if record.id in problems
        }

    def _run_refusal(self, run):
        return self._place(run).get("refusal")

    def _run_lines(self, run, amounts):
        if self._place(run).get("broken"):
            raise ArithmeticError("This kind is broken.")
        cash = self._place(run)["cash"].with_env(run.env).sudo()
        return {
            account: [
                {"account": cash, "name": "Hadiah", "amount": amount},
                {
                    "account": account.sudo().account_id,
                    "partner": account.partner_id,
                    "name": f"Hadiah, {account.number}",
                    "amount": -amount,
                    "coop_account": account,
                },
            ]
            for account, amount in amounts.items()
        }

    def _place(self, run):
        return PLACES[run.company_id.id]


def install(env):
    """Add the kind to the registry and its name to the database."""
    registry = env.registry
    add_to_registry(registry, CoopTestRun)
    registry._setup_models__(env.cr, [])
    registry.init_models(env.cr, [NAME], {"module": "japra_base"})
    registry.clear_all_caches()


def remove(registry):
    """Take it out of the registry again; the database forgets by itself."""
    del registry[NAME]
    registry.clear_all_caches()
