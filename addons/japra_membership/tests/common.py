from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.japra_base.tests.common import TODAY, LedgerCase

POKOK = 100_000
WAJIB = 20_000


class MembershipCase(LedgerCase):
    """Two cooperatives with shares and bylaws, and a person for every role.

    Pokok Rp100.000, wajib Rp20.000 due on the 10th, both since 1 January 2026.
    Today is 24 November 2026.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coop = cls._make_coop("Kunir", "KUN")
        cls.other = cls._make_coop("Rasela", "RAS")
        cls.registrar = cls._make_user("reg", "japra_membership.group_registrar")
        cls.teller = cls._make_user("tel", "japra_membership.group_teller")
        cls.treasurer = cls._make_user("ben", "japra_base.group_treasurer")
        cls.board = cls._make_user("bod", "japra_base.group_board")
        cls.supervisor = cls._make_user("sup", "japra_base.group_supervisor")
        cls.auditor = cls._make_user("aud", "japra_base.group_auditor")
        cls.administrator = cls._make_user("adm", "japra_base.group_administrator")
        cls.portal = new_test_user(cls.env, "uji.warga", groups="base.group_portal")
        cls.other_teller = cls._make_user(
            "tel2", "japra_membership.group_teller", cls.other
        )
        cls.siti = cls._admit("Siti Aminah", "2026-09-15")
        cls.budi = cls._admit("Budi Santoso", "2026-11-24")
        cls.rasela = cls._admit("Ruminah", "2026-10-01", cls.other)

    @classmethod
    def _make_coop(cls, name, code):
        company = super()._make_coop(name, code)
        cls._decide(
            company,
            [
                ("membership.pokok", "2026-01-01", POKOK),
                ("membership.wajib", "2026-01-01", WAJIB),
                ("membership.due_day", "2026-01-01", 10),
            ],
            "2026-01-01",
        )
        return company

    @classmethod
    def _set_value(cls, company, parameter, value, valid_from):
        """Decide a new value on the day from which it holds, or today."""
        day = min(str(valid_from), str(TODAY))
        cls._decide(company, [(f"membership.{parameter}", valid_from, value)], day)

    @classmethod
    def _make_classes(cls, *names, company=None):
        home = (company or cls.coop).id
        return cls.env["coop.member.class"].create(
            [{"name": name, "company_id": home} for name in names]
        )

    @classmethod
    def _admit(cls, name, day, company=None, **values):
        company = company or cls.coop
        return (
            cls.env["coop.membership"]
            .with_company(company)
            .create(
                {
                    "name": name,
                    "company_id": company.id,
                    "date_admitted": day,
                    **values,
                }
            )
        )

    @classmethod
    def _apply(cls, name="Rahayu Lestari", company=None, user=None, **values):
        """Somebody applies, as the registrar types it."""
        company = company or cls.coop
        return (
            cls.env["coop.membership"]
            .with_user(user or cls.registrar)
            .with_company(company)
            .create({"name": name, "company_id": company.id, **values})
        )

    @classmethod
    def _ask(cls, member):
        """Ask the board; return the request."""
        member.with_user(cls.registrar).action_request_approval()
        member.invalidate_recordset()
        return member.sudo().approval_id

    @classmethod
    def _agree(cls, member, user=None):
        """Ask the board, which approves."""
        approval = cls._ask(member)
        approval.with_user(user or cls.board).action_approve()
        member.invalidate_recordset()

    @classmethod
    def _enrol(cls, name="Rahayu Lestari", **values):
        """The whole road: applied, approved, pokok paid, admitted."""
        member = cls._apply(name, **values)
        cls._agree(member)
        cls._pay(member.with_env(cls.env), pokok=POKOK)
        member.action_admit()
        return member.with_env(cls.env)

    @classmethod
    def _step(cls, member, kind, user=None, **values):
        """A step of the registrar through its wizard."""
        step = (
            cls.env["coop.membership.step"]
            .with_user(user or cls.registrar)
            .create({"membership_id": member.id, "kind": kind, **values})
        )
        step.action_apply()
        member.invalidate_recordset()
        return member

    @classmethod
    def _account(cls, member, kind):
        return member.account_ids.filtered(lambda a: a.product_id.share_kind == kind)

    @classmethod
    def _receipt(cls, member, user=None, date=TODAY, **amounts):
        """A draft of the teller with the amounts named by kind of share."""
        return (
            cls.env["coop.receipt"]
            .with_user(user or cls.teller)
            .create(
                {
                    "membership_id": member.id,
                    "company_id": member.company_id.id,
                    "date": date,
                    "line_ids": [
                        Command.create(
                            {
                                "coop_account_id": cls._account(member, kind).id,
                                "amount": amount,
                            }
                        )
                        for kind, amount in amounts.items()
                    ],
                }
            )
        )

    @classmethod
    def _pay(cls, member, user=None, date=TODAY, **amounts):
        receipt = cls._receipt(member, user=user, date=date, **amounts)
        receipt.action_post()
        return receipt

    def _money(self, member, as_of=TODAY):
        """(pokok, wajib, arrears, since) of a member on a day, whole rupiah."""
        member = member.with_context(coop_as_of=str(as_of))
        member.invalidate_recordset()
        return (
            round(member.balance_pokok),
            round(member.balance_wajib),
            round(member.amount_due),
            member.oldest_due or None,
        )

    def _ledger(self):
        receipts = self.env["coop.receipt"].sudo()
        return super()._ledger(), receipts.search_count([("move_id", "!=", False)])
