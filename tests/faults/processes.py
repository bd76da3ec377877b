"""Processes that stand for the workers of a server."""

import os
import traceback
from functools import partial
from multiprocessing import get_context

from odoo import api, sql_db
from odoo.exceptions import UserError
from odoo.service.model import retrying

from . import notes

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


def press_each(registry, user, ids, press, barrier, folder):
    """Press a button of one record after the other, as requests do it.

    :param press: what the button does, given an environment and an id
    """
    errors = []
    barrier.wait()
    for number in ids:
        with registry.cursor() as cr:
            env = api.Environment(cr, user, {})
            try:
                retrying(partial(press, env, number), env)
            except UserError as error:
                errors.append(str(error))
    notes.write(folder, user, {"errors": errors})
