from datetime import date

from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from . import levy_kind
from .common import POKOK, TODAY, MembershipCase

KEY = "8f14e45f-ceea-467e-9d3c-00000000000a"


@tagged("post_install", "-at_install")
class TestDuesExtended(MembershipCase):
    """A further kind of due reaches every screen and paper without a line for it.

    It is a kind only the tests know, see `levy_kind`.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addClassCleanup(levy_kind.remove, cls.env)
        with mute_logger("odoo.registry", "odoo.models"):
            levy_kind.install(cls.env)
        held = cls.env["account.account"].create(
            {
                "name": "Titipan Gotong Royong",
                "code": "21300090",
                "account_type": "liability_current",
                "coop_control": True,
                "company_ids": [Command.set(cls.coop.ids)],
            }
        )
        cls.product = cls.env["coop.product"].create(
            {
                "code": "GOTONG",
                "name": "Iuran Gotong Royong",
                "company_id": cls.coop.id,
                "account_id": held.id,
                "share_kind": "levy",
                "sequence": 50,
            }
        )
        cls.env[levy_kind.NAME].create(
            [
                {"product_id": cls.product.id, "date": day, "amount": amount}
                for day, amount in (("2026-10-01", 5_000), ("2026-11-24", 7_000))
            ]
        )

    def _levy(self, member):
        return self._account(member, "levy")

    def test_everybody_has_an_account(self):
        self.assertEqual(self._levy(self.siti).number, "KUN-0001/GOTONG")
        self.assertEqual(self._levy(self.budi).number, "KUN-0002/GOTONG")
        self.assertFalse(self._levy(self.rasela))
        self.assertEqual(self._enrol()._compute_money(), None)

    def test_owed_beside_the_others(self):
        self.assertEqual(self._money(self.siti)[2], 172_000)
        self.assertEqual(self._money(self.budi)[2], 127_000)
        rows = self.env["coop.dues"]._due(self.siti.account_ids, TODAY)
        self.assertEqual(
            [(row.kind, row.residual) for row in rows],
            [
                ("pokok", 100_000),
                ("wajib", 20_000),
                ("levy", 5_000),
                ("wajib", 20_000),
                ("wajib", 20_000),
                ("levy", 7_000),
            ],
        )
        late = self.env["coop.dues"]._arrears(self.coop, TODAY)
        self.assertEqual(late[self._levy(self.siti).id], (12_000, date(2026, 10, 1)))
        self.assertEqual(late[self._levy(self.budi).id], (7_000, TODAY))

    def test_aged(self):
        # 24 November is of today, 1 October is 54 days old.
        self.assertEqual(
            [round(self.siti.late_0_30), round(self.siti.late_31_60)],
            [27_000, 25_000],
        )

    def test_received_and_reversed(self):
        form = Form(self.env["coop.receipt"].with_user(self.teller))
        form.membership_id = self.siti
        self.assertEqual(form.amount_total, 172_000)
        receipt = form.save()
        receipt.action_post()
        self.assertEqual(
            self._legs(receipt),
            [
                ("11110001", "", 172_000, 0),
                ("31110010", "KUN-0001/POKOK", 0, 100_000),
                ("31110020", "KUN-0001/WAJIB", 0, 60_000),
                ("21300090", "KUN-0001/GOTONG", 0, 12_000),
            ],
        )
        self.assertIn(
            ("KUN-0001/GOTONG", 12_000, 0),
            [(row["number"], row["balance"], row["owed"]) for row in receipt.standing],
        )
        self.assertEqual(self._money(self.siti)[2], 0)
        self._assert_refused("At most Rp0 more", self._pay, self.siti, levy=1_000)
        receipt.with_user(self.treasurer)._reverse("Uang palsu")
        self.assertEqual(self._money(self.siti)[2], 172_000)

    def test_paid_in_part_and_never_out(self):
        self._pay(self.siti, levy=6_000)
        late = self.env["coop.dues"]._arrears(self.coop, TODAY)
        self.assertEqual(late[self._levy(self.siti).id], (6_000, TODAY))
        payout = self._receipt(self.siti, levy=6_000)
        payout.direction = "out"
        self._assert_refused("only to who leaves", payout.action_post)

    def test_at_the_desk(self):
        opened = self._rpc(self.teller, "coop.receipt", "desk_open", self.siti.id)
        self.assertIn("Iuran Gotong Royong", str(opened))
        lines = [[self._levy(self.siti).id, 12_000]]
        self._rpc(
            self.teller,
            "coop.receipt",
            "desk_post",
            {
                "key": KEY,
                "member": self.siti.id,
                "household": False,
                "ahead": False,
                "order": "oldest",
                "means": "cash",
                "reference": "",
                "given": 12_000,
                "keep": 0,
                "fixed": lines,
                "lines": lines,
            },
        )
        self.env.invalidate_all()
        self.assertEqual(round(self._levy(self.siti).balance), 12_000)
        self.assertEqual(self._money(self.siti)[2], 160_000)

    def test_ends_with_the_membership(self):
        self._step(self.siti, "died", date="2026-11-01", told_by="Anaknya")
        late = self.env["coop.dues"]._arrears(self.coop, TODAY)
        self.assertEqual(late[self._levy(self.siti).id], (5_000, date(2026, 10, 1)))

    def test_pokok_is_what_it_was(self):
        self.assertEqual(POKOK, 100_000)
        self._pay(self.siti, pokok=POKOK)
        self.assertEqual(self._money(self.siti)[2], 72_000)
