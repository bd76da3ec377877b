import base64
import io
import logging
import mimetypes
import re
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from reportlab.graphics.utils import RenderPMError

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError
from odoo.http import root
from odoo.tools.image import image_process
from odoo.tools.mimetypes import guess_mimetype

from .. import printing
from ..calc.qr import qr_png

_logger = logging.getLogger(__name__)

# No slip is longer; a roll is cut where each ends.
_ROLL_HEIGHT = 1000.0

# The routes /web/image and /web/content of core. Its own map of routes needs a thread
# that serves requests, which a shell or a test does not have.
_IMAGE_PATH = re.compile(
    r"/web/(?:image|content)"
    r"(?:/(?:(?P<id>\d+)(?:-[^/]*)?"
    r"|(?P<model>[^/]+)/(?P<res_id>\d+)/(?P<field>[^/]+)"
    r"|(?P<xmlid>[^/]+))"
    r"(?:/(?P<width>\d+)x(?P<height>\d+))?(?:/[^/]*)?)?"
)


class _Resources:
    """Answers one print's questions for resources, each once."""

    def __init__(self, report):
        self._report = report
        self._answers = {}

    def __call__(self, url):
        if url not in self._answers:
            self._answers[url] = self._report._get_print_resource(url)
        return self._answers[url]

    def blocked(self):
        return [url for url, resource in self._answers.items() if resource is None]


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def get_wkhtmltopdf_state(self):
        if self._get_print_engines():
            return "ok"
        return super().get_wkhtmltopdf_state()

    @api.model
    def _run_wkhtmltopdf(
        self,
        bodies,
        report_ref=False,
        header=None,
        footer=None,
        landscape=False,
        specific_paperformat_args=None,
        set_viewport_size=False,
    ):
        """Print with an engine of ours, and only without one with wkhtmltopdf.

        Everything before and after (templates, attachments, cutting, merging) is
        core's and stays so.
        """
        live = self.env["coop.live"]
        bodies = list(map(live._mark_paper, bodies))
        words = live._sample_words()
        report = self._get_report(report_ref) if report_ref else self
        sheet = self._get_print_sheet(
            report.get_paperformat(), landscape, specific_paperformat_args or {}
        )
        fetch = _Resources(self)
        base_url = self._get_report_url()
        failures = []
        for engine in self._get_print_engines():
            try:
                pdf = printing.render(
                    engine, fetch, base_url, sheet, bodies, header, footer, words
                )
            except printing.EngineError as error:
                _logger.warning(
                    "%s could not print %s: %s", engine.name, report_ref, error
                )
                failures.append(f"{engine.name}: {error}")
            else:
                if blocked := fetch.blocked():
                    _logger.info("Printed %s without %s", report_ref, blocked)
                return pdf
        # Core's answer, not ours: is there the program to fall back to?
        # pylint: disable-next=super-method-mismatch
        if failures and super().get_wkhtmltopdf_state() == "install":
            raise UserError(
                self.env._(
                    "The document could not be printed.\n%s", "\n".join(failures)
                )
            )
        pdf = super()._run_wkhtmltopdf(
            bodies,
            report_ref=report_ref,
            header=header,
            footer=footer,
            landscape=landscape,
            specific_paperformat_args=specific_paperformat_args,
            set_viewport_size=set_viewport_size,
        )
        return live._mark_pdf(pdf)

    @api.model
    def _render_qweb_html(self, report_ref, docids, data=None):
        """Every paper, on the screen or on its way to an engine."""
        html, kind = super()._render_qweb_html(report_ref, docids, data=data)
        return self.env["coop.live"]._mark_paper(html.decode()).encode(), kind

    @api.model
    def _render_page(self, report_ref, docids):
        """A paper as a page of HTML that the user's browser prints by itself.

        For what is printed while people wait: a PDF costs the browser a program of its
        own. Papers with headers or footers are not for it.
        """
        # As for a PDF: with debug the styles would come in pieces.
        reports = self.with_context(debug=False)
        report = reports._get_report(report_ref)
        kind = {"report_type": "pdf"}
        html, _kind = reports._render_qweb_html(report, docids, data=kind)
        bodies, _ids, _header, _footer, arguments = reports._prepare_html(
            html, report_model=report.model
        )
        sheet = self._get_print_sheet(report.get_paperformat(), False, arguments)
        return printing.page(bodies, sheet, self.env["coop.live"]._sample_words())

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Also what was printed before, while the database was live, and kept."""
        streams = super()._render_qweb_pdf_prepare_streams(
            report_ref, data, res_ids=res_ids
        )
        live = self.env["coop.live"]
        for found in streams.values():
            if found["stream"] and found["attachment"]:
                pdf = live._mark_pdf(found["stream"].getvalue())
                found["stream"] = io.BytesIO(pdf)
        return streams

    def retrieve_attachment(self, record):
        """What was kept as a sample is printed again once it can be a proof."""
        kept = super().retrieve_attachment(record)
        if kept and self.env["coop.live"]._is_live():
            kept = kept.filtered(lambda file: not printing.is_marked(file.raw))
        return kept

    @api.model
    def _get_print_engines(self):
        """The engines to try, by the parameter ``report.pdf_engine``."""
        # In sudo: only administrators read parameters, and everybody prints.
        chosen = (
            self.env["ir.config_parameter"]
            .sudo()
            .get_param("report.pdf_engine", "auto")
        )
        return [
            engine
            for engine in printing.all_engines()
            if chosen in ("auto", engine.name) and engine.available()
        ]

    @api.model
    def _get_print_sheet(self, paperformat, landscape, arguments):
        """The paper of a report, read the way wkhtmltopdf's arguments are built.

        :param arguments: ``data-report-*`` of the template; they go first
        """
        if landscape is None:
            landscape = arguments.get("data-report-landscape")
        width = paperformat.print_page_width or 210.0
        height = paperformat.print_page_height or 297.0
        rolls = self.env.ref("japra_base.paperformat_roll", raise_if_not_found=False)
        roll = bool(rolls and paperformat == rolls)
        if roll:
            height = _ROLL_HEIGHT
        if landscape and paperformat.orientation != "Landscape":
            width, height = height, width

        def length(argument, default):
            return float(arguments.get(f"data-report-{argument}", default))

        top = length("margin-top", paperformat.margin_top)
        dpi = length("dpi", paperformat.dpi) or 96.0
        return printing.Sheet(
            width=width,
            height=height,
            top=top,
            right=paperformat.margin_right,
            bottom=length("margin-bottom", paperformat.margin_bottom),
            left=paperformat.margin_left,
            header_top=top - length("header-spacing", paperformat.header_spacing),
            header_line=paperformat.header_line,
            # wkhtmltopdf's smart shrinking, measured: the texts of core's reports
            # stand where they stood.
            scale=(1.0 if paperformat.disable_shrinking else 0.8) * 96 / dpi,
            roll=roll,
        )

    # ------------------------------------------------------------------
    # Resources
    # ------------------------------------------------------------------

    @api.model
    def _get_print_resource(self, url):
        """What a document refers to, without a request to ourselves.

        So printing works in cron jobs, tests and the shell, needs no second worker,
        and reaches neither other hosts nor files of this one.

        :param url: absolute address
        :return: a ``printing.Resource``, or None for what is blocked or missing
        """
        address = urlsplit(url)
        own_hosts = {
            urlsplit(own).netloc
            for own in (self._get_report_url(), self.get_base_url())
        }
        if address.scheme not in ("http", "https") or address.netloc not in own_hosts:
            return None
        path = unquote(address.path)
        if ".." in path.split("/"):
            return None
        options = dict(parse_qsl(address.query))
        if path.startswith("/web/assets/"):
            content = self._get_print_bundle(path)
        elif path.startswith(("/web/image", "/web/content")):
            return self._as_print_image(self._get_print_image(path, options))
        elif path.startswith("/report/barcode"):
            return self._as_print_image(self._get_print_barcode(path, options))
        elif path in ("/logo", "/logo.png", "/web/binary/company_logo"):
            return self._as_print_image(
                base64.b64decode(self.env.company.logo_web or b"")
            )
        elif file := root.get_static_file(path):
            content = Path(file).read_bytes()
        else:
            # In sudo: public files only, as any visitor is served them.
            attachments = self.env["ir.attachment"].sudo()
            public = [("public", "=", True)]
            content = attachments._get_serve_attachment(path, extra_domain=public).raw
        if not content:
            return None
        mimetype, _encoding = mimetypes.guess_type(path)
        return printing.Resource(content, mimetype or guess_mimetype(content))

    @api.model
    def _as_print_image(self, content):
        """Told by its content: the address of an image may end in anything."""
        return printing.Resource(content, guess_mimetype(content)) if content else None

    @api.model
    def _get_print_bundle(self, path):
        """A style sheet of Odoo's, compiled now if nobody has asked for it yet."""
        # In sudo: only what core compiled and serves to everybody.
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            ._get_serve_attachment(
                path,
                extra_domain=[("public", "=", True), ("create_uid", "=", SUPERUSER_ID)],
            )
        )
        if attachment:
            return attachment.raw
        try:
            name, rtl, kind, autoprefix = self.env["ir.asset"]._parse_bundle_name(
                path.rsplit("/", 1)[-1], debug_assets=False
            )
        except ValueError:
            return None
        if kind != "css":
            return None
        bundle = self.env["ir.qweb"]._get_asset_bundle(
            name, css=True, js=False, rtl=rtl, autoprefix=autoprefix
        )
        return bundle.css().raw if bundle.stylesheets else None

    @api.model
    def _get_print_image(self, path, options):
        """An image of a record, with the rights of who prints."""
        match = _IMAGE_PATH.fullmatch(path)
        if not match:
            return None
        values = options | {
            name: value for name, value in match.groupdict().items() if value
        }
        field = values.get("field", "raw")
        try:
            record = self.env["ir.binary"]._find_record(
                values.get("xmlid"),
                values.get("model", "ir.attachment"),
                int(values.get("res_id", values.get("id", 0))),
                values.get("access_token"),
                field=field,
            )
            size = int(values.get("width", 0)), int(values.get("height", 0))
            if record._name == "ir.attachment" and field in ("raw", "datas"):
                content = record.raw
            elif record._fields[field].type == "binary":
                record._check_field_access(record._fields[field], "read")
                content = base64.b64decode(record[field] or b"")
            else:
                return None
            if content and any(size):
                content = image_process(content, size, crop=values.get("crop", False))
        except (UserError, KeyError, ValueError):
            return None
        return content

    @api.model
    def _get_print_barcode(self, path, options):
        """A barcode by path (``/report/barcode/QR/text``) or by query."""
        parts = path.split("/", 4)
        if len(parts) == 5 and parts[4]:
            options |= {"barcode_type": parts[3], "value": parts[4]}
        try:
            return self.barcode(**options)
        except (ValueError, AttributeError, TypeError):
            return None

    @api.model
    def barcode(self, barcode_type, value, **kwargs):
        """Draw QR codes ourselves.

        reportlab takes 75 ms for one, and nothing draws it on Python 3.13, for which
        rl-renderPM has no wheel.
        """
        if barcode_type != "QR" or kwargs.get("mask"):
            try:
                return super().barcode(barcode_type, value, **kwargs)
            except RenderPMError as error:
                # A paper without its barcode is better than no paper.
                raise ValueError("Nothing here draws this barcode") from error
        width, height = int(kwargs.get("width", 600)), int(kwargs.get("height", 100))
        if width * height > 1200000 or max(width, height) > 10000:
            raise ValueError("Barcode too large")
        quiet = bool(int(kwargs.get("quiet", True)))
        border = int(kwargs.get("barBorder", 4)) if quiet else 0
        # The frame is drawn before the picture is scaled, and anybody may ask.
        if not 0 <= border <= 100:
            raise ValueError("Frame of the barcode too wide")
        return qr_png(value, width, height, border, kwargs.get("barLevel", "L"))
