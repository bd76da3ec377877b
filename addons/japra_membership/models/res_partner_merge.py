from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.japra_base.models import guard


class ResPartner(models.Model):
    """A second record of the same person points to the one that stays.

    Booked lines name the record they were booked for, and the seal covers it: they
    are never rewritten. The old record is archived and read through the pointer.
    """

    _inherit = "res.partner"

    merged_into_id = fields.Many2one(
        comodel_name="res.partner",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    merged_ids = fields.One2many(
        comodel_name="res.partner",
        inverse_name="merged_into_id",
        string="Earlier Records",
        context={"active_test": False},
        readonly=True,
    )

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        # After the fact, because a value may come from a default in the context.
        if not guard.is_open(self.env) and partners.merged_into_id:
            self._refuse_pointer()
        return partners

    def write(self, vals):
        if not guard.is_open(self.env):
            if "merged_into_id" in vals:
                self._refuse_pointer()
            if vals.get("active"):
                # First: the sentence names both records.
                self.check_access("write")
                self._check_not_merged()
        return super().write(vals)

    def _refuse_pointer(self):
        raise UserError(
            self.env._("Two records of a person are merged under Possible Duplicates.")
        )

    def _check_not_merged(self):
        """Refuse what is only of use for the record that stays."""
        # In sudo: where a record points to does not depend on who asks.
        for partner in self.sudo():
            if keep := partner.merged_into_id:
                raise UserError(
                    self.env._(
                        "%(person)s was merged into another record: use %(keep)s.",
                        person=partner.name,
                        keep=keep.display_name,
                    )
                )

    def _coop_check_merge(self):
        """The merge of core also drops memberships and places in a household."""
        super()._coop_check_merge()
        # In sudo: what is refused must not depend on what the user may see.
        people = self.sudo().with_context(active_test=False)
        rows = [
            people.env[model].search([("partner_id", "in", self.ids)], limit=1)
            for model in ("coop.membership", "coop.household.person")
        ]
        pointers = people.filtered(lambda p: p.merged_ids or p.merged_into_id)
        if known := rows[0].partner_id or rows[1].partner_id or pointers[:1]:
            raise UserError(
                self.env._(
                    "%s is known to a cooperative and cannot be merged here: the "
                    "registrar merges people under Possible Duplicates.",
                    known.display_name,
                )
            )

    # === THE SCREEN === #

    def action_merge_person(self):
        """Compare this person with a record that was found already, or is chosen."""
        self.ensure_one()
        self.check_access("read")
        company = self.company_id or self.env.company
        doubles = self._find_doubles(
            company, self.name, self.birth_date, self.birth_year, ""
        )
        return self._open_merge(doubles[:1], company)

    def _claim_people(self):
        """Let a merging at the same instant begin again, and see what is written."""
        if self:
            self.env.execute_query(
                SQL(
                    "UPDATE res_partner SET write_date = write_date WHERE id IN %s"
                    " RETURNING id",
                    tuple(self.ids),
                )
            )

    def _open_merge(self, other, company):
        """The form with the two; the record with the open membership stays."""
        merges = self.env["coop.person.merge"]
        pair = (self | other).sorted("id")
        # What was asked for already is not asked for twice.
        asked = merges.search(
            [
                ("company_id", "=", company.id),
                ("keep_id", "in", pair.ids),
                ("drop_id", "in", pair.ids),
            ]
        ).filtered(lambda merge: merge.state == "waiting")[:1]
        if asked:
            return asked._get_records_action(name=asked.display_name)
        if len(pair) == 2 and (
            merges._open_memberships(pair[1]) and not merges._open_memberships(pair[0])
        ):
            pair = pair[1] | pair[0]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge Two Records"),
            "res_model": "coop.person.merge",
            "view_mode": "form",
            "context": {
                "default_keep_id": pair[0].id,
                "default_drop_id": pair[1:].id,
                "default_company_id": company.id,
            },
        }
