from odoo import fields, models


class CoopApprovalDecision(models.Model):
    _name = "coop.approval.decision"
    _inherit = "coop.append.only"
    _description = "Decision on an Approval"
    _append_guarded = True
    _order = "approval_id, step"
    _rec_name = "approver_id"
    _allow_sudo_commands = False

    approval_id = fields.Many2one(
        comodel_name="coop.approval",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    step = fields.Integer(
        required=True,
        readonly=True,
        help="Of two who decide at one instant the second finds the step taken.",
    )
    digest = fields.Char(
        required=True, readonly=True, copy=False, groups=fields.NO_ACCESS
    )
    maker_id = fields.Many2one(
        comodel_name="res.users",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="Who asked, on this row too, so that the database compares the two.",
    )
    approver_id = fields.Many2one(
        comodel_name="res.users",
        string="By",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    verdict = fields.Selection(
        selection=[
            ("approve", "Approved"),
            ("refuse", "Refused"),
            ("withdraw", "Withdrawn"),
        ],
        string="Decision",
        required=True,
        readonly=True,
    )
    note = fields.Text(readonly=True)
    decided_at = fields.Datetime(string="On", required=True, readonly=True)

    _four_eyes = models.Constraint(
        "CHECK((verdict = 'withdraw') = (maker_id = approver_id))",
        "Nobody approves what they asked for themselves.",
    )
    _maker_of_request = models.Constraint(
        # The digest first: core takes a key that begins with a Many2one for its own,
        # and replaces it.
        "FOREIGN KEY (digest, approval_id, maker_id) "
        "REFERENCES coop_approval (digest, id, requested_by)",
        "A decision is on what was asked, and its maker is who asked.",
    )
    _once_uniq = models.Constraint(
        "UNIQUE(approval_id, approver_id)", "One person decides once."
    )
    _step_uniq = models.Constraint(
        "UNIQUE(approval_id, step)", "Somebody else decided at this moment."
    )
    _step_few = models.Constraint(
        "CHECK(step IN (1, 2))", "An approval has at most two decisions."
    )
    _refusal_reason = models.Constraint(
        "CHECK(verdict != 'refuse' OR btrim(coalesce(note, '')) != '')",
        "Give the reason of the refusal.",
    )

    def _append_refusal(self):
        return self.env._(
            "Approvals are decided by the buttons Approve and Refuse only, and a "
            "decision stays."
        )
