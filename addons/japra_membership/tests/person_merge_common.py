from .common import POKOK, WAJIB, MembershipCase

NIK = "3171014501900012"
LINES = """
    SELECT md5(string_agg(concat_ws('|', line.id, line.move_id, line.partner_id,
                                    line.coop_account_id, line.name, line.balance,
                                    move.inalterable_hash),
                          ',' ORDER BY line.id))
      FROM account_move_line line JOIN account_move move ON move.id = line.move_id
"""


class PersonMergeCase(MembershipCase):
    """Two records of one person: one gives way, and nothing that is booked moves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Entered a second time under another number, paid, and ended as a mistake.
        cls.again = cls._admit(
            "Siti  aminah", "2026-10-01", birth_year=1990, phone="0812-1111-2222"
        )
        cls.siti.birth_year = 1990
        cls._pay(cls.again, pokok=POKOK, wajib=WAJIB)
        cls._pay(cls.siti, pokok=POKOK)
        cls._step(cls.again, "left", reason="Tercatat dua kali", decision_ref="3/2026")
        cls.keep, cls.drop = cls.siti.partner_id, cls.again.partner_id
        for journal in cls.env["account.journal"].search(
            [("company_id", "=", cls.coop.id), ("coop_sealed", "=", True)]
        ):
            cls.env["account.move"].sudo()._coop_seal(journal)
        cls.other_registrar = cls._make_user(
            "reg2", "japra_membership.group_registrar", cls.other
        )

    def _draft(self, keep=None, drop=None, user=None, **values):
        return (
            self.env["coop.person.merge"]
            .with_user(user or self.registrar)
            .create(
                {
                    "keep_id": (keep or self.keep).id,
                    "drop_id": (drop or self.drop).id,
                    "reason": "KTP sama",
                    **values,
                }
            )
        )

    def _merge(self, **values):
        merge = self._draft(**values)
        merge.action_request_approval()
        merge.sudo().approval_id.with_user(self.board).action_approve()
        self.env.invalidate_all()
        return merge

    def _lines(self):
        self.env.flush_all()
        self.env.cr.execute(LINES)
        return self.env.cr.fetchone()[0]
