import json
from datetime import date
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import TransactionCase, new_test_user
from odoo.tools import mute_logger

TODAY = date(2026, 11, 24)
POKOK = 100_000
WAJIB = 20_000


class MembershipCase(TransactionCase):
    """Two cooperatives with shares and bylaws, and a person for every role.

    Pokok Rp100.000, wajib Rp20.000 due on the 10th, both since 1 January 2026.
    Today is 24 November 2026.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company_class = cls.env.registry["res.company"]
        cls.startClassPatcher(
            patch.object(company_class, "_coop_today", lambda self: TODAY)
        )
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        rupiah = cls.env.ref("base.IDR")
        if not rupiah.active or rupiah.rounding != 1:
            rupiah.write({"active": True, "rounding": 1})
        # Papers and the words of the ledger are Indonesian, whoever works.
        cls.env["res.lang"]._activate_lang("id_ID")
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
        company = cls.env["res.company"].create(
            {"name": name, "country_id": cls.env.ref("base.id").id}
        )
        cls.env["account.chart.template"].try_loading(
            "id", company=company, install_demo=False
        )
        company.write({"coop_kind": "primer", "coop_code": code})
        for parameter, value in (
            ("pokok", POKOK),
            ("wajib", WAJIB),
            ("due_day", 10),
        ):
            cls._set_value(company, parameter, value, "2026-01-01")
        return company

    @classmethod
    def _set_value(cls, company, parameter, value, valid_from):
        cls.env["coop.parameter.value"].create(
            {
                "parameter_id": cls.env.ref(
                    f"japra_membership.parameter_{parameter}"
                ).id,
                "company_id": company.id,
                "valid_from": valid_from,
                "value": value,
            }
        )

    @classmethod
    def _make_user(cls, login, group, company=None):
        company = company or cls.coop
        return new_test_user(
            cls.env,
            f"uji.{login}",
            groups=f"base.group_user,{group}",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
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

    def _legs(self, receipt):
        """[(GL code, member account, debit, credit)] of the entry, largest first."""
        lines = receipt.sudo().move_id.line_ids.with_company(receipt.company_id)
        return [
            (
                line.account_id.code,
                line.coop_account_id.number or "",
                round(line.debit),
                round(line.credit),
            )
            for line in lines.sorted("id")
        ]

    def _rpc(self, user, model, method, *args, **kwargs):
        """Call a public method as RPC does: arguments and context as JSON."""
        args, kwargs = json.loads(json.dumps([args, kwargs], default=str))
        records = self.env(user=user, context={})[model]
        try:
            with self.env.cr.savepoint():
                result = call_kw(records, method, args, kwargs)
                self.env.flush_all()
        except IntegrityError as error:
            # As the server answers it.
            raise ValidationError(records._sql_error_to_message(error)) from error
        return result

    def _ledger(self):
        """Everything a refused attempt must leave as it was."""
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT (SELECT count(*) FROM account_move),
                      (SELECT count(*) FROM account_move_line),
                      (SELECT coalesce(sum(debit), 0) FROM account_move_line),
                      (SELECT count(*) FROM coop_receipt WHERE move_id IS NOT NULL),
                      (SELECT string_agg(concat(id, name, date), ',' ORDER BY id)
                         FROM account_move WHERE coop_origin_key IS NOT NULL)"""
        )
        return self.env.cr.fetchone()

    def _assert_refused(self, sentence, method, *args, **kwargs):
        """Refused with one plain sentence, and the ledger is what it was."""
        before = self._ledger()
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            method(*args, **kwargs)
            self.env.flush_all()
        self.env.invalidate_all()
        self.assertNotIsInstance(caught.exception, AccessError)
        self.assertIn(sentence, str(caught.exception))
        self.assertEqual(self._ledger(), before)

    def _assert_denied(self, method, *args, **kwargs):
        """Refused for want of rights, and the ledger is what it was."""
        before = self._ledger()
        # Core, naming the records in its message, finishes what was begun on them;
        # that ends at a constraint and in the log, and goes back all the same.
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(AccessError),
            self.env.cr.savepoint(),
        ):
            method(*args, **kwargs)
            self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self._ledger(), before)
