def post_init_hook(env):
    """Give the companies that are already there what a new one gets."""
    companies = env["res.company"].search([])
    companies._create_member_sequences()
    for company in companies:
        if company.chart_template == "id":
            env["account.chart.template"]._load_coop_shares(company)
