"""Processes that stand for the workers of a server."""

import os
import traceback
from multiprocessing import get_context

from odoo import sql_db

FORK = get_context("fork")


def fork(env, work, *args):
    """Start `work(registry, *args)` in a process of its own."""
    process = FORK.Process(target=_alone, args=(env.registry, work, args))
    process.start()
    return process


def _alone(registry, work, args):
    """Run `work` with connections of this process, never those of its parent."""
    sql_db._Pool = sql_db._Pool_readonly = None
    registry._db = sql_db.db_connect(registry.db_name)
    registry._db_readonly = None
    try:
        work(registry, *args)
    except Exception:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
