"""The guide and its pictures: each stands in a page, and each is a screen of a test."""

import re

from launcher.project import Project

TAKEN = (
    ("addons/*/static/tests/tours/*.js", r'picture\(\s*"([\w-]+)"'),
    # Papers, and pages that run no script.
    ("addons/*/tests/test_*.py", r'"((?:kertas|hp-cek)-[\w-]+)"'),
)


def test_every_picture_stands_in_a_page(project: Project):
    taken = {
        name
        for files, pattern in TAKEN
        for file in project.root.glob(files)
        for name in re.findall(pattern, file.read_text())
    }
    shown = {
        name
        for page in project.root.glob("docs/*/*.md")
        for name in re.findall(r"\]\(\.\./images/([\w-]+)\.png\)", page.read_text())
    }
    kept = {file.stem for file in project.root.glob("docs/images/*.png")}
    assert len(shown) > 40
    assert shown == kept
    assert shown == taken
