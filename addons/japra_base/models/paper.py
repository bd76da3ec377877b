"""The language of what is printed and kept."""


def on_paper(records):
    """The same records in the language of the papers, whoever is at the screen."""
    lang = records.env["res.company"]._coop_paper_lang()
    # An environment of its own for each of thousands is what costs.
    if records.env.context.get("lang") == lang:
        return records
    return records.with_context(lang=lang)
