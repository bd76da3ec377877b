import io

from pdfminer.high_level import extract_text
from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.japra_base.models import guard

from .common import POKOK, MembershipCase


@tagged("post_install", "-at_install")
class TestCertificate(MembershipCase):
    """Certificates with a number of their own: no gap, none twice, never changed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.module.module"]._load_module_terms(
            ["japra_base", "japra_membership"], ["id_ID"]
        )
        cls.other_registrar = cls._make_user(
            "reg2", "japra_membership.group_registrar", cls.other
        )
        cls._pay(cls.siti, pokok=POKOK, wajib=30_000)
        cls._pay(cls.rasela, user=cls.other_teller, pokok=POKOK)

    def _issue(self, member=None, user=None, reason=False):
        """As the button does it; return the certificate."""
        user = user or self.registrar
        member = member or self.siti
        values = {"membership_id": member.id, "reason": reason}
        issue = self._rpc(user, "coop.certificate.issue", "create", values)
        self._rpc(user, "coop.certificate.issue", "action_issue", [issue])
        return self.env["coop.certificate"].search([], limit=1)

    def _print(self, certificate):
        pdf, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.registrar)
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf(
                "japra_membership.action_report_certificate", certificate.ids
            )
        )
        return " ".join(extract_text(io.BytesIO(pdf)).split())

    def test_issued_and_replaced(self):
        first = self._issue()
        self.assertEqual(
            (first.number, str(first.date), first.amount_pokok, first.amount_wajib),
            ("KUN-SS-0001", "2026-11-24", 100_000, 30_000),
        )
        self.assertFalse(first.replaces_id or first.replaced_by_id)
        text = self._print(first)
        for words in (
            "SERTIFIKAT SIMPANAN",
            "No. KUN-SS-0001",
            "CONTOH, bukan bukti pembayaran",
            "Siti Aminah",
            "KUN-0001",
            "15 September 2026",
            "Rp100.000",
            "Rp30.000",
            "Rp130.000",
            "Seratus tiga puluh ribu rupiah",
            "Bendahara",
            "Ketua",
        ):
            self.assertIn(words, text)
        self.assertNotIn("TIDAK BERLAKU LAGI", text)

        self._pay(self.siti, wajib=10_000)
        self._assert_refused("Say why certificate KUN-SS-0001", self._issue)
        self._assert_refused("Say why certificate KUN-SS-0001", self._issue, reason=" ")
        second = self._issue(user=self.treasurer, reason="Hilang saat banjir")
        self.assertEqual(
            (second.number, second.replaces_id, second.amount_wajib),
            ("KUN-SS-0002", first, 40_000),
        )
        first.invalidate_recordset()
        self.assertEqual((first.replaced_by_id, first.amount_wajib), (second, 30_000))
        self.assertIn(
            "TIDAK BERLAKU LAGI, diganti dengan KUN-SS-0002", self._print(first)
        )
        text = self._print(second)
        self.assertIn("Menggantikan sertifikat KUN-SS-0001", text)
        self.assertIn("Hilang saat banjir", text)
        # Each cooperative counts for itself.
        other = self._issue(self.rasela, self.other_registrar)
        self.assertEqual(other.number, "RAS-SS-0001")

    def test_no_certificate_and_no_number_without_a_share(self):
        applicant = self._apply()
        self._assert_refused("has paid no entry share yet", self._issue, self.budi)
        self._assert_refused("is no member", self._issue, applicant)
        self.assertEqual(self._issue().number, "KUN-SS-0001")

    def test_written_once(self):
        certificate = self._issue()
        register = self.env["coop.certificate"]
        refused = "stays as it was issued"
        rpc = self._rpc, self.administrator, "coop.certificate"
        for values in ({"amount_pokok": 1}, {"number": "KUN-SS-0009"}):
            self._assert_refused(refused, certificate.write, values)
            self._assert_refused(refused, *rpc, "write", certificate.ids, values)
        self._assert_refused(refused, certificate.unlink)
        values = certificate.copy_data()[0]
        self._assert_refused(refused, register.create, values)
        self._assert_refused(
            refused, *rpc, "create", values, context={"coop_guard": True}
        )
        self._assert_refused(
            refused,
            self._rpc,
            self.registrar,
            "coop.membership",
            "write",
            self.siti.ids,
            {"certificate_ids": [[1, certificate.id, {"amount_pokok": 1}]]},
        )

    @mute_logger("odoo.sql_db")
    def test_replaced_once_and_the_first_once(self):
        """What two at one instant would write is refused by the database too."""
        first = self._issue()
        self._issue(reason="Rusak")
        values = dict(first.copy_data()[0], number="KUN-SS-0077", reason="Rusak")
        register = guard.opened(self.env["coop.certificate"])
        for extra, sentence in (
            ({"replaces_id": first.id}, "replaced already"),
            ({"replaces_id": False}, "has a certificate already"),
            ({"number": "KUN-SS-0001", "replaces_id": False}, "has this number"),
        ):
            with self.subTest(sentence), self.env.cr.savepoint() as savepoint:
                try:
                    register.create({**values, **extra})
                    self.env.flush_all()
                except Exception as error:  # noqa: BLE001
                    savepoint.rollback()
                    self.assertIn(sentence, register._sql_error_to_message(error))
                else:
                    self.fail(sentence)

    @mute_logger("odoo.sql_db")
    def test_two_issues_at_the_same_instant(self):
        """The second begins anew instead of getting the same number."""
        # Real transactions of their own, on a company that is committed.
        with self.registry.cursor() as one, self.registry.cursor() as two:
            first = api.Environment(one, SUPERUSER_ID, {})["res.company"]
            second = api.Environment(two, SUPERUSER_ID, {})["res.company"]
            company = first.search([], limit=1, order="id")
            company._coop_counter("coop.certificate").next_by_id()
            with self.assertRaises(OperationalError):
                second.browse(company.id)._coop_counter("coop.certificate").next_by_id()
            two.rollback()
            one.rollback()

    def test_who_issues(self):
        for user in (self.teller, self.supervisor, self.auditor, self.portal):
            self._assert_denied(self._issue, user=user)
        # Of another cooperative: neither issued nor read.
        self._assert_denied(self._issue, user=self.other_registrar)
        certificate = self._issue(user=self.board)
        read = self._rpc, self.other_registrar, "coop.certificate", "read"
        self._assert_denied(*read, certificate.ids, ["number"])
        [row] = self._rpc(
            self.teller, "coop.certificate", "read", certificate.ids, ["number"]
        )
        self.assertEqual(row["number"], "KUN-SS-0001")
