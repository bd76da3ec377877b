"""The Python environment and what is put into it."""

from launcher import python_env
from launcher.project import Project


def test_further_libraries_go_with_the_environment(tmp_path, monkeypatch):
    """Made anew in a moved folder it has them not: they are installed again."""
    project = Project(tmp_path / "root", tmp_path / "home")
    project.root.mkdir()
    for name in ("requirements.txt", "requirements-test.txt"):
        (project.root / name).write_text("pytest==1\n")
    done = []
    monkeypatch.setattr(python_env, "install", lambda *args: done.append(args))
    project.venv.mkdir(parents=True)

    python_env.install_extra(project, "test")
    python_env.install_extra(project, "test")
    assert len(done) == 1

    (project.venv / "requirements-test.txt.stamp").unlink()
    python_env.install_extra(project, "test")
    assert len(done) == 2
