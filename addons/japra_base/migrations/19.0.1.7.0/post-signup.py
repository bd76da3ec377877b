from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Members are invited: nobody makes a login for himself."""
    parameters = api.Environment(cr, SUPERUSER_ID, {})["ir.config_parameter"]
    parameters.set_param("auth_signup.invitation_scope", "b2b")
