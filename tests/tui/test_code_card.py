"""The card of a code: every part of it is begun, however few lines there are."""

from dataclasses import replace

from avoin.tui.widgets.code_card import told
from kit.desks import CODEBOOK

CODE = replace(CODEBOOK.codes[1], examples=("Tuki evättiin.",))


def test_where_there_are_fewer_lines_than_parts_they_share_lines_and_none_is_left_out() -> None:
    lines = [line.plain for line in told(CODE, 76, 3)]
    assert len(lines) == 3
    assert lines[0].startswith("asumistuki, työttömyysturva")
    assert lines[1].startswith("include: etuuden pieneneminen")
    assert " · exclude: hoidon leikkaukset" in lines[1]
    assert lines[2].startswith("borderline: ”leirimaksu jäi maksamatta” · e.g. Tuki evättiin.")
    assert all(len(line) <= 76 for line in lines)


def test_a_long_part_gives_way_and_a_short_one_leaves_its_room() -> None:
    code = replace(CODE, include="a", exclude="pitkä " * 30, borderline="", examples=())
    _definition, line = [each.plain for each in told(code, 60, 2)]
    assert line.startswith("include: a · exclude: pitkä pitkä")
    assert line.endswith("…")
    assert 55 <= len(line) <= 60


def test_with_room_each_part_has_lines_of_its_own() -> None:
    assert [line.plain.split(":")[0] for line in told(CODE, 200, 8)][1:] == [
        *("include", "exclude", "borderline", "e.g. Tuki evättiin."),
    ]
    assert len(told(CODE, 40, 1)) == 1
