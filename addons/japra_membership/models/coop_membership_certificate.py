from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.japra_base.models import guard

from ..calc import standing


class CoopMembership(models.Model):
    """The certificate of a member's shares."""

    _inherit = "coop.membership"

    certificate_ids = fields.One2many(
        comodel_name="coop.certificate",
        inverse_name="membership_id",
        string="Certificates",
        readonly=True,
        copy=False,
    )

    def action_certificate(self):
        """Ask what must be asked, then issue the next certificate."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Share Certificate"),
            "res_model": "coop.certificate.issue",
            "view_mode": "form",
            "target": "new",
            "context": {"default_membership_id": self.id},
        }

    def _certificate_amounts(self, day):
        """(entry share, mandatory shares) of a member, whole rupiah, posted lines.

        In sudo: who may read a member may read the money of the member.
        """
        self.ensure_one()
        self.check_access("read")
        accounts = self.sudo().account_ids
        balances = accounts._balances(day)
        held = {"pokok": 0, "wajib": 0}
        for account in accounts:
            kind = account.product_id.share_kind
            if kind in held:
                held[kind] += balances[account.id]
        return held["pokok"], held["wajib"]

    def _issue_certificate(self, reason=None):
        """Write the next certificate of a member into the register.

        The counter comes first: its row is what two issues at one instant meet at,
        the second of which begins anew and then sees the first.
        """
        self.ensure_one()
        company = self.company_id
        number = company._coop_counter("coop.certificate").next_by_id()
        today = company._coop_today()
        if self.state not in standing.REGISTERED:
            raise UserError(
                self.env._(
                    "%(member)s is no member: only a member gets a certificate.",
                    member=self.display_name,
                )
            )
        pokok, wajib = self._certificate_amounts(today)
        if pokok <= 0:
            raise UserError(
                self.env._(
                    "%(member)s has paid no entry share yet: receive it first.",
                    member=self.display_name,
                )
            )
        previous = self.certificate_ids.sorted("id")[-1:]
        reason = (reason or "").strip()
        if previous and not reason:
            raise UserError(
                self.env._(
                    "Say why certificate %(number)s is replaced.",
                    number=previous.number,
                )
            )
        # In sudo: nobody has the right to write the register, this method does.
        certificates = guard.opened(self.env["coop.certificate"].sudo())
        return certificates.create(
            {
                "number": f"{self._get_coop_code()}-SS-{number}",
                "company_id": company.id,
                "membership_id": self.id,
                "date": today,
                "amount_pokok": pokok,
                "amount_wajib": wajib,
                "replaces_id": previous.id,
                "reason": reason if previous else False,
            }
        ).with_env(self.env)
