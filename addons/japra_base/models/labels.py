"""The words of a choice."""


def labels(records, name):
    """{value: what the user reads} of a selection field, in their language."""
    return dict(records._fields[name]._description_selection(records.env))
