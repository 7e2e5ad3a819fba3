"""Every verb and option is described where a newcomer looks."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from kit.shared import CHECKOUT

FIGURES = CHECKOUT / "docs" / "explanation" / "themes.md"
LICENCES = CHECKOUT / "docs" / "reference" / "licences.md"
REFERENCE = CHECKOUT / "docs" / "reference" / "commands.md"


def test_the_reference_of_commands_is_as_the_program_says() -> None:
    script = CHECKOUT / "docs" / "make_reference.py"
    done = subprocess.run([sys.executable, script, "--print"], capture_output=True, text=True, check=True)
    assert REFERENCE.read_text(encoding="utf-8") == done.stdout, "run: make docs"


def test_every_package_is_listed_with_a_licence_that_fits() -> None:
    script = CHECKOUT / "docs" / "make_licences.py"
    done = subprocess.run([sys.executable, script, "--print"], capture_output=True, text=True, check=True)
    assert LICENCES.read_text(encoding="utf-8") == done.stdout, "run: make docs"


def test_the_tables_of_themes_are_those_of_the_benchmarks() -> None:
    script = CHECKOUT / "docs" / "make_figures.py"
    done = subprocess.run([sys.executable, script, "--print"], capture_output=True, text=True, check=True)
    assert FIGURES.read_text(encoding="utf-8") == done.stdout, "run: make docs"


def test_the_readme_shows_the_two_commands() -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    assert "make demo" in readme
    assert "make test" in readme


def test_no_option_is_without_help() -> None:
    assert "(undescribed)" not in REFERENCE.read_text(encoding="utf-8")


def test_every_link_of_a_page_leads_somewhere() -> None:
    broken = [f"{page.name}: {link}" for page in _pages() for link in _links(page) if not (page.parent / link).exists()]
    assert broken == []


def test_every_page_can_be_reached_from_the_first_one() -> None:
    reached, ahead = set[Path](), [CHECKOUT / "README.md"]
    while ahead:
        page = ahead.pop().resolve()
        if page not in reached:
            reached.add(page)
            ahead += [page.parent / link for link in _links(page) if link.endswith(".md")]
    assert [page.name for page in _pages() if page.resolve() not in reached] == []


def _pages() -> Iterator[Path]:
    yield from CHECKOUT.glob("*.md")
    yield from (CHECKOUT / "docs").rglob("*.md")
    yield from (CHECKOUT / "benchmarks").glob("*.md")


def _links(page: Path) -> list[str]:
    links = re.findall(r"\]\(([^)\s#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    return [link for link in links if "://" not in link and not link.startswith("mailto:")]
