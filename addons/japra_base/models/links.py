"""Links between records of one cooperative."""


def links_agree(records, names):
    """Whether core would let all links of these names be; asked once for all records.

    Core asks for each link of each record.
    """
    fields = records._fields
    names = [
        name for name in names if fields[name].relational and fields[name].check_company
    ]
    # In sudo, as core: a link may lead to what the user does not see.
    for company, own in records.sudo().grouped("company_id").items():
        for name in names:
            linked = own[name].with_context(active_test=False)
            if linked.filtered_domain(linked._check_company_domain(company)) != linked:
                return False
    return True
