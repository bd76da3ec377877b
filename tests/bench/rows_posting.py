"""Many tellers at once."""

import os
import tempfile

from faults import posting, tellers

from .harness import Count, row

WRONG = ("lost", "changed", "misnumbered", "control", "errors")
COUNTED = ("doubled", "drafts", "unsealed", "sealer")
OF_TELLERS = ("doubled", "drafts", "unsealed", "crashed", "half", "twice")


@row(
    "8 processes posting for 30 s across a month change, sealer running",
    must=0,
    note="lost, changed, doubled, misnumbered, left open or unsealed, and what the "
    "control check finds;",
)
def storm(env):
    return posting_for(env, seconds=30)


@row(
    "8 tellers at their desks for a minute, sealer running",
    must=0,
    note="the same, of members of whom some stand at two desks;",
)
def minute(env):
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JAPRA_FAULTS"] = folder
        said = tellers.serve(env, tellers.prepare(env), seconds=60)
    found = sum(len(said[name]) for name in WRONG)
    found += sum(abs(said[name]) for name in OF_TELLERS)
    return Count(
        found,
        f"{said['posted']} posted, {said['rate']} a second, longest wait "
        f"{said['longest_wait']:.2f} s, {said['met']} times another desk was faster",
    )


def posting_for(env, seconds):
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JAPRA_FAULTS"] = folder
        said = posting.storm(env, posting.prepare(env), workers=8, seconds=seconds)
    found = sum(len(said[name]) for name in WRONG)
    found += sum(abs(said[name]) for name in COUNTED)
    found += said["months"] != 2
    return Count(
        found,
        f"{said['posted']} posted, {said['rate']} a second, "
        f"longest wait {said['longest_wait']:.2f} s",
    )
