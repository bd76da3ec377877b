"""What is measured, see launcher/bench.py."""

from . import rows_read, rows_entry, rows_print
from .harness import run
