"""Write the tables of docs/explanation/themes.md from benchmarks/results; ``--print`` prints the page instead.

A table stands between ``<!-- name -->`` and ``<!-- end of name -->``; what is around them is written by hand.
"""

import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "explanation" / "themes.md"
RESULTS = ROOT / "benchmarks" / "results"


def results(name: str) -> dict[str, Any]:
    """Return what a benchmark wrote."""
    found: dict[str, Any] = json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table as Markdown writes it."""
    return "\n".join(f"| {' | '.join(row)} |" for row in (heading, ["---"] * len(heading), *rows))


def cell(each: Mapping[str, float], best: float, *, many: bool) -> str:
    """Return one way's figure, the best of its row bold, with the spread of many draws and what was left out."""
    text = f"**{each['ami']:.3f}**" if each["ami"] == best else f"{each['ami']:.3f}"
    spread = f" ± {each['ami_sd']:.3f}" if many else ""
    return text + spread + (f" ({each['left_out']:.0%})" if each.get("left_out", 0) > 0 else "")


def agreement(name: str) -> str:
    """Return the table of a benchmark's rows with the mean of all, and in which rows something is ahead of avoin."""
    rows = results(name)["rows"]
    ways = list(rows[0]["ways"])
    cells = [
        (row["set"], str(row["n"]), *(cell(row["ways"][way], best(row), many=row["draws"] > 1) for way in ways))
        for row in rows
    ]
    means = (f"{sum(row['ways'][way]['ami'] for row in rows) / len(rows):.3f}" for way in ways)
    ahead = [
        f"{way} on {row['set']}, n = {row['n']} (+{each['ami'] - row['ways']['avoin']['ami']:.4f})"
        for row in rows
        for way, each in row["ways"].items()
        if each["ami"] > row["ways"]["avoin"]["ami"]
    ]
    first = sum(row["ways"]["avoin"]["ami"] == best(row) for row in rows)
    said = f"avoin is first in {first} of {len(rows)} rows. Ahead of it: {'; '.join(ahead) or 'nothing'}."
    return f"{table(('set', 'n', *ways), [*cells, ('*mean*', '', *means)])}\n\n{said}"


def best(row: Mapping[str, Any]) -> float:
    """Return the highest agreement in a row."""
    return max(each["ami"] for each in row["ways"].values())


def names() -> str:
    """Return the table of what themes are called."""
    found = results("themes_names")
    rows = [
        (question, *(str(each[key]) for key in ("themes", "held", "thin", "alike")))
        for question, each in found["questions"].items()
    ]
    said = " ".join(
        f"Of the {each['judged']} names of {kind} themes that were read, {each['readable']:.1%} read well"
        f" and {each['tells']:.1%} tell what the theme is about."
        for kind, each in (("all", found["judged"]["all"]), ("unmixed", found["judged"]["not mixed"]))
    )
    return f"{table(('question', 'themes', 'held', 'thin', 'alike'), rows)}\n\n{said}"


def speed() -> str:
    """Return the table of how long finding themes takes."""
    heading = ("set", "segments", "seconds of the processor", "by the clock", "k-means", "ratio (lowest–highest)")
    rows = []
    for each in results("themes_speed")["rows"]:
        low, high = each["ratio_spread"]
        seconds = (f"{each[key]:.2f}" for key in ("themes_processor_s", "themes_clock_s", "k_means_processor_s"))
        rows.append((each["set"], str(each["segments"]), *seconds, f"{each['ratio']:.2f} ({low:.2f}–{high:.2f})"))
    return table(heading, rows)


def page() -> str:
    """Return the page with its tables made anew."""
    text = PAGE.read_text(encoding="utf-8")
    tables = {
        "agreement": agreement("themes"),
        "peers": agreement("themes_peers"),
        "names": names(),
        "speed": speed(),
    }
    for name, made in tables.items():
        begun, ended = f"<!-- {name} -->", f"<!-- end of {name} -->"
        between = re.compile(f"{begun}.*?{ended}", re.DOTALL)
        text = between.sub(lambda _found, whole=f"{begun}\n{made}\n{ended}": whole, text)
    return text


if __name__ == "__main__":
    if "--print" in sys.argv:
        sys.stdout.write(page())
    else:
        PAGE.write_text(page(), encoding="utf-8")
