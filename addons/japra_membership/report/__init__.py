from . import report_kwitansi
from . import report_register
