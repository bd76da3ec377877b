"""A list that is walked with, and ten thousand payments booked at once."""

import resource

from . import ground
from .harness import Count, Work, row
from .rows_entry import plain

AMOUNT = 60_000
GIB = 2**30


@row(
    "collection list of one RT",
    must=0.3,
    note="150 members, filled and read with what each owes; absolute",
)
def listed(env):
    teller = ground.desk(env, "bench.teller", ground.cooperative(env, "Kota"))
    house = teller["coop.household"].search([], limit=1, order="id desc")

    def ours():
        teller.invalidate_all()
        collection = teller["coop.collection"].create(
            {"kampung": house.kampung, "rw": house.rw, "rt": house.rt}
        )
        collection.action_fill()
        teller.flush_all()
        lines = collection.line_ids
        lines.web_read({"membership_id": {"fields": {"display_name": {}}}} | DUE)
        return lines

    assert 100 <= len(ours()) <= 150
    return Work(ours)


DUE = {"house": {}, "amount_due": {}, "amount": {}}


@row(
    "collection of 10,000 payments, with a receipt each",
    must=1.7,
    note="in one entry, booked by the teller; reference: plain entry of the same lines",
)
def booked(env):
    company = ground.cooperative(env, "Massa")
    collection = filled(env, company)
    accountant = ground.desk(env, "bench.accountant", company)
    cash = ground.cash_journal(company).default_account_id
    twin = ground.twin(company)
    people = collection.line_ids.membership_id.partner_id
    lines = [(cash, people.browse(), "Kas", AMOUNT * len(people))]
    lines += [(twin, person, "Simpanan Wajib", -AMOUNT) for person in people]

    def ours():
        collection.env.invalidate_all()
        collection.action_post()
        collection.env.flush_all()

    def reference():
        accountant.invalidate_all()
        plain(accountant, "", lines)

    return Work(ours, reference)


@row("the same: memory above 1 GiB", must=0, note="bytes of the process;")
def memory(env):
    collection = filled(env, ground.cooperative(env, "Massa"))
    collection.action_post()
    collection.env.flush_all()
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    env.cr.rollback()
    env.invalidate_all()
    return Count(max(0, used - GIB), f"{used / GIB:.2f} GiB at most")


def filled(env, company):
    """Everybody is on the list and gave two months."""
    teller = ground.desk(env, "bench.teller", company)
    collection = teller["coop.collection"].create({"date": ground.TODAY})
    collection.action_fill()
    collection.line_ids.amount = AMOUNT
    # Runs are rolled back, what they begin with is not.
    env.cr.commit()
    return collection
