from odoo import api, fields, models


class CoopCertificate(models.Model):
    """The register of share certificates: one row for each, written once.

    A new one replaces the one before it, which stays in the register and says so.
    """

    _name = "coop.certificate"
    _inherit = "coop.append.only"
    _description = "Share Certificate"
    _order = "id desc"
    _rec_name = "number"
    _check_company_auto = True
    _append_guarded = True

    number = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Cooperative",
        required=True,
        readonly=True,
        index=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    membership_id = fields.Many2one(
        comodel_name="coop.membership",
        string="Member",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    date = fields.Date(string="Issued On", required=True, readonly=True)
    amount_pokok = fields.Monetary(string="Entry Share", readonly=True)
    amount_wajib = fields.Monetary(string="Mandatory Share", readonly=True)
    amount_total = fields.Monetary(string="Total", compute="_compute_amount_total")
    replaces_id = fields.Many2one(
        comodel_name="coop.certificate",
        readonly=True,
        check_company=True,
        ondelete="restrict",
    )
    reason = fields.Char(
        readonly=True, help="Why the certificate before it is replaced."
    )
    replaced_by_id = fields.Many2one(
        comodel_name="coop.certificate",
        compute="_compute_replaced_by_id",
    )

    _number_uniq = models.UniqueIndex(
        "(company_id, number)", "Another certificate has this number."
    )
    _replaced_once = models.UniqueIndex(
        "(replaces_id) WHERE replaces_id IS NOT NULL",
        "This certificate is replaced already: replace the newer one.",
    )
    _first_once = models.UniqueIndex(
        "(membership_id) WHERE replaces_id IS NULL",
        "The member has a certificate already: a new one replaces it.",
    )

    @api.depends("amount_pokok", "amount_wajib")
    def _compute_amount_total(self):
        for certificate in self:
            certificate.amount_total = (
                certificate.amount_pokok + certificate.amount_wajib
            )

    def _compute_replaced_by_id(self):
        newer = self.search([("replaces_id", "in", self.ids)]).grouped("replaces_id")
        for certificate in self:
            certificate.replaced_by_id = newer.get(certificate._origin)

    def _append_refusal(self):
        return self.env._(
            "A certificate stays as it was issued: issue a new one that replaces it."
        )
