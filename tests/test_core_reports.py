"""Odoo's own tests of printing are the acceptance tests of our PDF engine."""

import re
from pathlib import Path

from launcher import database, logscan

SUITES = (
    "TestReportsRendering",
    "TestReportsRenderingLimitations",
    "TestAggregatePdfReports",
)
# What of them is left out, and why.
EXCEPTIONS = {
    "TestReportsRendering.test_report_specific_paperformat_args": (
        "reads the arguments of a wkhtmltopdf process, and no such process is started"
    ),
    "TestReportsRenderingLimitations.test_no_clip": (
        "not among Odoo's standard tests: a header higher than its margin overlaps "
        "the page with wkhtmltopdf too, which the test records as a limitation"
    ),
}
OUTCOME = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests when loading")


def test_exceptions_still_exist(project):
    core = Path(project.odoo_path, "odoo/addons/base/tests/test_reports.py").read_text()
    for name in EXCEPTIONS:
        assert f"def {name.split('.')[1]}(" in core, name


def test_core_report_suites(project, database_copy):
    tags = [f"/base:{suite}" for suite in SUITES]
    tags += [f"-/base:{name}" for name in EXCEPTIONS]
    log = database.fresh_log(project, "test-core-reports")
    # Neither -u nor -i: with them Odoo would run none of these.
    words = ["server", "--no-http", "--stop-after-init", "--logfile="]
    words.append(f"--test-tags={','.join(tags)}")
    database.odoo(project, words, db=database_copy, log=log)
    said = log.read_text()
    failed, errors, count = map(int, OUTCOME.search(said).groups())
    assert (failed, errors) == (0, 0), logscan.find_problems(said)
    assert count == 9
    assert "skipped" not in said
    logscan.check(log)
