"""Two people at the same summaries, in a store that is a file and in one on a server: nothing is overwritten."""

from pathlib import Path

import pytest

from avoin.ids import CoderId
from avoin.report.summary import Summary
from avoin.workflow.outgoing.write_summaries import (
    SummaryChangedError,
    SummaryDesk,
    open_summaries,
    remove_summary,
    write_summary,
)
from avoin.workflow.project import open_project
from avoin.workflow.upkeep.move_store import move_to_server
from kit import servers
from kit.coded_project import coded_project

AINO, EERO = CoderId("Aino"), CoderId("Eero")
Both = tuple[SummaryDesk, SummaryDesk]


@pytest.fixture(params=["file", "server"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Both:
    """The desks of two people, each on a connection of their own, who have read the same."""
    made = coded_project(tmp_path / "p")
    if request.param == "server":
        pytest.importorskip("psycopg", reason="needs the package psycopg")
        move_to_server(made, servers.running().address(servers.empty_database()))
    return open_summaries(open_project(made.folder)), open_summaries(open_project(made.folder))


def headings(desk: SummaryDesk) -> dict[str, tuple[str, str]]:
    """Return what is stored now: code → heading and who wrote it."""
    written = open_summaries(desk.project).written
    return {place.code: (summary.heading, summary.coder) for place, summary in written.items()}


def write(desk: SummaryDesk, code: str, heading: str, coder: CoderId) -> SummaryDesk:
    return write_summary(desk, Summary(desk.place("wishes", code), heading), coder)[0]


def test_the_second_of_two_who_write_one_summary_is_refused_and_the_first_stays(both: Both) -> None:
    aino, eero = both
    write(aino, "jono", "Odotus venyy", AINO)
    with pytest.raises(SummaryChangedError, match="jono"):
        write(eero, "jono", "Jonot lyhenevät", EERO)
    assert headings(eero) == {"jono": ("Odotus venyy", AINO)}


def test_two_changes_of_one_written_summary_do_not_overwrite_each_other(both: Both) -> None:
    aino, eero = both
    aino = write(aino, "jono", "Odotus venyy", AINO)
    eero = open_summaries(eero.project)
    write(aino, "jono", "Odotus venyy vuosi vuodelta", AINO)
    for change in (
        lambda: write(eero, "jono", "Odotus venyy talvella", EERO),
        lambda: remove_summary(eero, eero.place("wishes", "jono"), EERO),
    ):
        with pytest.raises(SummaryChangedError):
            change()
    assert headings(aino) == {"jono": ("Odotus venyy vuosi vuodelta", AINO)}


def test_who_was_refused_reads_again_and_then_writes(both: Both) -> None:
    aino, eero = both
    write(aino, "jono", "Odotus venyy", AINO)
    with pytest.raises(SummaryChangedError):
        write(eero, "jono", "Odotus venyy talvella", EERO)
    write(open_summaries(eero.project), "jono", "Odotus venyy talvella", EERO)
    assert headings(aino) == {"jono": ("Odotus venyy talvella", EERO)}


def test_summaries_of_two_themes_written_at_once_are_both_kept(both: Both) -> None:
    aino, eero = both
    write(aino, "jono", "Odotus venyy", AINO)
    write(eero, "puhelin", "Puheluun ei vastata", EERO)
    assert headings(aino) == {"jono": ("Odotus venyy", AINO), "puhelin": ("Puheluun ei vastata", EERO)}
