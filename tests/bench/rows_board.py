"""What the treasurer of a hundred thousand members opens the day with."""

from . import ground
from .harness import Work, row


def treasurer(env):
    return ground.desk(env, "bench.treasurer", ground.cooperative(env, "Kota"))


def asked(records, method, *args):
    """What the screen asks, with nothing read before."""

    def ours():
        records.env.invalidate_all()
        return getattr(records, method)(*args)

    assert ours()
    return Work(ours)


@row(
    "board of the treasurer: what shows at once",
    must=0.3,
    note="100,000 members; absolute",
)
def board(env):
    return asked(treasurer(env)["coop.board.cash"], "board_open")


@row(
    "the same: what follows",
    must=3,
    note="arrears of all members and what is not sealed; absolute",
)
def board_slow(env):
    return asked(treasurer(env)["coop.board.cash"], "board_open", True)


@row(
    "growth of members, drawn by month",
    must=1,
    note="100,000 members over 5 years; absolute",
)
def members(env):
    growth = treasurer(env)["coop.growth.member"]
    return asked(growth, "formatted_read_group", [], ["date:month"], ["members:sum"])


@row(
    "growth of capital, drawn by month and kind",
    must=3,
    note="5 million lines; absolute",
)
def capital(env):
    growth = treasurer(env)["coop.growth.capital"]
    by = ["date:month", "product_id"]
    return asked(growth, "formatted_read_group", [], by, ["amount:sum"])


@row(
    "arrears of all members by their age, drawn",
    must=5,
    note="worked out, then grouped by age and kind; absolute",
)
def ageing(env):
    ages = treasurer(env)["coop.arrears.age"]
    by = ["bucket", "product_id"]
    return asked(ages, "formatted_read_group", [], by, ["amount:sum"])
