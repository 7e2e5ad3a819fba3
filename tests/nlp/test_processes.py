from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import pytest

from avoin.nlp import processes, reading
from avoin.nlp.processes import tag_here, tagging
from avoin.nlp.reading import read_texts

TEXTS = [f"Hoitojonot ovat kasvaneet {n} kertaa. Mut apua ei saa polilta." for n in range(40)]


@pytest.fixture
def several(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make little text worth two processes."""
    monkeypatch.setattr(processes, "_WORTH", 1)
    monkeypatch.setattr(processes, "_GROUP", 300)
    monkeypatch.setattr(processes, "_n_processes", lambda: 2)


@pytest.mark.usefixtures("several")
def test_two_processes_read_what_one_reads_even_one_long_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_PIECE", 200)
    texts = [*TEXTS, "\n".join(TEXTS), "Köerna är för långa och det finns inte tider.", "", "-"]
    told: list[str] = []
    with tagging(10_000) as tag:
        assert tag is not tag_here
        found = read_texts(texts, lambda _done, _total, doing: told.append(doing), tag)
    assert found == read_texts(texts)
    shares = [doing for doing in told if "%" in doing]
    assert len(shares) > 5
    assert shares[0] == "Reading a long answer: 8 %"


def test_little_text_is_read_here() -> None:
    with tagging(1_000) as tag:
        assert tag is tag_here


@pytest.mark.usefixtures("several")
def test_where_no_process_can_be_made_this_one_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError("no semaphores here")

    monkeypatch.setattr(processes, "ProcessPoolExecutor", refuse)
    with tagging(10_000) as tag:
        assert tag is tag_here


@pytest.mark.usefixtures("several")
def test_where_a_process_dies_this_one_reads_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    class Dying:
        def __init__(self, *_arguments: object) -> None:
            self.ended = False

        def map(self, work: Any, groups: list[Any]) -> Iterator[Any]:
            yield work(groups[0])
            raise BrokenProcessPool

        def shutdown(self, **_how: bool) -> None:
            self.ended = True

    monkeypatch.setattr(processes, "ProcessPoolExecutor", Dying)
    with tagging(10_000) as tag:
        assert read_texts(TEXTS, tag=tag) == read_texts(TEXTS)


@pytest.mark.usefixtures("several")
def test_an_interruption_ends_the_processes() -> None:
    import multiprocessing

    def interrupt(done: int, _total: int | None, _doing: str) -> None:
        if done > 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), tagging(10_000) as tag:
        read_texts(TEXTS, interrupt, tag)
    assert multiprocessing.active_children() == []
