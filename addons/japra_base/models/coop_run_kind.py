from odoo import models


class CoopRunKind(models.AbstractModel):
    """What an add-on says about one kind of run; see readme/DEVELOP.md.

    Every method takes the run and works on many records at once. `amounts` is
    {record: whole rupiah}.
    """

    _name = "coop.run.kind"
    _description = "Kind of Run"

    # What the run goes over, and how many of them one entry holds.
    _run_model = "coop.account"
    _run_chunk_size = 500

    def _run_journal(self, run):
        """Return the sealed journal of this kind."""
        raise NotImplementedError

    def _run_amounts(self, run, records=None):
        """Return {record: whole rupiah} in a lasting order; zero is left out.

        `records`: only of these, for what failed and is tried again.
        """
        raise NotImplementedError

    def _run_lines(self, run, amounts):
        """Return {record: lines as _coop_post_entries takes them}, balanced each.

        The same today and in a year: a correction asks again. Lines without a member
        account that agree in account, partner and name become one in the entry.
        """
        raise NotImplementedError

    def _run_problems(self, run, amounts):
        """Return {record: sentence} of what cannot be booked."""
        return {}

    def _run_refusal(self, run):
        """Return why this run as a whole must not be booked, or None."""
        return None
