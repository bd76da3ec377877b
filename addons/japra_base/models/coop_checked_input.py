from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import ormcache

from . import guard
from .links import links_agree

# More than any rule ever says; beyond it a float is not whole rupiah any more.
LIMIT = 10**12
# Further away it is a slip of the finger, and no month can be counted from it.
YEARS = range(1800, 2200)
# PostgreSQL knows no number of a record beyond it.
IDS = 2**31


class CoopCheckedInput(models.AbstractModel):
    """One sentence for what the ORM would answer with a traceback over RPC."""

    _name = "coop.checked.input"
    _description = "Checked Input"

    # The field that is whole rupiah and never below zero, where there is one.
    _typed_amount = None

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_input(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_input(vals)
        return super().write(vals)

    @api.model
    def default_get(self, fields):
        """What follows from others has no default: one in the context would stay."""
        followed = self._follows()
        return super().default_get([name for name in fields if name not in followed])

    def _check_company(self, fnames=None):
        """The links of all records are asked for at once; core asks for each."""
        if fnames is None or "company_id" in fnames:
            fnames = self._fields
        if not links_agree(self, fnames):
            super()._check_company(fnames)

    @api.model
    @ormcache()
    def _follows(self):
        """The stored fields that follow from others: the ORM keeps what is sent."""
        return frozenset(
            name
            for name, field in self._fields.items()
            if field.compute and field.store and field.readonly
        )

    @api.model
    def _check_input(self, vals):
        if not guard.is_open(self.env):
            for name in vals.keys() & self._follows():
                self._refuse_input(
                    self.env._(
                        "%s follows from what else is entered: leave it out.",
                        self._fields[name]._description_string(self.env),
                    )
                )
        for name in vals.keys() & self._fields.keys():
            field, value = self._fields[name], vals[name]
            if value and field.type in self._INPUT:
                self._INPUT[field.type](self, field, value)
        # After: what is no number at all has a sentence of its own.
        self._check_rupiah(vals)

    def _check_rupiah(self, vals):
        """Refuse what the field would round to an amount nobody entered."""
        amount = vals.get(self._typed_amount) or 0
        # `True` is a number to Python; NaN is above and below nothing.
        if (
            not isinstance(amount, (int, float, Decimal))
            or amount is True
            or not 0 <= amount < LIMIT
            or amount != int(amount)
        ):
            raise UserError(
                self.env._("An amount is in whole rupiah and never below zero.")
            )

    def _check_number(self, field, value):
        # Written so that what is not a number at all fails too.
        if not (
            isinstance(value, (int, float, Decimal))
            and value is not True
            and abs(value) < LIMIT
        ):
            self._refuse_input(
                self.env._(
                    "%s has no such value: enter a number below one trillion.",
                    field._description_string(self.env),
                )
            )

    def _check_date(self, field, value):
        try:
            known = fields.Date.to_date(value).year in YEARS
        # Since Python 3.12 a slice is a key, and a dictionary answers that it lacks it.
        except (LookupError, TypeError, ValueError):
            known = False
        if not known:
            self._refuse_input(
                self.env._(
                    "%s is a date: enter day, month and year.",
                    field._description_string(self.env),
                )
            )

    def _check_record(self, field, value):
        if isinstance(value, int):
            known = value is not True and abs(value) < IDS
        else:
            known = isinstance(value, models.BaseModel)
        if known and self._transient and not self.env.su:
            # A dialog is read by who made it, with the name of whatever it links to.
            linked = self.env[field.comodel_name].browse(int(value)).exists()
            if not linked.has_access("read"):
                raise AccessError(self._say_choice(field))
            known = bool(linked)
        if not known:
            self._refuse_choice(field)

    def _check_choice(self, field, value):
        if not isinstance(value, str) or value not in field.get_values(self.env):
            self._refuse_choice(field)

    def _check_records(self, field, value):
        if not isinstance(value, (list, tuple, models.BaseModel)):
            self._refuse_choice(field)

    def _check_text(self, field, value):
        if not isinstance(value, str):
            self._refuse_input(
                self.env._(
                    "%s is a text: enter words.", field._description_string(self.env)
                )
            )

    def _refuse_choice(self, field):
        self._refuse_input(self._say_choice(field))

    def _say_choice(self, field):
        return self.env._(
            "%s is chosen from the list: choose one.",
            field._description_string(self.env),
        )

    def _refuse_input(self, sentence):
        raise ValidationError(sentence) from None

    _INPUT = {
        "integer": _check_number,
        "float": _check_number,
        "monetary": _check_number,
        "date": _check_date,
        "many2one": _check_record,
        "one2many": _check_records,
        "many2many": _check_records,
        "selection": _check_choice,
        "char": _check_text,
        "text": _check_text,
    }
