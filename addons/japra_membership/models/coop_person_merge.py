from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.japra_base.models import guard

from ..calc.merge import TAKEN

# Written by the deed itself, never by who calls.
DONE = {"merged_on", "asked_by_id", "merged_by_id", "summary", "different_on"}


class CoopPersonMerge(models.Model):
    """Two records of one person: which stays, who asked, who agreed, what was done.

    Asked for by the registrar and done by the approval of another person. The row
    stays as the log of it.
    """

    _name = "coop.person.merge"
    _inherit = ["coop.approval.mixin", "coop.checked.input"]
    _description = "Merging of Two Records of a Person"
    _order = "id desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Cooperative",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    keep_id = fields.Many2one(
        comodel_name="res.partner",
        string="Record That Stays",
        required=True,
        ondelete="restrict",
        check_company=True,
    )
    drop_id = fields.Many2one(
        comodel_name="res.partner",
        string="Record That Gives Way",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        context={"active_test": False},
    )
    reason = fields.Char(
        string="How You Know", help="What shows that both are one person, or are not."
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("waiting", "Waiting for Approval"),
            ("merged", "Merged"),
            ("different", "Two Persons"),
            ("closed", "Not Merged"),
        ],
        compute="_compute_state",
    )
    merged_on = fields.Datetime(readonly=True, copy=False)
    asked_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    merged_by_id = fields.Many2one(
        "res.users", string="Agreed By", readonly=True, copy=False, ondelete="restrict"
    )
    different_on = fields.Date(string="Found Different On", readonly=True, copy=False)
    summary = fields.Text(string="What Was Done", readonly=True, copy=False)
    problems_html = fields.Html(compute="_compute_compared", sanitize=False)
    compare_html = fields.Html(compute="_compute_compared", sanitize=False)

    _two_records = models.Constraint(
        "CHECK(keep_id != drop_id)", "Choose two records of the same person."
    )
    _merged_once = models.UniqueIndex(
        "(drop_id) WHERE merged_on IS NOT NULL", "This record was merged already."
    )

    @api.depends("merged_on", "different_on", "approval_state")
    def _compute_state(self):
        for merge in self:
            if merge.merged_on:
                merge.state = "merged"
            elif merge.different_on:
                merge.state = "different"
            elif merge.approval_state in ("refused", "withdrawn"):
                merge.state = "closed"
            elif merge.approval_id:
                merge.state = "waiting"
            else:
                merge.state = "draft"

    @api.depends("keep_id", "drop_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for merge in self:
            merge.display_name = self.env._(
                "%(drop)s into %(keep)s",
                drop=merge._say_record(merge.drop_id),
                keep=merge._say_record(merge.keep_id),
            )

    @api.depends("keep_id", "drop_id", "merged_on")
    @api.depends_context("lang", "uid")
    def _compute_compared(self):
        for merge in self:
            # As the user reads; of people of another cooperative nothing is told.
            people = merge.keep_id | merge.drop_id
            people.check_access("read")
            both = len(people) == 2
            merge.compare_html = both and self.env["ir.qweb"]._render(
                "japra_membership.person_merge_compare",
                {"merge": merge, "rows": merge._compare_rows()},
            )
            problems = [] if merge.merged_on or not both else merge._problems()
            merge.problems_html = bool(problems) and self.env["ir.qweb"]._render(
                "japra_membership.person_merge_problems", {"problems": problems}
            )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        merges = super().create(vals_list)
        # After the fact, because a value may come from a default in the context.
        if not guard.is_open(self.env) and any(
            merge[name] for merge in merges for name in DONE
        ):
            self._refuse_deed()
        merges._check_people()
        return merges

    def write(self, vals):
        if guard.is_open(self.env):
            return super().write(vals)
        # First: the sentences below name a person.
        self.check_access("write")
        if DONE & vals.keys():
            self._refuse_deed()
        if "company_id" in vals and any(
            merge.company_id.id != vals["company_id"] for merge in self
        ):
            raise UserError(self.env._("A merging stays in its cooperative."))
        self._check_draft()
        result = super().write(vals)
        self._check_people()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        self._check_draft()

    def _one_cooperative(self):
        return self.env._("Both records are of the same cooperative.")

    def _check_people(self):
        """Whoever asks must read both: else she would learn of people elsewhere."""
        for merge in self:
            (merge.keep_id | merge.drop_id).check_access("read")
            if merge.keep_id == merge.drop_id:
                raise ValidationError(
                    self.env._("Choose two records of the same person.")
                )

    def _check_draft(self):
        for merge in self:
            if merge.merged_on or merge.different_on or merge.approval_id:
                raise UserError(
                    self.env._(
                        "%s was asked for or decided and stays as it is.",
                        merge.display_name,
                    )
                )

    def _refuse_deed(self):
        raise UserError(
            self.env._("Two records are merged by the approval of another person only.")
        )

    # === APPROVAL === #

    @api.model
    def _approval_kinds(self):
        return [("person.merge", self.env._("Merging of two records"))]

    def _approval_kind(self):
        return "person.merge"

    def _approval_content(self):
        return {
            "keep": self.keep_id.id,
            "drop": self.drop_id.id,
            "reason": self.reason,
            # In sudo: a number that is masked for who reads must not change either.
            "facts": [
                str(person[name] or "")
                for person in (self.sudo().keep_id, self.sudo().drop_id)
                for name in TAKEN
            ],
        }

    def _approval_page(self):
        return self.compare_html

    def _approval_partner(self):
        """Nobody agrees to what becomes of their own records."""
        return self.keep_id | self.drop_id

    def _approval_reason(self):
        return self.reason

    def action_request_approval(self):
        self.check_access("write")
        for merge in self:
            merge._check_mergeable()
        result = super().action_request_approval()
        self.invalidate_recordset(["state"])
        return result

    def _on_approved(self):
        self._check_approved()
        self._check_mergeable()
        self._merge()

    def _check_mergeable(self):
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say how you know that both are one person."))
        if self.merged_on or self.different_on:
            raise UserError(self.env._("%s is decided already.", self.display_name))
        if problems := self._problems():
            raise UserError(problems[0])

    # === ACTIONS === #

    def action_swap(self):
        """Let the other record stay."""
        self.ensure_one()
        self.write({"keep_id": self.drop_id.id, "drop_id": self.keep_id.id})

    def action_different(self):
        """Note that these are two persons: they leave the list of doubles."""
        self.ensure_one()
        self.check_access("write")
        self._check_draft()
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say how you know that these are two persons."))
        opened = guard.opened(self)
        opened.write(
            {
                "different_on": self.company_id._coop_today(),
                "asked_by_id": self.env.user.id,
            }
        )

    def _say_record(self, person):
        """The person with the number she has here, as the user reads."""
        member = person and person._coop_membership(self.company_id)
        return member.display_name or person.display_name or ""
