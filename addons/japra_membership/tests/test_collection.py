from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import POKOK, TODAY, WAJIB, MembershipCase


@tagged("post_install", "-at_install")
class TestCollection(MembershipCase):
    """A list walked through an RT, booked as one entry with a receipt for each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collector = cls._make_user("col", "japra_membership.group_collector")
        cls.tini = cls._admit("Tini", "2026-11-01")
        for member, unit in ((cls.siti, "12"), (cls.budi, "3"), (cls.tini, "7")):
            cls.env["coop.household"].create(
                {
                    "company_id": cls.coop.id,
                    "head_id": member.partner_id.id,
                    "kampung": "Kunir",
                    "rt": "4" if member == cls.tini else "3",
                    "block": "C",
                    "unit": unit,
                }
            )

    def _collection(self, user=None, **values):
        return (
            self.env["coop.collection"]
            .with_user(user or self.collector)
            .create({"company_id": self.coop.id, "date": TODAY, **values})
        )

    def _filled(self, *amounts, **values):
        """The list of RT 003: what Siti (C-12) and Budi (C-3) gave."""
        collection = self._collection(rt="3", **values)
        collection.action_fill()
        for line, amount in zip(collection.line_ids, amounts, strict=True):
            line.amount = amount
        return collection

    def test_says_which_places_there_are(self):
        """Beside an empty field, of the kampung that is chosen."""
        collection = self._collection()
        self.assertEqual(
            (collection.rt_known, collection.block_known), ("003, 004", "C")
        )
        collection.kampung = "kunir"
        self.assertEqual(collection.rt_known, "003, 004")
        collection.kampung = "Akuarium"
        self.assertEqual((collection.rt_known, collection.block_known), ("", ""))
        for number in range(10, 22):
            head = self.env["res.partner"].create(
                {"name": f"Warga {number}", "company_id": self.coop.id}
            )
            self.env["coop.household"].create(
                {"company_id": self.coop.id, "head_id": head.id, "rt": str(number)}
            )
        collection.kampung = False
        self.assertEqual(
            collection.rt_known,
            "003, 004, 010, 011, 012, 013, 014, 015, 016, 017, 018, 019, …",
        )
        foreign = self.env["coop.collection"].create({"company_id": self.other.id})
        self.assertFalse(foreign.rt_known)

    def test_filled_by_door(self):
        collection = self._filled(0, 0)
        self.assertEqual(collection.rt, "003")
        self.assertEqual(
            [
                (line.house, line.membership_id.name, round(line.amount_due))
                for line in collection.line_ids
            ],
            [("C-12", "Siti Aminah", 160_000), ("C-3", "Budi Santoso", 120_000)],
        )
        self.assertEqual(collection.amount_due, 280_000)
        self.assertEqual(collection.display_name, "RT 003, 24 November 2026")
        # Once more adds nobody, and keeps what was typed.
        collection.line_ids[0].amount = 5_000
        collection.action_fill()
        self.assertEqual(collection.line_ids.mapped("amount"), [5_000, 0])
        whole = self._collection(kampung="kunir")
        whole.action_fill()
        self.assertEqual(len(whole.line_ids), 3)

    def test_one_entry_a_receipt_each(self):
        collection = self._filled(130_000, 20_000)
        collection.with_user(self.teller).action_post()
        receipts = collection.with_user(self.teller).receipt_ids.sorted("id")
        move = receipts.sudo().move_id
        self.assertEqual(len(move), 1)
        self.assertEqual(
            self._legs(move),
            [
                ("11110001", "", 150_000, 0),
                ("31110010", "KUN-0001/POKOK", 0, 100_000),
                ("31110020", "KUN-0001/WAJIB", 0, 30_000),
                ("31110010", "KUN-0002/POKOK", 0, 20_000),
            ],
        )
        self.assertEqual(
            receipts.mapped("name"), ["KWT/2026/11/0001/001", "KWT/2026/11/0001/002"]
        )
        self.assertEqual(receipts.mapped("state"), ["posted", "posted"])
        self.assertEqual(receipts.mapped("amount_total"), [130_000, 20_000])
        self.assertEqual(
            receipts[0].line_ids.mapped("label"),
            [
                "Simpanan Pokok",
                "Simpanan Wajib September 2026 – Oktober 2026 (sebagian)",
            ],
        )
        self.assertEqual(collection.state, "posted")
        self.assertEqual(
            collection.line_ids.receipt_id, receipts.with_env(collection.env)
        )
        self.assertEqual(self._money(self.siti)[:3], (100_000, 30_000, 30_000))
        # The next one at the desk goes on counting.
        self.assertEqual(self._pay(self.tini, wajib=WAJIB).name, "KWT/2026/11/0002")
        self.assertEqual(self.env["coop.control"]._failures(self.coop), [])

    def test_one_is_reversed_the_others_stand(self):
        collection = self._filled(130_000, 20_000)
        collection.with_user(self.teller).action_post()
        siti, budi = collection.sudo().receipt_ids.sorted("id")
        siti.with_user(self.treasurer)._reverse("Salah hitung")
        correction = siti.correction_move_id
        self.assertEqual(
            self._legs(correction),
            [
                ("11110001", "", 0, 130_000),
                ("31110010", "KUN-0001/POKOK", 100_000, 0),
                ("31110020", "KUN-0001/WAJIB", 30_000, 0),
            ],
        )
        self.assertEqual((siti.state, budi.state), ("reversed", "posted"))
        self.assertEqual(siti.reversal_name, correction.name)
        self.assertEqual(self._money(self.siti)[:3], (0, 0, 160_000))
        self.assertEqual(self._money(self.budi)[0], 20_000)
        self._assert_refused(
            "is reversed already", siti.with_user(self.treasurer)._reverse, "Lagi"
        )
        self._assert_refused("would be booked back twice", siti.move_id._reverse_moves)
        self._assert_refused("is not reversed", correction._reverse_moves)
        budi.with_user(self.treasurer)._reverse("Juga salah")
        self.assertEqual(
            self._legs(budi.correction_move_id),
            [
                ("11110001", "", 0, 20_000),
                ("31110010", "KUN-0002/POKOK", 20_000, 0),
            ],
        )
        self.assertEqual(self.env["coop.control"]._failures(self.coop), [])

    def test_months_ahead_and_too_much(self):
        ahead = self._filled(0, 160_000)
        ahead.with_user(self.teller).action_post()
        self.assertEqual(self._money(self.budi)[:3], (100_000, 60_000, 0))
        too_much = self._filled(0, 5_000_000)
        self._assert_refused(
            "more than can be paid", too_much.with_user(self.teller).action_post
        )
        self.assertEqual(too_much.state, "draft")

    def test_refused(self):
        nowhere = self._collection(rt="9")
        self._assert_refused("No member lives there", nowhere.action_fill)
        for far in ("2026-12-26", "9999-12-31"):
            self._assert_refused("date", self._collection, date=far)
        empty = self._filled(0, 0).with_user(self.teller)
        self._assert_refused("Nothing was collected", empty.action_post)
        future = self._filled(10_000, 0, date="2026-11-25").with_user(self.teller)
        self._assert_refused("has not come yet", future.action_post)
        booked = self._filled(10_000, 0)
        booked.with_user(self.teller).action_post()
        self._assert_refused("is booked", booked.with_user(self.teller).action_post)
        for user in (self.collector, self.teller):
            mine = booked.with_user(user)
            self._assert_refused("is booked", mine.action_fill)
            self._assert_refused("is booked", mine.write, {"rt": "5"})
            self._assert_refused("is booked", mine.unlink)
            self._assert_refused(
                "is booked",
                mine.write,
                {"line_ids": [Command.update(mine.line_ids[0].id, {"amount": 1})]},
            )
            self._assert_refused("is booked", mine.line_ids.write, {"amount": 1})
            self._assert_refused("is booked", mine.line_ids.unlink)

    def test_collector_fills_and_never_books(self):
        collection = self._filled(10_000, 0)
        self._assert_denied(collection.action_post)
        with self.assertRaises(AccessError):
            self.env["coop.receipt"].with_user(self.collector).create(
                {"membership_id": self.siti.id}
            )
        self._assert_refused(
            "by its button only", collection.write, {"state": "posted"}
        )
        forged = self.env["coop.collection"].with_user(self.collector)
        self._assert_refused(
            "by its button only",
            forged.with_context(default_state="posted").create,
            {"company_id": self.coop.id},
        )
        line = collection.line_ids[0]
        self._assert_refused("whole rupiah", line.write, {"amount": 0.5})
        self._assert_refused("whole rupiah", line.write, {"amount": -1})
        for user in (self.registrar, self.portal, self.auditor):
            self._assert_denied(collection.with_user(user).write, {"rt": "5"})

    def test_in_a_second_cooperative(self):
        other = (
            self.env["coop.collection"]
            .with_user(self.other_teller)
            .create({"company_id": self.other.id, "date": TODAY})
        )
        other.action_fill()
        self.assertEqual(other.line_ids.membership_id, self.rasela)
        other.line_ids.amount = POKOK
        other.action_post()
        self.assertEqual(
            self._legs(other.sudo().receipt_ids.move_id),
            [("11110001", "", 100_000, 0), ("31110010", "RAS-0001/POKOK", 0, 100_000)],
        )
        mine = self._filled(10_000, 0)
        self._assert_denied(mine.with_user(self.other_teller).action_fill)
        self._assert_refused(
            "all of one cooperative",
            mine.write,
            {"line_ids": [Command.create({"membership_id": self.rasela.id})]},
        )
