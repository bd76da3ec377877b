import io

from PIL import Image

from odoo.tests import tagged

from odoo.addons.japra_base.tests.approval_common import ApprovalCase
from odoo.addons.japra_base.tests.pictures import PicturesCase

SMALL_PHONE = "360x740"


@tagged("post_install", "-at_install")
class TestApprovalPhone(ApprovalCase, PicturesCase):
    """The chair approves on her phone, in Indonesian."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chair.write({"name": "Marwati Saputra", "lang": "id_ID"})
        cls.staff.name = "Yuni Astuti"

    def ask_for_siti(self):
        document = self.payout(
            name="Penarikan Siti Aminah",
            note="Biaya sekolah anak: uang pangkal SMP, dibayar sebelum 30 November.",
        )
        picture = io.BytesIO()
        Image.new("RGB", (300, 180), "#cde").save(picture, "PNG")
        self.env["ir.attachment"].create(
            {
                "name": "Kuitansi sekolah.png",
                "raw": picture.getvalue(),
                "res_model": document._name,
                "res_id": document.id,
            }
        )
        return self.ask(document)

    def play(self, tour, user, url="/odoo"):
        self.touch_enabled = True
        self.browser_size = SMALL_PHONE
        self.start_tour(url, tour, login=user.login, timeout=120)

    def test_three_taps(self):
        approval = self.ask_for_siti()
        self.play("japra_approval_phone", self.chair)
        self.assertEqual(approval.state, "approved")
        self.assertEqual(self.document(approval).paid, 1)

    def test_refused_with_a_reason(self):
        approval = self.ask_for_siti()
        self.play("japra_approval_refused", self.chair, "/odoo/persetujuan")
        self.assertEqual(
            (approval.state, approval.decision_ids.note), ("refused", "Bukti belum ada")
        )
