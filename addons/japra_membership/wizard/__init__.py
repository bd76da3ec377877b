from . import coop_arrears
from . import coop_receipt_reverse
