"""What a record of a person takes over from another one of the same person."""

# What the staying record lacks it takes from the other; what it has stays.
# Numbers last: no two records of a cooperative have the same.
LEGAL = ("company_registry", "legal_entity_date", "nik_koperasi", "nib")
TAKEN = (
    "nickname",
    "phone",
    "email",
    "street",
    "city",
    "birth_date",
    "birth_year",
    "sex",
    "occupation",
    *LEGAL,
    "vat",
    "no_kk",
    "npwp",
    "l10n_id_nik",
)
IDENTITY = ("l10n_id_nik", "no_kk", "npwp")


def spelled(name: str) -> str:
    """A name as it is compared: neither case nor spaces make another person.

    >>> spelled(" Siti  AMINAH ")
    'siti aminah'
    """
    return " ".join(name.split()).lower()
