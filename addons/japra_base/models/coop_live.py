from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import html2plaintext

from .. import printing
from . import guard

# Holds the identity and the name of the one database that was declared live. A copy
# has another identity, or another name, or is neutralised, which empties this.
LIVE = "japra_base.live_database"


class CoopLive(models.Model):
    """Who declared this database live, and when: from then on its papers are proof."""

    _name = "coop.live"
    _inherit = "coop.append.only"
    _description = "Declaration of the Live Database"
    _order = "id desc"
    _append_guarded = True

    user_id = fields.Many2one(
        comodel_name="res.users", string="Declared By", required=True, readonly=True
    )
    date = fields.Datetime(string="Declared On", required=True, readonly=True)
    database = fields.Char(
        required=True, readonly=True, help="The identity of the database."
    )

    @api.model
    def _is_live(self):
        """Whether papers are proof; else every one of them says that it is a sample."""
        # In sudo: what a paper says does not depend on who prints it.
        parameters = self.env["ir.config_parameter"].sudo()
        return parameters.get_param(LIVE) == self._identity() and not (
            parameters.get_param("database.is_neutralized")
        )

    @api.model
    def _mark_paper(self, html):
        """Put the words of a sample at the head of a paper, while it is one."""
        if self._is_live() or printing.HTML_MARK in html:
            return html
        return printing.mark_html(html, self._mark())

    @api.model
    def _mark_pdf(self, pdf):
        """The same across every page of a file, whatever made it."""
        return pdf if self._is_live() else printing.mark_pdf(pdf, self._words())

    @api.model
    def _mark_sheets(self, xlsx):
        """The same for the sheets of a file."""
        return xlsx if self._is_live() else printing.mark_sheets(xlsx, self._words())

    @api.model
    def _mark(self):
        lang = self.env["res.company"]._coop_paper_lang()
        qweb = self.env["ir.qweb"].with_context(lang=lang)
        return str(qweb._render("japra_base.sample_mark"))

    @api.model
    def _sample_words(self):
        """What is written across a paper that is no proof, "" on one that is."""
        return "" if self._is_live() else self._words()

    @api.model
    def _words(self):
        """The words alone; they stand in the template, and only there."""
        return " ".join(html2plaintext(self._mark()).replace("*", "").split())

    @api.model
    def _identity(self):
        """The identity of this database and its name; a copy differs in one."""
        # In sudo: only administrators read parameters, and every paper asks.
        uuid = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        return f"{uuid} {self.env.cr.dbname}"

    def action_declare(self):
        """Declare this database live, once."""
        if not self.env.user.has_group("japra_base.group_administrator"):
            raise AccessError(
                self.env._("Only an administrator declares the database live.")
            )
        # In sudo: the parameter and the log are written by this method alone.
        parameters = self.env["ir.config_parameter"].sudo()
        if parameters.get_param("database.is_neutralized"):
            raise UserError(
                self.env._(
                    "This is a copy for trials. To work in it, restore the backup "
                    "again with --live, then declare it."
                )
            )
        if self._is_live():
            raise UserError(self.env._("This database is live already."))
        identity = self._identity()
        guard.opened(parameters).set_param(LIVE, identity)
        guard.opened(self.sudo()).create(
            {
                "user_id": self.env.uid,
                "date": fields.Datetime.now(),
                "database": identity,
            }
        )
        self._drop_samples()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    @api.model
    def _drop_samples(self):
        """Kept invoices that say that they are samples are made anew when sent."""
        # In sudo: the papers of every company, whoever may read them.
        kept = self.env["ir.attachment"].sudo()
        papers = kept.search(
            [
                ("res_model", "=", "account.move"),
                ("res_field", "=", "invoice_pdf_report_file"),
            ]
        )
        papers.filtered(lambda paper: printing.is_marked(paper.raw)).unlink()

    def _append_refusal(self):
        return self.env._("Who declared the database live stays as it is noted.")
