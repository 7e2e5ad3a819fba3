"""Every verb and option is described where a newcomer looks."""

import subprocess
import sys

from kit.shared import CHECKOUT

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


def test_the_readme_shows_the_two_commands() -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    assert "make demo" in readme
    assert "make test" in readme


def test_no_option_is_without_help() -> None:
    assert "(undescribed)" not in REFERENCE.read_text(encoding="utf-8")
