import shutil

import pytest

from launcher import postgres
from launcher.project import Project


@pytest.fixture
def closed(tmp_path, monkeypatch):
    """Root where user namespaces are closed: the cluster stands outside .japra."""
    monkeypatch.setattr(postgres, "SHARED", tmp_path)
    monkeypatch.setattr(postgres, "_as_nobody", lambda: True)
    home = tmp_path / ".japra"
    home.mkdir()
    return Project(tmp_path, home)


def take(project):
    """What acquire does first; returns the folder the cluster is made in."""
    postgres._drop_orphan(project)
    return postgres.data(project)


def test_a_cluster_is_found_again(closed):
    take(closed).mkdir()
    assert take(closed).exists(), "the next start"
    (closed.home / "state.json").write_text("{")
    assert take(closed).exists(), "nor does a damaged state lose it"


def test_a_cluster_does_not_outlive_its_folder(closed):
    data = take(closed)
    data.mkdir()
    shutil.rmtree(closed.home)
    closed.home.mkdir()
    assert take(closed) == data, "the same place"
    assert not data.exists(), "its databases would have lost their documents"


def test_a_cluster_of_an_older_version_is_kept(closed):
    folder = postgres._shared_folder(closed)
    (folder / "pg").mkdir()
    closed.remember(socket_dir=str(folder / "run"))
    assert take(closed).exists()
    (closed.home / "state.json").unlink()
    assert take(closed).exists(), "it carries the mark now"
