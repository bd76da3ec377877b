import json
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import TransactionCase, new_test_user

TODAY = date(2026, 11, 24)


class CoopCase(TransactionCase):
    """Two cooperatives with the Indonesian chart, their accounts and their people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Ten in the morning in Jakarta.
        cls.startClassPatcher(freeze_time("2026-11-24 03:00:00"))
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        rupiah = cls.env.ref("base.IDR")
        if not rupiah.active or rupiah.rounding != 1:
            rupiah.write({"active": True, "rounding": 1})
        cls.coop = cls._make_coop("Kunir", "KUN")
        cls.other = cls._make_coop("Rasela", "RAS")
        cls.treasurer = cls._make_user("bendahara", "group_treasurer", cls.coop)
        cls.other_treasurer = cls._make_user(
            "bendahara.rasela", "group_treasurer", cls.other
        )
        cls.staff = cls._make_user("petugas", "group_staff", cls.coop)
        cls.board = cls._make_user("pengurus", "group_board", cls.coop)
        cls.supervisor = cls._make_user("pengawas", "group_supervisor", cls.coop)
        cls.administrator = cls._make_user(
            "admin.kunir", "group_administrator", cls.coop
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
        company = cls.env["res.company"].create(
            {"name": name, "country_id": cls.env.ref("base.id").id}
        )
        cls.env["account.chart.template"].try_loading(
            "id", company=company, install_demo=False
        )
        company.write({"coop_kind": "primer", "coop_code": code})
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

    @classmethod
    def _make_user(cls, login, group, company):
        return new_test_user(
            cls.env,
            login,
            groups=f"base.group_user,japra_base.{group}",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

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

    def legs(self, move):
        """Return [(account code, member number, debit, credit)] of an entry."""
        lines = move.sudo().line_ids.with_company(move.company_id)
        return [
            (
                line.account_id.code,
                line.coop_account_id.number or "",
                int(line.debit),
                int(line.credit),
            )
            for line in lines.sorted("id")
        ]

    def rpc(self, user, model, method, *args, **kwargs):
        """Call a public method as RPC does, arguments and context as JSON."""
        args, kwargs = json.loads(json.dumps([args, kwargs], default=str))
        env = self.env(user=user, context={})
        return call_kw(env[model], method, args, kwargs)

    def assert_refused(self, sentence, method, *args, **kwargs):
        """The call is refused with a sentence that contains `sentence`."""
        with self.assertRaises(UserError) as caught:
            method(*args, **kwargs)
            self.env.flush_all()
        self.assertNotIsInstance(caught.exception, AccessError)
        self.assertIn(sentence, str(caught.exception))

    def assert_denied(self, method, *args, **kwargs):
        """The call is refused for want of rights."""
        with self.assertRaises(AccessError):
            method(*args, **kwargs)
            self.env.flush_all()

    def assert_whole(self, company=None):
        """Everything is sealed and the control check finds nothing."""
        company = company or self.coop
        self.env["account.move"].sudo()._coop_seal(self.book(company).journal)
        self.assertEqual(self.env["coop.control"].sudo()._failures(company), [])


class Book:
    """The ledger of one cooperative under test."""
