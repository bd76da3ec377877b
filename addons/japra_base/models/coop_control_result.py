import logging

from odoo import api, fields, models

_logger = logging.getLogger(__name__)


class CoopControlResult(models.Model):
    _name = "coop.control.result"
    _description = "Result of the Control Check"
    _order = "company_id, check_name, id"

    company_id = fields.Many2one(
        "res.company", string="Cooperative", required=True, index=True
    )
    checked_on = fields.Datetime(required=True)
    check_name = fields.Selection(
        [
            ("ok", "Everything Agrees"),
            ("sums", "Members = Ledger"),
            ("lines", "Lines"),
            ("numbers", "Numbers"),
            ("unsealed", "Not Sealed"),
            ("chain", "Seals"),
        ],
        string="Check",
        required=True,
    )
    message = fields.Text(required=True)
    res_model = fields.Char()
    res_id = fields.Many2oneReference(model_field="res_model")

    def action_check(self):
        """Check the cooperative the user works in, and show what came out."""
        self.check_access("read")
        # Nobody writes results by hand: they are made here only.
        self.sudo()._check_companies(self.env.company)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_open_record(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    @api.model
    def _cron_check(self):
        companies = (
            self.env["res.company"].search_fetch([], ["coop_kind"])._coop_companies()
        )
        for company in companies:
            self._check_companies(company)
            self.env["ir.cron"]._commit_progress(1)

    def _check_companies(self, companies):
        for company in companies:
            failures = self.env["coop.control"]._failures(company)
            self.search([("company_id", "=", company.id)]).unlink()
            self.create(
                [
                    {
                        "company_id": company.id,
                        "checked_on": fields.Datetime.now(),
                        "check_name": failure["check"],
                        "message": failure["message"],
                        "res_model": failure["record"]._name,
                        "res_id": failure["record"].id,
                    }
                    for failure in failures
                ]
                or [
                    {
                        "company_id": company.id,
                        "checked_on": fields.Datetime.now(),
                        "check_name": "ok",
                        "message": self._say_agreed(company),
                    }
                ]
            )
            if failures:
                _logger.error(
                    "Control check of %s: %s",
                    company.name,
                    "; ".join(failure["message"] for failure in failures),
                )

    def _say_agreed(self, company):
        """What agrees, and how much of it the seals cover."""
        sealed, waiting = self.env["coop.control"]._count_sealed(company)
        if waiting and not sealed:
            return self.env._(
                "Members' money, ledger and numbers agree; nothing is sealed yet, "
                "%(waiting)s entries wait for the next minute.",
                waiting=waiting,
            )
        return self.env._(
            "Members' money, ledger, numbers and seals agree: %(sealed)s entries are "
            "sealed, %(waiting)s wait for the next minute.",
            sealed=sealed,
            waiting=waiting,
        )
