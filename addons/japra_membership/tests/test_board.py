from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.japra_base.tests.pictures import PicturesCase

from .common import POKOK, TODAY, WAJIB, MembershipCase


@tagged("post_install", "-at_install")
class TestBoard(MembershipCase, PicturesCase):
    """What needs me today, for each role, in one cooperative and in another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collector = cls._make_user("kol", "japra_membership.group_collector")
        cls.fresh = cls._apply("Calon Satu")
        cls.asked = cls._apply("Calon Dua")
        cls.request = cls._ask(cls.asked)
        cls.agreed = cls._apply("Calon Tiga")
        cls._agree(cls.agreed)
        cls.unsigned = cls._enrol("Rahayu Lestari")
        cls._step(cls.budi, "died", told_by="Anaknya", date=TODAY)

    def _board(self, user, board, slow=False):
        return self._rpc(user, f"coop.board.{board}", "board_open", slow)

    def _figures(self, user, board):
        """{tile: (count, amount)} of what is there at once and what comes later."""
        return {
            tile["key"]: (tile["count"], tile["amount"])
            for slow in (False, True)
            for tile in self._board(user, board, slow)["tiles"]
        }

    def _control(self):
        self.env["coop.control.result"].sudo()._check_companies(self.coop)

    # === WHAT EACH ROLE SEES === #

    def test_registrar(self):
        self.assertEqual(
            self._figures(self.registrar, "members"),
            {
                "approvals": (0, ""),
                "to_ask": (1, ""),
                "to_decide": (1, ""),
                "to_admit": (1, ""),
                "unsigned": (1, ""),
                "cases": (1, ""),
                "without_nik": (5, ""),
            },
        )
        answer = self._board(self.registrar, "members")
        self.assertEqual(
            (answer["cooperative"], answer["day"]), ("Kunir", "2026-11-24")
        )
        self.assertEqual(
            [start["name"] for start in answer["starts"]], ["New Application"]
        )
        rows = {row["key"].split("-")[0]: row for row in answer["work"]}
        self.assertEqual(rows["to_ask"]["title"], "Calon Satu")
        self.assertEqual(
            rows["to_ask"]["text"],
            "The board has not decided yet: ask for its approval.",
        )
        self.assertIn("Waiting for approval: Board", rows["to_decide"]["text"])
        self.assertIn("Rp100.000 is not paid yet", rows["to_admit"]["text"])
        self.assertEqual(rows["unsigned"]["since"], "today")
        self.assertIn("Died on 24 November 2026.", rows["cases"]["text"])

    def test_teller(self):
        self._receipt(self.siti, pokok=POKOK)
        self.assertEqual(
            self._figures(self.teller, "members"),
            {"approvals": (0, ""), "transfers": (0, ""), "to_admit": (1, "")},
        )
        self.assertEqual(
            self._figures(self.teller, "cash"),
            {
                "approvals": (0, ""),
                "unprinted": (0, ""),
                "drafts": (1, "Rp100.000"),
                "asked": (0, ""),
                "collections": (0, ""),
                "my_session": (0, ""),
                "differences": (0, ""),
                "transfers": (0, ""),
                # Siti of three months, Rahayu and Budi of one.
                "arrears": (3, "Rp300.000"),
            },
        )

    def test_unprinted_receipts_are_the_own_ones_of_the_desk(self):
        self._pay(self.siti, pokok=POKOK)
        self.assertEqual(self._figures(self.teller, "cash")["unprinted"], (0, ""))
        booked = self._rpc(
            self.teller,
            "coop.receipt",
            "desk_post",
            {
                "key": "8f14e45f-ceea-467e-9d3c-000000000009",
                "member": self.siti.id,
                "household": False,
                "ahead": False,
                "order": "oldest",
                "means": "cash",
                "reference": "",
                "given": WAJIB,
                "keep": 0,
                "fixed": [],
                "lines": [[self._account(self.siti, "wajib").id, WAJIB]],
            },
        )
        self.assertEqual(
            self._figures(self.teller, "cash")["unprinted"], (1, "Rp20.000")
        )
        self._rpc(self.teller, "coop.receipt", "action_mark_printed", [booked["id"]])
        self.assertEqual(self._figures(self.teller, "cash")["unprinted"], (0, ""))

    def test_treasurer(self):
        self._control()
        self.assertEqual(
            self._figures(self.treasurer, "cash"),
            {
                "control": (0, ""),
                "runs": (0, ""),
                "clearing": (0, ""),
                "approvals": (0, ""),
                "asked": (0, ""),
                "collections": (0, ""),
                "my_session": (0, ""),
                "sessions": (0, ""),
                "differences": (0, ""),
                "openings": (0, ""),
                "transfers": (0, ""),
                "unsealed": (0, ""),
                "arrears": (3, "Rp300.000"),
            },
        )
        self.assertEqual(self._board(self.treasurer, "cash", True)["notes"], [])

    def test_money_the_bank_has_not_shown(self):
        receipt = self._receipt(self.siti, pokok=POKOK)
        receipt.write({"means": "qris", "reference": "QR-0077"})
        receipt.action_post()
        self.assertEqual(
            self._figures(self.treasurer, "cash")["clearing"], (1, "Rp100.000")
        )
        rows = self._board(self.treasurer, "cash")["work"]
        self.assertEqual(
            [(row["title"], row["amount"]) for row in rows],
            [("KWT/2026/11/0002", "Rp100.000")],
        )
        tile = self._clearing_tile()
        self.assertEqual(tile["level"], 0)
        # What went out does not make up for what came in, and a week is enough.
        for amount, direction in ((50_000, "in"), (30_000, "out")):
            receipt = self._receipt(self.siti, date="2026-11-10", sukarela=amount)
            receipt.write({"direction": direction, "means": "transfer"})
            receipt.action_post()
        tile = self._clearing_tile()
        self.assertEqual((tile["count"], tile["amount"]), (3, "Rp180.000"))
        self.assertEqual(tile["level"], 2)

    def _clearing_tile(self):
        tiles = self._board(self.treasurer, "cash")["tiles"]
        return next(tile for tile in tiles if tile["key"] == "clearing")

    def test_board_and_its_request(self):
        answer = self._board(self.board, "members")
        first = answer["work"][0]
        self.assertEqual(
            (first["title"], first["level"], first["model"], first["id"]),
            ("Admission of Calon Dua", 1, "coop.approval", self.request.id),
        )
        self.assertEqual(self._figures(self.board, "members")["approvals"], (1, ""))
        self.assertEqual(self._figures(self.board, "cash")["approvals"], (1, ""))
        self.request.with_user(self.board).action_approve()
        self.assertEqual(self._figures(self.board, "members")["approvals"], (0, ""))

    def test_too_few_members(self):
        self.assertEqual(self._board(self.board, "members")["notes"], [])
        self.assertEqual(
            self._board(self.board, "members", True)["notes"],
            ["Kunir has 2 members: the law asks for at least 9."],
        )
        self.assertEqual(self._board(self.teller, "members", True)["notes"], [])

    def test_check_that_did_not_run(self):
        never = (
            "The books of Kunir were never checked: open Control Check and press "
            "Check Now."
        )
        self.env["coop.control.result"].sudo().search([]).unlink()
        self.assertEqual(self._board(self.treasurer, "cash", True)["notes"], [never])
        self.assertEqual(self._board(self.teller, "cash", True)["notes"], [])
        self._control()
        results = self.env["coop.control.result"].sudo().search([])
        results.checked_on = fields.Datetime.now() - timedelta(days=3)
        self.assertEqual(
            self._board(self.supervisor, "cash", True)["notes"],
            [
                "The books of Kunir were last checked on 21 November 2026: tell the "
                "administrator that the nightly check does not run."
            ],
        )

    def test_failures_of_check_and_sealer(self):
        self.env["coop.control.result"].sudo().create(
            {
                "company_id": self.coop.id,
                "checked_on": fields.Datetime.now(),
                "check_name": "sums",
                "message": "31110001 tidak sama.",
            }
        )
        move = self._pay(self.siti, pokok=POKOK).sudo().move_id
        self.env.cr.execute(
            "UPDATE account_move SET create_date = %s WHERE id = %s",
            (fields.Datetime.now() - timedelta(hours=2), move.id),
        )
        found = self._figures(self.treasurer, "cash")
        self.assertEqual((found["control"], found["unsealed"]), ((1, ""), (1, "")))
        row = self._board(self.treasurer, "cash")["work"][0]
        self.assertEqual(
            (row["title"], row["text"], row["list"], row["level"]),
            ("Members = Ledger", "31110001 tidak sama.", "control", 2),
        )
        for user in (self.teller, self.board, self.collector):
            self.assertNotIn("control", self._figures(user, "cash"))

    def test_session_of_yesterday_is_late(self):
        session = self._begin()
        session.action_open()
        tile = self._tile(self.teller, "my_session")
        self.assertEqual((tile["count"], tile["level"]), (1, 0))
        self.assertEqual(self._figures(self.treasurer, "cash")["sessions"], (0, ""))
        self.env.cr.execute(
            "UPDATE coop_cash_session SET date = %s WHERE id = %s",
            (TODAY - timedelta(days=1), session.id),
        )
        self.env.invalidate_all()
        tile = self._tile(self.teller, "my_session")
        self.assertEqual(
            (tile["count"], tile["level"], tile["since"]), (1, 2, "since yesterday")
        )
        self.assertEqual(self._figures(self.treasurer, "cash")["sessions"], (1, ""))
        action = self._rpc(self.teller, "coop.board.cash", "board_action", "my_session")
        self.assertEqual(action["type"], "ir.actions.server")

    def test_opened_with_a_difference(self):
        """The treasurer learns it when it is found, not after the count."""
        session = self._begin(amount_opening=5_000)
        self.assertEqual(self._figures(self.treasurer, "cash")["openings"], (0, ""))
        session.action_open()
        for user in (self.treasurer, self.board):
            self.assertEqual(self._figures(user, "cash")["openings"], (1, ""))
        self.assertNotIn("openings", self._figures(self.teller, "cash"))
        [row] = [
            row
            for row in self._board(self.treasurer, "cash")["work"]
            if row["key"].startswith("openings-")
        ]
        self.assertEqual((row["amount"], row["text"]), ("-Rp95.000", self.teller.name))

    def _begin(self, **values):
        """The teller begins a session of the counter's box."""
        session = self.env["coop.cash.session"].with_user(self.teller)
        box = session.env["account.journal"]._coop_default_box(self.coop)
        return session.create({"journal_id": box.id, **values})

    def _tile(self, user, key):
        tiles = self._board(user, "cash")["tiles"]
        return next(tile for tile in tiles if tile["key"] == key)

    def test_screen(self):
        self.registrar.write({"name": "Ratna Wulandari", "lang": "id_ID"})
        self.play("japra_board", self.registrar)

    # === RIGHTS === #

    def test_a_tile_opens_what_it_counts(self):
        self._receipt(self.siti, pokok=POKOK)
        opened = 0
        for board in ("members", "cash"):
            for user in (self.registrar, self.teller, self.treasurer, self.board):
                for key, (count, _amount) in self._figures(user, board).items():
                    if key == "my_session":
                        continue
                    with self.subTest(user=user.login, key=key):
                        action = self._rpc(
                            user, f"coop.board.{board}", "board_action", key
                        )
                        found = self._rpc(
                            user, action["res_model"], "search_count", action["domain"]
                        )
                        self.assertEqual(found, count)
                        opened += bool(count)
        self.assertEqual(opened, 20)

    def test_nobody_counts_what_he_may_not_see(self):
        theirs = self._apply("Calon Rasela", self.other, self._rasela_registrar())
        self.assertEqual(theirs.state, "applicant")
        self.assertEqual(self._figures(self.registrar, "members")["to_ask"], (1, ""))
        self.assertEqual(
            self._figures(self.other_teller, "cash")["arrears"], (1, "Rp140.000")
        )
        rows = self._board(self.other_teller, "cash", True)["work"]
        self.assertEqual([row["title"] for row in rows], ["RAS-0001 Ruminah"])
        self._assert_refused(
            "This is not shown to you any more",
            self._rpc,
            self.teller,
            "coop.board.cash",
            "board_action",
            "control",
        )
        # Who works in both sees both, as in the lists.
        both = self._make_user("dua", "japra_membership.group_registrar")
        both.company_ids = [Command.set((self.coop + self.other).ids)]
        boards = self.env(user=both)["coop.board.members"]
        for companies, count in ((self.coop, 1), (self.coop + self.other, 2)):
            tiles = boards.with_context(allowed_company_ids=companies.ids).board_open()[
                "tiles"
            ]
            counts = {tile["key"]: tile["count"] for tile in tiles}
            self.assertEqual(counts["to_ask"], count)

    def _rasela_registrar(self):
        return self._make_user("reg2", "japra_membership.group_registrar", self.other)

    def test_only_the_staff(self):
        stranger = new_test_user(self.env, "uji.asing", groups="base.group_user")
        for user in (self.portal, stranger):
            for board in ("members", "cash"):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    self._board(user, board)
                with self.subTest(user.login), self.assertRaises(AccessError):
                    self._rpc(user, f"coop.board.{board}", "board_action", "approvals")
        with self.assertRaises(AccessError):
            self._rpc(self.teller, "coop.board.cash", "_tiles")

    def test_queries_do_not_follow_the_members(self):
        def queries():
            self.env.invalidate_all()
            self._board(self.treasurer, "cash")
            self._board(self.treasurer, "cash", True)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._board(self.treasurer, "cash")
            self._board(self.treasurer, "cash", True)
            return self.env.cr.sql_log_count - before

        self._admit("Warga 1", "2026-02-01")
        self._admit("Warga 2", "2026-02-01")
        self._admit("Warga 3", "2026-02-01")
        few = queries()
        for number in range(12):
            self._admit(f"Warga {number + 4}", "2026-02-01")
        self.assertEqual(queries(), few)
        self.assertLess(few, 75)
