from odoo.tests import tagged

from .common import MembershipCase


@tagged("post_install", "-at_install")
class TestDeskSearch(MembershipCase):
    """Whatever is said at the counter, the right member is on top."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Five of one name, each behind another door.
        cls.sitis = [
            cls._admit("Siti Rahayu", "2026-09-01", phone=phone)
            for phone in (
                "0812-3300-5511",
                "+62 813 7700 6622",
                "(0814) 9911 7733",
                "6281588128844",
                "0816.1234.9955",
            )
        ]
        for unit, member in zip((2, 12, 120, 13, 21), cls.sitis, strict=True):
            cls._house(member, "C", str(unit))
        cls.sitis[3].nickname = "Bu Yayuk"
        cls.child = cls._admit("Dimas", "2026-10-01")
        cls.child.household_id = cls.sitis[1].household_id
        cls.percent = cls._admit("100% Jaya_Abadi", "2026-10-02")

    @classmethod
    def _house(cls, member, block, unit):
        return cls.env["coop.household"].create(
            {
                "company_id": member.company_id.id,
                "head_id": member.partner_id.id,
                "block": block,
                "unit": unit,
            }
        )

    def _search(self, query, user=None):
        return self._rpc(user or self.teller, "coop.receipt", "desk_search", query)

    def _found(self, query, **kwargs):
        return [row["number"] for row in self._search(query, **kwargs)]

    def test_number(self):
        number = self.sitis[1].number
        self.assertEqual(number, "KUN-0004")
        for query in ("KUN-0004", " kun-0004 ", "0004", "004"):
            with self.subTest(query):
                self.assertEqual(self._found(query)[0], number)

    def test_number_with_more_zeros(self):
        wide = self._admit("Dari Buku", "2026-02-01", number="KUN-000045")
        for query in ("000045", "dari buku 000045", "000045 BUKU", "0045"):
            with self.subTest(query):
                expected = [] if query == "0045" else [wide.number]
                self.assertEqual(self._found(query), expected)

    def test_one_of_five_of_a_name(self):
        for query in (
            "siti rahayu c-12",
            "c12 siti",
            "C 12 rahayu siti",
            "Siti C-12",
        ):
            with self.subTest(query):
                self.assertIn(self.sitis[1].number, self._found(query)[:1])
        self.assertEqual(
            set(self._found("siti rahayu")[:5]), {one.number for one in self.sitis}
        )

    def test_row_tells_them_apart(self):
        [row] = self._search("siti 6622")
        self.assertEqual(
            row,
            {
                "id": self.sitis[1].id,
                "number": "KUN-0004",
                "name": "Siti Rahayu",
                "nickname": "",
                "house": "C-12",
                "head": "Siti Rahayu",
                "phone": "6622",
                "state": "member",
                "standing": "",
            },
        )

    def test_zeros_are_nobodys_phone(self):
        for query in ("000000000", "006200000", "0000000011"):
            with self.subTest(query):
                self.assertEqual(self._search(query), [])

    def test_phone_in_any_spelling(self):
        for query, place in (
            ("5511", 0),
            ("0812 3300 5511", 0),
            ("+62 812-3300-5511", 0),
            ("0062 812 3300 5511", 0),
            ("081377006622", 1),
            ("7733", 2),
            ("+6281588128844", 3),
            ("0815 8812 8844", 3),
            ("12349955", 4),
        ):
            with self.subTest(query):
                self.assertEqual(self._found(query), [self.sitis[place].number])

    def test_house(self):
        self.assertEqual(
            self._found("C-12")[:2], [self.child.number, self.sitis[1].number]
        )
        self.assertEqual(self._found("c 13"), [self.sitis[3].number])

    def test_nickname_and_head(self):
        self.assertEqual(self._found("yayuk"), [self.sitis[3].number])
        self.assertIn(self.child.number, self._found("rahayu c-12"))

    def test_middle_of_a_name(self):
        self.assertEqual(self._found("hayu"), self._found("rahayu")[:5])

    def test_signs_mean_themselves(self):
        self.assertEqual(self._found("100%"), [self.percent.number])
        for query in ("%%", "__", "s", "", " ", "'", "\\", "a'b:*|!&", None, 5, ["a"]):
            with self.subTest(query):
                self.assertEqual(self._found(query), [])

    def test_at_most_eight(self):
        for number in range(6):
            self._admit(f"Siti Nur {number}", "2026-10-05")
        self.assertEqual(len(self._search("siti")), 8)
        self.assertEqual(len(self._search("si")), 8)

    def test_own_cooperative_only(self):
        self.assertEqual(self._found("ruminah"), [])
        self.assertEqual(self._found("RAS-0001"), [])
        self.assertEqual(self._found("ruminah", user=self.other_teller), ["RAS-0001"])
        self.assertEqual(self._found("siti", user=self.other_teller), [])

    def test_who_died_comes_last_and_says_so(self):
        gone = self._admit("Aminah Aisyah", "2026-02-01")
        self._step(gone, "died", date="2026-11-01", told_by="Anaknya")
        rows = self._search("aminah")
        self.assertEqual(
            [(row["name"], row["standing"]) for row in rows],
            [("Siti Aminah", ""), ("Aminah Aisyah", "Died")],
        )
