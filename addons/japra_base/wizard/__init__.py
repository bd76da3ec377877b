from . import account_merge_wizard
from . import base_partner_merge
