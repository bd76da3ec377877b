"""Add-ons install alone and together, and warn of nothing."""

from launcher import database, templates

INSTALLED = "SELECT name FROM ir_module_module WHERE state = 'installed'"


def installed_modules(project, name):
    return {row[0] for row in database.sql(project, name, INSTALLED)}


def test_alone(project, addon):
    """With its own dependencies and nothing else of ours."""
    source = templates.template(project, [addon])
    with templates.scratch(project, source, "japra_test_alone") as name:
        before = installed_modules(project, name)
        assert not before & set(project.modules())
        templates.install(project, name, [addon])
        new = installed_modules(project, name) - before
        assert new == set(templates.closure(project, [addon]))


def test_all_together(project, database_copy, login_page):
    assert set(project.modules()) <= installed_modules(project, database_copy)
    login_page(database_copy)


def test_no_outside_service(project, database_copy):
    """Modules that call services of others by themselves are not there."""
    found = installed_modules(project, database_copy)
    assert "mail" in found
    assert not found & set(database.REFUSED)
