from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import POKOK, TODAY, WAJIB
from .invoice_common import InvoiceCase

KEY = "8f14e45f-ceea-467e-9d3c-000000000009"


@tagged("post_install", "-at_install")
class TestInvoiceDue(InvoiceCase):
    """What is owed by invoice stands beside the dues, at the desk and at the door.

    Siti owes pokok, three months of wajib, the rent since October and water.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collector = cls._make_user("col", "japra_membership.group_collector")
        cls.rent = cls._bill(cls.siti.partner_id, 250_000)
        cls.water = cls._bill(cls.siti.partner_id, 45_000, day="2026-11-10")
        cls.soon = cls._bill(
            cls.siti.partner_id, 30_000, "2026-11-20", invoice_date_due="2026-11-28"
        )
        cls.later = cls._bill(
            cls.siti.partner_id, 70_000, "2026-11-20", invoice_date_due="2026-12-20"
        )
        cls.foreign = cls._bill(
            cls.rasela.partner_id, 90_000, company=cls.other, day="2026-10-05"
        )
        cls.pokok, cls.wajib = (
            cls._account(cls.siti, kind).id for kind in ("pokok", "wajib")
        )

    def _desk(self, method, *args, user=None):
        return self._rpc(user or self.teller, "coop.receipt", f"desk_{method}", *args)

    def _payload(self, *lines, **values):
        return {
            "key": KEY,
            "member": self.siti.id,
            "household": False,
            "ahead": False,
            "order": "oldest",
            "means": "cash",
            "reference": "",
            "given": 500_000,
            "keep": 0,
            "fixed": [],
            "lines": [list(line) for line in lines],
            **values,
        }

    def _all_due(self):
        return (
            (self.pokok, POKOK),
            (self.wajib, 60_000),
            (-self.rent.id, 250_000),
            (-self.water.id, 45_000),
        )

    # === DESK === #

    def test_desk_shows_them(self):
        shown = self._desk("open", self.siti.id)
        rows = [row for row in shown["rows"] if row["account"] < 0]
        self.assertEqual(
            [
                (row["account"], row["number"], row["member"], row["product"])
                for row in rows[:1]
            ],
            [
                (
                    -self.rent.id,
                    self.rent.name,
                    self.siti.id,
                    f"Invoice {self.rent.name}",
                )
            ],
        )
        self.assertEqual(
            [
                (row["due"], row["late"], row["since"], row["soon"], row["room"])
                for row in rows
            ],
            [
                (250_000, True, "1 Oktober 2026", 0, 250_000),
                (45_000, True, "10 November 2026", 0, 45_000),
                (0, False, "", 30_000, 30_000),
                (0, False, "", 0, 70_000),
            ],
        )
        self.assertEqual(
            shown["orders"]["oldest"],
            [
                [self.pokok, 100_000, True],
                [self.wajib, 20_000, True],
                [-self.rent.id, 250_000, True],
                [self.wajib, 20_000, True],
                [self.wajib, 20_000, True],
                [-self.water.id, 45_000, True],
                [-self.soon.id, 30_000, False],
            ],
        )
        # In the order of the products the shares come first.
        self.assertEqual(
            [key for key, _amount, _now in shown["orders"]["product"]][-3:],
            [-self.rent.id, -self.water.id, -self.soon.id],
        )

    def test_desk_takes_them(self):
        answer = self._desk("post", self._payload(*self._all_due()))
        self.assertEqual((answer["total"], answer["change"]), (455_000, 45_000))
        receipt = self.env["coop.receipt"].browse(answer["id"])
        self.assertEqual(
            self._legs(receipt),
            [
                ("11110001", "", 455_000, 0),
                ("31110010", "KUN-0001/POKOK", 0, 100_000),
                ("31110020", "KUN-0001/WAJIB", 0, 60_000),
                ("11210010", "", 0, 250_000),
                ("11210010", "", 0, 45_000),
            ],
        )
        self.assertEqual(
            (self.rent + self.water + self.soon).mapped("payment_state"),
            ["paid", "paid", "not_paid"],
        )
        self.assertFalse(self.env["account.payment"].search([]))
        rows = self._desk("open", self.siti.id)["rows"]
        self.assertEqual(
            [row["account"] for row in rows if row["account"] < 0],
            [-self.soon.id, -self.later.id],
        )
        receipt.with_user(self.treasurer)._reverse("Salah orang")
        self.rent.invalidate_recordset()
        self.assertEqual(
            (self.rent.payment_state, self.rent.amount_residual), ("not_paid", 250_000)
        )
        self.assertEqual(self._money(self.siti)[:3], (0, 0, 160_000))

    def test_desk_takes_a_part(self):
        payload = self._payload(
            (self.pokok, POKOK),
            (self.wajib, WAJIB),
            (-self.rent.id, 180_000),
            given=300_000,
        )
        self._desk("post", payload)
        self.rent.invalidate_recordset()
        self.assertEqual(
            (self.rent.payment_state, self.rent.amount_residual), ("partial", 70_000)
        )

    def test_desk_takes_what_is_due_later(self):
        """Typed by the teller: next month's invoice, and nothing else."""
        fixed = [(self.pokok, 0), (self.wajib, 0)]
        fixed += [(-self.rent.id, 0), (-self.water.id, 0), (-self.later.id, 70_000)]
        payload = self._payload(
            (-self.later.id, 70_000), given=70_000, fixed=[list(pair) for pair in fixed]
        )
        self._desk("post", payload)
        self.assertEqual(self.later.payment_state, "paid")

    def test_desk_refuses(self):
        due = self._all_due()
        refused = "does not pay on this account here"
        for lines, values in (
            (due, {"keep": -self.rent.id}),
            ((*due, (-self.foreign.id, 0)), {}),
            (due, {"fixed": [[-self.foreign.id, 90_000]]}),
            (due, {"member": self.budi.id}),
        ):
            payload = self._payload(*lines, **values)
            self._assert_refused(refused, self._desk, "post", payload)
        too_much = [[-self.water.id, 46_000]]
        payload = self._payload(
            *due[:3], (-self.water.id, 46_000), given=456_000, fixed=too_much
        )
        self._assert_refused("At most Rp45.000", self._desk, "post", payload)
        self._assert_refused(
            "has changed meanwhile", self._desk, "post", self._payload(*due[:2])
        )
        self.assertEqual(self.rent.payment_state, "not_paid")

    def test_desk_of_the_other_cooperative(self):
        rows = self._desk("open", self.rasela.id, user=self.other_teller)["rows"]
        self.assertEqual(
            [(row["account"], row["due"]) for row in rows if row["account"] < 0],
            [(-self.foreign.id, 90_000)],
        )

    # === COLLECTION === #

    def _list(self, *amounts, user=None, **values):
        collection = (
            self.env["coop.collection"]
            .with_user(user or self.collector)
            .create({"company_id": self.coop.id, "date": TODAY, **values})
        )
        collection.action_fill()
        commands = [
            Command.update(line.id, {"amount": amount})
            for line, amount in zip(collection.line_ids, amounts, strict=True)
        ]
        collection.line_ids = commands
        return collection

    def test_collected_and_taken_back(self):
        collection = self._list(455_000, 20_000)
        self.assertEqual(
            [round(line.amount_due) for line in collection.line_ids],
            [455_000, 120_000],
        )
        with self.assertRaises(AccessError):
            self.rent.with_user(self.collector).read(["name"])
        collection.with_user(self.teller).action_post()
        siti, budi = collection.sudo().receipt_ids.sorted("id")
        self.assertEqual(
            self._legs(siti.move_id),
            [
                ("11110001", "", 475_000, 0),
                ("31110010", "KUN-0001/POKOK", 0, 100_000),
                ("31110020", "KUN-0001/WAJIB", 0, 60_000),
                ("11210010", "", 0, 250_000),
                ("11210010", "", 0, 45_000),
                ("31110010", "KUN-0002/POKOK", 0, 20_000),
            ],
        )
        bills = self.rent + self.water
        self.assertEqual(bills.mapped("payment_state"), ["paid", "paid"])
        self._assert_refused(
            "This is paid by", self.rent.with_user(self.treasurer).button_draft
        )

        siti.with_user(self.treasurer)._reverse("Salah hitung")
        self.assertEqual(
            self._legs(siti.correction_move_id),
            [
                ("11110001", "", 0, 455_000),
                ("31110010", "KUN-0001/POKOK", 100_000, 0),
                ("31110020", "KUN-0001/WAJIB", 60_000, 0),
                ("11210010", "", 250_000, 0),
                ("11210010", "", 45_000, 0),
            ],
        )
        bills.invalidate_recordset()
        self.assertEqual(
            [(bill.payment_state, bill.amount_residual) for bill in bills],
            [("not_paid", 250_000), ("not_paid", 45_000)],
        )
        # What paid and what took back are matched: neither is offered again.
        receivable = (siti.move_id + siti.correction_move_id).line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        self.assertEqual(set(receivable.mapped("reconciled")), {True})
        self.assertEqual((siti.state, budi.state), ("reversed", "posted"))
        self.assertEqual(self.env["coop.control"]._failures(self.coop), [])

        again = self._list(455_000, 0)
        again.with_user(self.teller).action_post()
        bills.invalidate_recordset()
        self.assertEqual(bills.mapped("payment_state"), ["paid", "paid"])

    def test_a_list_of_before(self):
        """An invoice of a later day is neither due on the list nor paid by it."""
        collection = self._list(390_000, 0, date="2026-10-20")
        self.assertEqual(round(collection.line_ids[0].amount_due), 390_000)
        collection.with_user(self.teller).action_post()
        self.assertEqual(self.rent.payment_state, "paid")
        self.assertEqual(self.water.payment_state, "not_paid")
        self.assertEqual(self._money(self.siti)[:3], (100_000, 40_000, 20_000))

    def test_collected_in_the_other_cooperative(self):
        collection = self._list(
            POKOK + 40_000 + 90_000, user=self.other_teller, company_id=self.other.id
        )
        self.assertEqual(round(collection.line_ids.amount_due), 230_000)
        collection.action_post()
        self.assertEqual(self.foreign.payment_state, "paid")
        self.assertEqual(self.rent.payment_state, "not_paid")
