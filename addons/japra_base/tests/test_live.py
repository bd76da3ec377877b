from datetime import datetime
from pathlib import Path

from odoo.tests import tagged

from ..models import guard
from .common import LedgerCase

LIVE = "japra_base.live_database"
NEUTRALIZE = Path(__file__).parent.parent / "data/neutralize.sql"


@tagged("post_install", "-at_install")
class TestLive(LedgerCase):
    """Papers are samples until an administrator declares the database live."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coop = cls.env.company
        cls.administrator = cls._make_user("adm", "japra_base.group_administrator")
        cls.treasurer = cls._make_user("ben", "japra_base.group_treasurer")
        cls.env["ir.module.module"]._load_module_terms(["japra_base"], ["id_ID"])
        cls.parameters = cls.env["ir.config_parameter"]

    def _declare(self, user=None):
        return self._rpc(user or self.administrator, "coop.live", "action_declare", [])

    def _mark(self):
        return str(
            self.env["ir.qweb"]
            .with_context(lang="id_ID")
            ._render("japra_base.sample_mark", {})
        )

    def test_declared_once(self):
        self.assertIn("CONTOH, bukan bukti pembayaran", self._mark())
        self._declare()
        self.assertNotIn("CONTOH", self._mark())
        row = self.env["coop.live"].search([])
        self.assertEqual(
            (row.user_id, row.date), (self.administrator, datetime(2026, 11, 24, 3, 0))
        )
        self._assert_refused("live already", self._declare)
        rpc = self._rpc, self.administrator, "coop.live"
        values = {"database": "x"}
        self._assert_refused("stays as it is noted", *rpc, "write", row.ids, values)
        self._assert_refused("stays as it is noted", *rpc, "create", [values])
        self._assert_refused("stays as it is noted", row.unlink)
        self._assert_denied(*rpc, "unlink", row.ids)

    def test_by_an_administrator_only(self):
        self._assert_denied(self._declare, self.treasurer)
        self.assertIn("CONTOH", self._mark())

    def test_fresh_or_demonstration(self):
        # Neither `run --empty` nor the demonstration declares anything.
        self.assertFalse(self.env["coop.live"].search([]))
        self.assertIn("CONTOH, bukan bukti pembayaran", self._mark())

    def test_a_copy_is_not_live(self):
        self._declare()
        declared = self.parameters.get_param(LIVE)
        with self.subTest("copied by the server under another name"):
            other = declared.replace(self.env.cr.dbname, "salinan")
            guard.opened(self.parameters).set_param(LIVE, other)
            self.assertIn("CONTOH", self._mark())
            guard.opened(self.parameters).set_param(LIVE, declared)
            self.assertNotIn("CONTOH", self._mark())
        with self.subTest("duplicated by Odoo, which gives it another identity"):
            self.parameters.set_param("database.uuid", "another")
            self.assertIn("CONTOH", self._mark())
            # The copy may be declared in its turn, which the log keeps.
            self._declare()
            self.assertNotIn("CONTOH", self._mark())
            self.assertEqual(self.env["coop.live"].search_count([]), 2)

    def test_a_restored_copy_is_not_live(self):
        self._declare()
        self.env.flush_all()
        self.env.cr.execute(NEUTRALIZE.read_text(encoding="utf-8"))
        self.env.registry.clear_cache()
        self.env.invalidate_all()
        self.assertIn("CONTOH", self._mark())
        self.parameters.set_param("database.is_neutralized", "true")
        self._assert_refused("copy for trials", self._declare)

    def test_not_by_the_parameter(self):
        other = self.parameters.create({"key": "uji.lain", "value": "1"})
        identity = self.parameters.get_param("database.uuid")
        for method, args in (
            ("set_param", (LIVE, identity)),
            ("create", ([{"key": LIVE, "value": identity}],)),
            ("write", (other.ids, {"key": LIVE, "value": identity})),
        ):
            with self.subTest(method):
                self._assert_refused(
                    "by its menu only",
                    self._rpc,
                    self.administrator,
                    "ir.config_parameter",
                    method,
                    *args,
                    context={"coop_guard": True},
                )
        self._declare()
        row = self.parameters.search([("key", "=", LIVE)])
        self._assert_refused(
            "by its menu only", row.with_user(self.administrator).unlink
        )
