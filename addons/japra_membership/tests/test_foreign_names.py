from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import MembershipCase
from .test_cash_session import CashCase


@tagged("post_install", "-at_install")
class TestForeignNames(CashCase):
    """What is refused tells nothing of who and what another cooperative has."""

    def _foreign(self):
        """Its member, household, accounts and cash box, each with a name nobody has."""
        member = self._admit("Xenia Zubaidah", "2026-10-01", self.other)
        household = self.env["coop.household"].create(
            {
                "head_id": member.partner_id.id,
                "company_id": self.other.id,
                "block": "XZ",
                "unit": "99",
            }
        )
        box = self.env["account.journal"].search(
            [("company_id", "=", self.other.id), ("type", "=", "cash")], limit=1
        )
        box.name = "Kas Xenia"
        return member, household, self._account(member, "wajib"), box

    def test_refused_without_a_name(self):
        member, household, wajib, box = self._foreign()
        person = member.partner_id.id
        own = self._admit("Wati", "2026-09-15")
        home = self.env["coop.household"].create(
            {"head_id": own.partner_id.id, "company_id": self.coop.id}
        )
        lives = home.person_ids
        till = self._session().journal_id
        waiver = {
            "account_id": wajib.id,
            "month_from": "2026-01-01",
            "month_until": "2026-01-31",
            "reason": "x",
        }
        for user, model, method, *args in (
            (self.registrar, "coop.household", "create", [{"head_id": person}]),
            (self.registrar, "coop.household", "write", home.ids, {"head_id": person}),
            (
                self.registrar,
                "coop.household",
                "write",
                home.ids,
                {"person_ids": [Command.create({"partner_id": person})]},
            ),
            (
                self.registrar,
                "coop.household.person",
                "create",
                [{"household_id": home.id, "partner_id": person}],
            ),
            (
                self.registrar,
                "coop.household.person",
                "create",
                [{"household_id": household.id, "partner_id": own.partner_id.id}],
            ),
            (
                self.registrar,
                "coop.household.person",
                "write",
                lives.ids,
                {"partner_id": person},
            ),
            (self.registrar, "coop.membership", "create", [{"partner_id": person}]),
            (
                self.registrar,
                "coop.membership",
                "create",
                [{"name": "Tuti", "household_id": household.id}],
            ),
            (
                self.registrar,
                "coop.membership",
                "write",
                own.ids,
                {"household_id": household.id},
            ),
            (
                self.registrar,
                "coop.membership",
                "write",
                own.ids,
                {"partner_id": person},
            ),
            (self.registrar, "coop.dues.waiver", "create", [waiver]),
            (self.treasurer, "coop.dues.waiver", "create", [waiver]),
            (self.teller, "coop.cash.session", "create", [{"journal_id": box.id}]),
            (
                self.teller,
                "coop.cash.transfer",
                "create",
                [{"journal_id": box.id, "amount": 1}],
            ),
            (
                self.teller,
                "coop.cash.transfer",
                "create",
                [{"journal_id": till.id, "destination_id": box.id, "amount": 1}],
            ),
            (self.teller, "coop.receipt", "create", [{"membership_id": member.id}]),
            (
                self.teller,
                "coop.receipt",
                "create",
                [{"membership_id": own.id, "partner_id": person}],
            ),
            (
                self.teller,
                "coop.receipt",
                "create",
                [
                    {
                        "membership_id": own.id,
                        "line_ids": [
                            Command.create({"coop_account_id": wajib.id, "amount": 1})
                        ],
                    }
                ],
            ),
            (
                self.teller,
                "coop.collection",
                "create",
                [
                    {
                        "line_ids": [
                            Command.create({"membership_id": member.id, "amount": 1})
                        ]
                    }
                ],
            ),
            (self.treasurer, "coop.investment", "create", [{"partner_id": person}]),
            (
                self.registrar,
                "coop.person.merge",
                "create",
                [{"keep_id": own.partner_id.id, "drop_id": person}],
            ),
        ):
            with self.subTest(user=user.login, model=model, method=method, args=args):
                with mute_logger("odoo.http"), self.assertRaises(UserError) as refused:
                    self._rpc(user, model, method, *args)
                sentence = str(refused.exception)
                for word in ("Xenia", "XZ", wajib.number, member.number, "Uh-oh"):
                    self.assertNotIn(word, sentence)


@tagged("post_install", "-at_install")
class TestDeveloperMode(MembershipCase, HttpCase):
    """Everybody can switch developer mode on, and core then names what it refuses."""

    def _refused(self, model, method, *args):
        """All that the server answers, the cause of the error included."""
        asked = {"model": model, "method": method, "args": args, "kwargs": {}}
        with mute_logger("odoo.http"):
            return self.url_open(
                "/web/dataset/call_kw",
                json={"jsonrpc": "2.0", "method": "call", "params": asked},
            ).json()["error"]

    def test_the_cause_names_nobody(self):
        self.authenticate(self.registrar.login, self.registrar.login)
        head = {"head_id": self.rasela.partner_id.id}
        answer = self._refused("coop.household", "create", [head])
        self.assertEqual(answer["data"]["name"], "odoo.exceptions.UserError")
        self.assertNotIn("Ruminah", str(answer))
        self.authenticate(self.teller.login, self.teller.login)
        receipt = {"membership_id": self.rasela.id}
        answer = self._refused("coop.receipt", "create", [receipt])
        self.assertNotIn("Ruminah", str(answer))

    def test_refused_without_a_name(self):
        self.authenticate(self.teller.login, self.teller.login)
        self.url_open("/odoo?debug=1")
        for record in (self.rasela, self.rasela.partner_id):
            with self.subTest(record._name):
                answer = self._refused(record._name, "read", record.ids, ["name"])
                self.assertNotIn("Ruminah", str(answer))
                self.assertEqual(answer["data"]["name"], "odoo.exceptions.AccessError")
