from . import account_merge_wizard
from . import base_partner_merge
from . import coop_setup
from . import coop_setup_user
