from odoo import models

# What the desk looks up, written as its indexes are: else they would be of no use.
NAMES = (
    "to_tsvector('simple', regexp_replace(COALESCE({0}.name, '') || ' ' || "
    "COALESCE({0}.nickname, ''), '[^[:alnum:]]+', ' ', 'g'))"
)
PHONE = "reverse(regexp_replace({0}.phone, '[^0-9]', '', 'g'))"
HOUSE = "upper(regexp_replace({0}.house, '[^A-Za-z0-9]', '', 'g'))"


def _bare(expression):
    return expression.replace("{0}.", "")


class ResPartner(models.Model):
    """What the desk finds a person by, in a cooperative of any size.

    Only what every PostgreSQL has: the one a trial starts with knows no trigrams.
    """

    _inherit = "res.partner"

    # The beginning of any word of a name or nickname.
    _coop_desk_name_idx = models.Index(f"USING gin (({_bare(NAMES)}))")
    # The last digits, however the number is spelled.
    _coop_desk_phone_idx = models.Index(
        f"(({_bare(PHONE)}) text_pattern_ops) WHERE phone IS NOT NULL"
    )


class CoopHousehold(models.Model):
    _inherit = "coop.household"

    # C-12, c12 and C 12 are one door.
    _desk_house_idx = models.Index(
        f"(({_bare(HOUSE)}) text_pattern_ops) WHERE house IS NOT NULL"
    )
