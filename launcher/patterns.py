"""What no tool reports although it breaks on Odoo 19, much of it silently.

Every pattern carries a line it must find, so that the tests prove it alive.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import NamedTuple

MAX_LINES = 500


class Pattern(NamedTuple):
    files: str  # a key of SELECTORS
    expression: str
    why: str
    example: str


def _is_test(path: str) -> bool:
    return "/tests/" in f"/{path}"


SELECTORS = {
    "python": lambda path: path.startswith("addons/") and path.endswith(".py"),
    "code": lambda path: SELECTORS["python"](path) and not _is_test(path),
    "tests": lambda path: path.endswith(".py") and _is_test(path),
    "xml": lambda path: path.startswith("addons/") and path.endswith(".xml"),
    "addons": lambda path: (
        path.startswith("addons/") and path.endswith((".py", ".xml", ".js"))
    ),
}

PATTERNS = [
    # Python: silent on Odoo 19
    Pattern(
        "python",
        r"\b_sql_constraints\b",
        "is ignored: declare a models.Constraint",
        '    _sql_constraints = [("code_uniq", "UNIQUE(code)", "Once.")]',
    ),
    Pattern(
        "python",
        r"\bname_get\b",
        "is never called: _compute_display_name",
        "    def name_get(self):",
    ),
    Pattern(
        "python",
        r"\b_name_search\b",
        "is never called: _search_display_name",
        "    def _name_search(self, name, domain=None):",
    ),
    Pattern(
        "python",
        r"[\"']view_mode[\"']:\s*[\"'][^\"']*\btree\b",
        "the client knows no tree view: list",
        '    {"view_mode": "tree,form"}',
    ),
    # Python: removed or deprecated
    Pattern(
        "python",
        r"\bgroups_id\b",
        "is called group_ids",
        '    user.write({"groups_id": groups})',
    ),
    Pattern(
        "python",
        r"\bself\._(cr|uid|context)\b",
        "self.env.cr, self.env.uid, self.env.context",
        "    self._cr.execute(query)",
    ),
    Pattern(
        "python",
        r"\bodoo\.osv\b",
        "domains are odoo.fields.Domain",
        "from odoo.osv import expression",
    ),
    Pattern(
        "python",
        r"\.read_group\(",
        "_read_group, or formatted_read_group for the client",
        '    lines.read_group([], ["balance"], ["account_id"])',
    ),
    Pattern(
        "python",
        r"\bcheck_access_rights\b|\bcheck_access_rule\b",
        "check_access, has_access or _filtered_access",
        '    self.check_access_rights("write")',
    ),
    Pattern(
        "python",
        r"\bcheck_field_access_rights\b",
        "_check_field_access",
        '    self.check_field_access_rights("read", ["name"])',
    ),
    Pattern(
        "python",
        r"\bauto_join\s*=",
        "is called bypass_search_access",
        '    line_ids = fields.One2many("a.line", "a_id", auto_join=True)',
    ),
    Pattern(
        "python",
        r"\bgroup_operator\s*=",
        "is called aggregator",
        '    amount = fields.Integer(group_operator="sum")',
    ),
    Pattern(
        "python",
        r"\btype=[\"']json[\"']",
        'routes have type="jsonrpc"',
        '    @http.route("/my/dues", type="json", auth="user")',
    ),
    Pattern(
        "python",
        r"\b_notify_progress\b",
        "ir.cron._commit_progress",
        '    self.env["ir.cron"]._notify_progress(done=1)',
    ),
    Pattern(
        "python",
        r"\bodoo\.__file__\b",
        "odoo is a namespace package without a file",
        "    Path(odoo.__file__).parent",
    ),
    Pattern(
        "python",
        r"\(6, 0, \[|\(0, 0, \{|\(4, [a-z_.]*id\b",
        "commands are Command.set, Command.create, Command.link",
        '    {"group_ids": [(4, group.id)]}',
    ),
    Pattern(
        "python",
        r"from odoo import (.*, )?_(,|$)",
        "translate with self.env._",
        "from odoo import _, api, models",
    ),
    Pattern(
        "code",
        r"\bcr\.execute\(\s*f?[\"']\s*(INSERT|UPDATE|DELETE)\b",
        "raw writes pass by every guard",
        '    self.env.cr.execute("UPDATE account_move SET name = NULL")',
    ),
    Pattern(
        "addons",
        r"\bTODO\b|\bFIXME\b|\bXXX\b",
        "open an issue instead",
        "    # TODO: later",
    ),
    # Tests that prove nothing
    Pattern(
        "tests",
        r"\bskipTest\(|\bunittest\.skip|\bpytest\.(mark\.)?(skip|xfail)\b",
        "no test is skipped",
        '    self.skipTest("no browser")',
    ),
    Pattern(
        "tests",
        r"\bassertTrue\(True\b|\bassert True\b",
        "a test must be able to fail",
        "    self.assertTrue(True)",
    ),
    # XML: accepted by the server, broken in the browser
    Pattern("xml", r"<tree\b", "is called list", '    <tree editable="bottom">'),
    Pattern(
        "xml", r"kanban-box", 'the template is named "card"', '<t t-name="kanban-box">'
    ),
    Pattern(
        "xml",
        r"name=[\"']view_mode[\"']>[^<]*\btree\b",
        "the client knows no tree view: list",
        '<field name="view_mode">tree,form</field>',
    ),
    # XML: refused, or removed
    Pattern(
        "xml", r"\bgroups_id\b", "is called group_ids", '<field name="groups_id"/>'
    ),
    Pattern(
        "xml",
        r"\sattrs=",
        'invisible="..." and the like',
        "<field attrs=\"{'a': 1}\"/>",
    ),
    Pattern(
        "xml", r"\sstates=", 'invisible="..."', '<button name="go" states="draft"/>'
    ),
    Pattern("xml", r"\bt-raw=", "t-out", '<div t-raw="body"/>'),
    Pattern("xml", r"\bt-esc=", "t-out", '<div t-esc="name"/>'),
    Pattern(
        "xml",
        r"<group\s[^>]*(expand=|string=[\"']Group By)",
        "a search view takes a bare group",
        '<group expand="0" string="Group By">',
    ),
    Pattern(
        "xml",
        r"name=[\"']target[\"']>\s*inline",
        "current or new",
        '<field name="target">inline</field>',
    ),
    Pattern(
        "xml",
        r"name=[\"'](numbercall|doall)[\"']",
        "crons have none",
        '<field name="numbercall">-1</field>',
    ),
    Pattern(
        "xml",
        r"<filter\s(?![^>]*\bname=)[^>]*>",
        "a filter needs a name",
        '<filter string="Open" domain="[]"/>',
    ),
]


def find_patterns(path: str, text: str) -> list[str]:
    """The forbidden patterns in one file, as `path:line: match: reason`.

    Expressions may span lines: an XML element is often broken over several.
    """
    return [
        f"{path}:{text.count(chr(10), 0, match.start()) + 1}: "
        f"{' '.join(match.group().split())}: {pattern.why}"
        for pattern in PATTERNS
        if SELECTORS[pattern.files](path)
        for match in re.finditer(pattern.expression, text, re.MULTILINE)
    ]


def find_calc_breaches(path: str, text: str) -> list[str]:
    """Whatever in a calc/ file is not plain arithmetic on int and Decimal."""
    if "/calc/" not in path or not path.endswith(".py") or _is_test(path):
        return []
    found = []
    for node in ast.walk(ast.parse(text, path)):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module or ""] if not node.level else []
        else:
            modules = []
        for module in modules:
            # One calc/ may use the calc/ of an add-on below it.
            if re.match(r"odoo\b(?!\.addons\.japra_\w+\.calc\b)", module):
                found.append(f"{path}:{node.lineno}: import {module}: no ORM in calc/")
        if (isinstance(node, ast.Name) and node.id == "float") or (
            isinstance(node, ast.Constant) and isinstance(node.value, float)
        ):
            found.append(f"{path}:{node.lineno}: float: int or Decimal in calc/")
    return found


def find_long_file(path: str, text: str) -> list[str]:
    lines = text.count("\n")
    if lines > MAX_LINES and Path(path).suffix in {".py", ".js", ".xml", ".scss"}:
        return [f"{path}: {lines} lines, at most {MAX_LINES}: split it"]
    return []
