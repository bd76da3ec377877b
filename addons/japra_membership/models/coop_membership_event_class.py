from odoo import fields, models


class CoopMembershipEvent(models.Model):
    """The class of a member from a day on."""

    _inherit = "coop.membership.event"

    class_id = fields.Many2one(
        comodel_name="coop.member.class",
        readonly=True,
        ondelete="restrict",
    )

    # Few members have such entries: the dues of all others read none.
    _terms_idx = models.Index(
        "(company_id, membership_id) WHERE kind IN ('class', 'suspended')"
    )
