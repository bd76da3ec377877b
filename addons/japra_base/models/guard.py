"""The one way past the guards of booked entries.

A context key can be sent over RPC by anybody, so a key alone must never switch a
check off. The value here is an object of this process: it cannot be sent.

Guards look in sudo for what stands in the way: what is refused must not depend on
what the user may see.
"""

from odoo.exceptions import LockError, UserError

_TOKEN = object()


def opened(records):
    """Return `records` in an environment that passes the guards."""
    return records.with_context(coop_guard=_TOKEN)


def is_open(env):
    return env.context.get("coop_guard") is _TOKEN


def assign(records, name, values):
    """Give each record a value of its own, in one go and with no write() for each.

    As a computation does it: no right, guard or constraint is asked, so the caller has
    checked, and what depends on the field is not computed anew.
    """
    with records.env.protecting([records._fields[name]], records):
        for record, value in zip(records, values, strict=True):
            record[name] = value


def lock(records, sentence):
    """Keep the records to this transaction, or say `sentence`: nobody waits for them.

    In sudo: who presses a button may have no right to write what it moves.
    """
    try:
        records.sudo().lock_for_update()
    except LockError as error:
        raise UserError(sentence) from error
