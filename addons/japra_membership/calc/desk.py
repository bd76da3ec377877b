"""How the money laid on the counter is divided over what is due.

Amounts are whole rupiah and ``int``. The order is a rule of the cooperative; within
one account the oldest due always comes first, because that is what the ledger makes
of it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple


class Slice(NamedTuple):
    """One due of one account or invoice, as far as it is unpaid.

    `account`: the id of what is paid, of an invoice the id below zero;
    `member`: place of the member in the household, who stands at the counter is 0;
    `product`: place of the product among the products.
    """

    account: int
    member: int
    product: int
    date: date
    amount: int


class Laid(NamedTuple):
    """What each account gets, and what is left; below zero: what is missing."""

    amounts: dict[int, int]
    rest: int


# {code of the rule: key by which the dues are sorted}
ORDERS = {
    "oldest": lambda due: (due.date, due.product, due.member, due.account),
    "product": lambda due: (due.product, due.date, due.member, due.account),
    "member": lambda due: (due.member, due.date, due.product, due.account),
}


def arrange(slices: Iterable[Slice], order: str) -> list[Slice]:
    """The dues in the order in which money is laid over them.

    >>> wajib = Slice(7, 0, 20, date(2026, 9, 10), 20_000)
    >>> pokok = Slice(8, 1, 10, date(2026, 10, 1), 100_000)
    >>> [due.account for due in arrange([pokok, wajib], "oldest")]
    [7, 8]
    >>> [due.account for due in arrange([wajib, pokok], "product")]
    [8, 7]

    :raises KeyError: there is no such order
    """
    return sorted(slices, key=ORDERS[order])


def lay(
    given: int,
    slices: Iterable[Slice],
    fixed: Mapping[int, int] | None = None,
    keep: int | None = None,
    room: int | None = None,
) -> Laid:
    """Lay an amount over dues, in the order they come.

    :param fixed: what the teller typed for an account; it comes first and that
        account gets no more
    :param keep: the account that takes what is left, else it is change
    :param room: the most that account takes in all; None where there is no end to it

    >>> dues = [
    ...     Slice(7, 0, 20, date(2026, 9, 10), 20_000),
    ...     Slice(8, 0, 10, date(2026, 9, 15), 100_000),
    ...     Slice(7, 0, 20, date(2026, 10, 10), 20_000),
    ... ]
    >>> lay(150_000, dues)
    Laid(amounts={7: 40000, 8: 100000}, rest=10000)
    >>> lay(50_000, dues)
    Laid(amounts={7: 20000, 8: 30000}, rest=0)
    >>> lay(50_000, dues, {8: 0})
    Laid(amounts={7: 40000}, rest=10000)
    >>> lay(150_000, dues, keep=7, room=45_000)
    Laid(amounts={7: 45000, 8: 100000}, rest=5000)
    >>> lay(10_000, dues, {8: 30_000})
    Laid(amounts={8: 30000}, rest=-20000)
    """
    fixed = fixed or {}
    amounts = {account: amount for account, amount in fixed.items() if amount}
    rest = given - sum(amounts.values())
    if rest < 0:
        return Laid(amounts, rest)
    for due in slices:
        if due.account not in fixed and (part := min(rest, due.amount)):
            amounts[due.account] = amounts.get(due.account, 0) + part
            rest -= part
    if keep is not None and rest:
        more = rest if room is None else min(rest, room - amounts.get(keep, 0))
        if more > 0:
            amounts[keep] = amounts.get(keep, 0) + more
            rest -= more
    return Laid(amounts, rest)
