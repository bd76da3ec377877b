"""What `./japra bench` measures, see launcher/bench.py."""

# In the order of the table.
from . import rows_read  # isort: skip
from . import rows_board  # isort: skip
from . import rows_entry  # isort: skip
from . import rows_desk  # isort: skip
from . import rows_page  # isort: skip
from . import rows_collection  # isort: skip
from . import rows_posting  # isort: skip
from . import rows_print  # isort: skip
from .harness import run

__all__ = ["run"]
