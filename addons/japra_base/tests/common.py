import json
from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import TransactionCase, new_test_user
from odoo.tools import mute_logger

TODAY = date(2026, 11, 24)


class LedgerCase(TransactionCase):
    """Cooperatives with the Indonesian chart, users at work, refusals that hold."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Ten in the morning in Jakarta.
        cls.startClassPatcher(freeze_time("2026-11-24 03:00:00"))
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        # Papers and the words of the ledger are Indonesian, whoever works.
        cls.env["res.lang"]._activate_lang("id_ID")
        rupiah = cls.env.ref("base.IDR")
        if not rupiah.active or rupiah.rounding != 1:
            rupiah.write({"active": True, "rounding": 1})

    @classmethod
    def _make_coop(cls, name, code):
        company = cls.env["res.company"].create(
            {"name": name, "country_id": cls.env.ref("base.id").id}
        )
        cls.env["account.chart.template"].try_loading(
            "id", company=company, install_demo=False
        )
        company.write({"coop_kind": "primer", "coop_code": code})
        return company

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
    def _decide(cls, company, lines, date=None, **values):
        """Issue a decision with these lines: dicts, or (code, valid from, number).

        Without the second person, who has tests of its own.
        """
        parameters = cls.env["coop.parameter"]
        lines = [
            line
            if isinstance(line, dict)
            else {
                "parameter_id": parameters.search([("code", "=", line[0])]).id,
                "valid_from": line[1],
                "value": line[2],
            }
            for line in lines
        ]
        decisions = cls.env["coop.decision"]
        decision = decisions.create(
            {
                "company_id": company.id,
                "name": f"UJI-{decisions.search_count([]) + 1}",
                "date": date or TODAY,
                "title": "Keputusan uji",
                "line_ids": [Command.create(line) for line in lines],
                **values,
            }
        )
        decision._issue()
        return decision

    def _legs(self, document):
        """Return [(account code, member number, debit, credit)] of an entry.

        `document`: the entry, or what booked it.
        """
        move = document if document._name == "account.move" else document.sudo().move_id
        lines = move.sudo().line_ids.with_company(move.company_id)
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


class CoopCase(LedgerCase):
    """Two cooperatives with the Indonesian chart, their accounts and their people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coop = cls._make_coop("Kunir", "KUN")
        cls.other = cls._make_coop("Rasela", "RAS")
        cls.treasurer = cls._make_user(
            "bendahara", "japra_base.group_treasurer", cls.coop
        )
        cls.other_treasurer = cls._make_user(
            "bendahara.rasela", "japra_base.group_treasurer", cls.other
        )
        cls.staff = cls._make_user("petugas", "japra_base.group_staff", cls.coop)
        cls.board = cls._make_user("pengurus", "japra_base.group_board", cls.coop)
        cls.supervisor = cls._make_user(
            "pengawas", "japra_base.group_supervisor", cls.coop
        )
        cls.administrator = cls._make_user(
            "admin.kunir", "japra_base.group_administrator", cls.coop
        )
        cls.accountant = new_test_user(
            cls.env,
            "akuntan",
            groups="base.group_user,account.group_account_manager,"
            "account.group_account_user",
            company_id=cls.coop.id,
            company_ids=[Command.set(cls.coop.ids)],
        )
        cls.portal = new_test_user(cls.env, "warga", groups="base.group_portal")

    @classmethod
    def _make_coop(cls, name, code):
        """Return a company with chart, sealed journal, products and two members."""
        company = super()._make_coop(name, code)
        env = cls.env(context={**cls.env.context, "allowed_company_ids": company.ids})
        # Attributes of a plain object: a record takes none.
        books = cls.books = getattr(cls, "books", {})
        book = books[company.id] = Book()
        book.journal = env["account.journal"].create(
            {
                "name": "Kwitansi",
                "code": "KWX",
                "type": "general",
                "company_id": company.id,
                "coop_sealed": True,
            }
        )
        book.misc = env["account.journal"].search(
            [
                ("company_id", "=", company.id),
                ("type", "=", "general"),
                ("coop_sealed", "=", False),
            ],
            limit=1,
        )
        book.sales = env["account.journal"].search(
            [("company_id", "=", company.id), ("type", "=", "sale")], limit=1
        )
        book.bank = env["account.journal"].search(
            [("company_id", "=", company.id), ("type", "=", "bank")], limit=1
        )
        book.cash = env["account.account"].create(
            {
                "name": "Kas Loket",
                "code": "11199901",
                "account_type": "asset_cash",
                "company_ids": [Command.set(company.ids)],
            }
        )
        for number, label in enumerate(("Pokok", "Wajib"), 1):
            account = env["account.account"].create(
                {
                    "name": f"Simpanan {label} Uji",
                    "code": f"3119990{number}",
                    "account_type": "equity",
                    "coop_control": True,
                    "company_ids": [Command.set(company.ids)],
                }
            )
            product = env["coop.product"].create(
                {
                    "name": f"Simpanan {label} Uji",
                    "code": f"UJI{number}",
                    "company_id": company.id,
                    "account_id": account.id,
                }
            )
            setattr(book, label.lower(), product)
        book.members = {}
        for person in ("Siti", "Budi"):
            partner = env["res.partner"].create({"name": f"{person} {name}"})
            for product in (book.pokok, book.wajib):
                member = env["coop.account"].create(
                    {
                        "number": f"{code}-{person}/{product.code}",
                        "product_id": product.id,
                        "partner_id": partner.id,
                        "company_id": company.id,
                    }
                )
                book.members[person, product.code] = member
        return company

    def _write_later(self, paper):
        """Date a paper after what was decided in the transaction of this test."""
        self.env.cr.execute(
            """UPDATE ir_attachment SET create_date = create_date + interval '1 second'
                WHERE id = %s""",
            [paper.id],
        )
        paper.invalidate_recordset(["create_date"])

    def book(self, company=None):
        return self.books[(company or self.coop).id]

    def member(self, person="Siti", kind="UJI1", company=None):
        return self.book(company).members[person, kind]

    def receive(self, key, amounts, company=None, day=TODAY, user=None, debit=None):
        """Book whole rupiah from cash to the member accounts of `amounts`.

        As a receipt does it: the user has passed a check and the posting is sudo.
        """
        book = self.book(company)
        lines = [
            {
                "account": debit or book.cash,
                "partner": None,
                "name": "Kas",
                "amount": sum(amounts.values()),
                "coop_account": None,
            }
        ] + [
            {
                "account": member.account_id,
                "partner": member.partner_id,
                "name": member.number,
                "amount": -amount,
                "coop_account": member,
            }
            for member, amount in amounts.items()
        ]
        env = self.env(user=user or self.treasurer)
        return (
            env["account.move"]
            .sudo()
            ._coop_post_entry(book.journal, day, key, lines)
            .with_user(self.env.user)
        )

    def assert_whole(self, company=None):
        """Everything is sealed and the control check finds nothing."""
        company = company or self.coop
        self.env["account.move"].sudo()._coop_seal(self.book(company).journal)
        self.assertEqual(self.env["coop.control"].sudo()._failures(company), [])


class Book:
    """The ledger of one cooperative under test."""
