"""The project these tests run in, and databases that live as long as they do."""

import pytest

from launcher import logscan, postgres, server, system, templates
from launcher.project import Project


@pytest.fixture(scope="session")
def project():
    project = Project.here()
    postgres.acquire(project)
    yield project
    postgres.release(project)


@pytest.fixture(scope="session")
def installed(project):
    """The name of the database with all add-ons: to be copied, never opened."""
    return templates.installed(project, project.modules())


# The demonstration plays the year before today: as of one day it is always the same.
FREEZE = """
from datetime import date

type(env["res.company"])._coop_today = lambda self: date(2026, 11, 24)
"""


@pytest.fixture(scope="session")
def demonstration(project, installed):
    """The name of the database with the demonstration: to be copied, never opened."""
    return templates.played(project, installed, FREEZE)


@pytest.fixture
def database_copy(project, installed):
    """A database with all add-ons that a test may do anything to."""
    with templates.scratch(project, installed, "japra_test_copy") as name:
        yield name


@pytest.fixture
def login_page(project):
    """See that a server starts on a database and answers, without a warning."""

    def open_page(name):
        port = system.free_port("127.0.0.1", 18069)
        try:
            # Returns when the login page was served.
            child = server.serve(project, name, "127.0.0.1", port)
            system.stop_child(child)
        finally:
            server.stop_noted(project, name)
        logscan.check(project.logs / f"odoo-{name}.log")

    return open_page


def pytest_generate_tests(metafunc):
    """A test that takes an `addon` runs for each of ours."""
    if "addon" in metafunc.fixturenames:
        modules = Project.here().modules()
        assert modules, "there is no add-on"
        metafunc.parametrize("addon", modules)
