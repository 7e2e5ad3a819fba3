"""Suggestions are fitted in a process of their own: the same as here, whatever becomes of that process."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from avoin.coding.evidence import Evidence, no_evidence
from avoin.coding.suggester import Codes, Segments, Suggester
from avoin.workflow.desk.code_answers import open_desk
from avoin.workflow.desk.fit_aside import FitAside
from kit.codebooks import codebook
from kit.learning import case, evidence
from kit.projects import project

ANSWERS = [["jono kasvaa"], ["ruoka kallis"], ["jono pitkä", "vuokra nousi"], ["en tiedä"]]
TEXTS = {"Jonot": ["jono"], "Raha": ["ruoka vuokra"]}


@pytest.fixture
def aside() -> Iterator[FitAside]:
    made = FitAside()
    yield made
    made.close()


def _asked() -> tuple[Segments, Codes, Evidence]:
    return (*case(ANSWERS, TEXTS), evidence(2, {0: {0: 1, 1: 0}, 1: {1: 1}}))


def _agrees(fitted: Suggester, segments: Segments, codes: Codes, known: Evidence) -> bool:
    here = Suggester().fit(segments, codes, known)
    return (
        np.array_equal(fitted.scores_, here.scores_)
        and np.array_equal(fitted.term_weights_, here.term_weights_)
        and fitted.calibration_.threshold == here.calibration_.threshold
        and fitted.n_decided_ == here.n_decided_
    )


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return f"{pid} (python) Z" not in Path(f"/proc/{pid}/stat").read_text() if Path("/proc").exists() else True


def _pid(aside: FitAside) -> int:
    assert aside._process is not None
    return aside._process.pid


def test_fitted_aside_is_fitted_here_again_and_again_and_after_a_change(aside: FitAside) -> None:
    segments, codes, known = _asked()
    pid = _pid(aside)
    for each in (no_evidence(2), known, known):
        assert _agrees(aside(segments, codes, each), segments, codes, each)
    others, other_codes = case([*ANSWERS, ["vuokra kallis"]], {**TEXTS, "Muu": ["en"]})
    assert _agrees(aside(others, other_codes, no_evidence(3)), others, other_codes, no_evidence(3))
    assert _agrees(aside(segments, codes, known), segments, codes, known)
    assert _pid(aside) == pid


def test_where_its_process_is_killed_it_is_fitted_here(aside: FitAside) -> None:
    segments, codes, known = _asked()
    assert _agrees(aside(segments, codes, known), segments, codes, known)
    os.kill(_pid(aside), signal.SIGKILL)
    for _time in range(2):
        assert _agrees(aside(segments, codes, known), segments, codes, known)
    assert aside._process is None


def test_where_no_process_can_start_it_is_fitted_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    segments, codes, known = _asked()
    assert _agrees(FitAside()(segments, codes, known), segments, codes, known)


def test_what_cannot_be_fitted_is_an_error_as_it_is_here(aside: FitAside) -> None:
    segments, codes, _known = _asked()
    wrong = Evidence(np.array([99], dtype=np.intp), np.ones((1, 2), dtype=np.int8))
    with pytest.raises(IndexError):
        aside(segments, codes, wrong)


def test_closed_its_process_is_gone_and_what_is_asked_is_fitted_here() -> None:
    aside = FitAside()
    pid = _pid(aside)
    aside.close()
    aside.close()
    assert not _is_there(pid)
    segments, codes, known = _asked()
    assert _agrees(aside(segments, codes, known), segments, codes, known)


def test_its_process_ends_with_the_one_that_asks_however_that_ends() -> None:
    script = (
        "import os; from avoin.workflow.desk.fit_aside import FitAside; "
        "print(FitAside()._process.pid, flush=True); os._exit(1)"
    )
    done = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, check=False)
    limit = time.monotonic() + 60
    while _is_there(int(done.stdout)) and time.monotonic() < limit:
        time.sleep(0.05)
    assert not _is_there(int(done.stdout))


def test_a_desk_that_learns_aside_suggests_the_same(tmp_path: Path, aside: FitAside) -> None:
    answers = {f"r{n}": text for n, text in enumerate(["Jonot ovat pitkiä.", "Ruoka on kallista.", "Jono ei liiku."])}
    made = project(tmp_path, {"wishes": answers}, codebook=codebook("jono", "ruoka"))
    here, there = (open_desk(made, "wishes", "2025", "Aino", fit=fit) for fit in (None, aside))
    spans = [segment.span for key in here.answers() for segment in here.answer(key).segments]
    here.confirm(spans[:1], "jono")
    there.catch_up()
    for desk in (here, there):
        desk.refit()
    assert [here.suggestions(span) for span in spans] == [there.suggestions(span) for span in spans]
    assert any(here.suggestions(span) for span in spans)
