"""How far two coders agree on real double coding: what ``avoin compare`` tells, on three sets that are at hand.

Enters: Patient Joe (English, two people) and the two gold sets (Finnish, coders A and B, language models) from
``../shared`` beside the checkout. Leaves: tables on standard output and ``results/agreement.json``: for every question
and code the four counts, prevalence, the share of answers on which both say the same, alpha, kappa, AC1 and PABAK, for
the sets of codes alpha with MASI and Jaccard distances, each with both intervals.
Run: ``python benchmarks/agreement.py``. Printed are the bootstrap's intervals of 95 %, 2,000 draws of answers.
"""

import json
import platform
import sys
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from avoin.agreement.compare import CodeAgreement, Comparison, compare
from avoin.agreement.intervals import Estimate
from avoin.ids import digest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))
from kit.double_coded import CODERS, gold, patient_joe  # noqa: E402 - the tests read the same sets
from kit.shared import shared  # noqa: E402

SEED = 20261124
SETS = {
    "patient-joe-en": (patient_joe, ("data/patient-joe-en/patient-joe-kehitys.csv",)),
    "fsd2821-q3": (lambda: gold("fsd2821-q3"), ("gold/A-fsd2821-q3-dev.csv", "gold/B-fsd2821-q3-dev.csv")),
    "yle-barometri": (lambda: gold("yle-barometri"), ("gold/A-yle-barometri-dev.csv", "gold/B-yle-barometri-dev.csv")),
}
HEAD = "| {} | both / A / B / neither | prevalence | same | α | κ | AC1 | PABAK |\n|---|---|---|---|---|---|---|---|"


def told(found: Estimate, n_answers: int) -> str:
    """Return a coefficient with its interval, or that it is not defined."""
    if found.value is None:
        return "–"
    around = found.interval(n_answers)
    return f"{found.value:z.2f}" + (f" [{around.low:z.2f}, {around.high:z.2f}]" if around else "")


def row(code: CodeAgreement, n_answers: int) -> str:
    """Return the row of one code."""
    counts = code.counts
    estimates = (code.alpha, code.kappa, code.ac1, code.pabak)
    cells = [
        str(code.code),
        f"{counts.both} / {counts.first} / {counts.second} / {counts.neither}",
        f"{counts.prevalence or 0:.1%}",
        f"{code.same.value or 0:.1%}",
        *(told(each, n_answers) for each in estimates),
    ]
    return f"| {' | '.join(cells)} |"


def show(name: str, found: Comparison) -> None:
    """Print the table of one set."""
    n = found.n_answers
    print(HEAD.format(name))
    for code in found.codes:
        print(row(code, n))
    sets = found.sets
    print(f"\n{name}: n = {n}, whole sets: {sets.n_identical} identical ({sets.n_identical / n:.1%}), ", end="")
    print(f"α with MASI {told(sets.masi, n)}, with Jaccard {told(sets.jaccard, n)}\n", flush=True)


def main() -> None:
    """Compare, print and write."""
    result: dict[str, object] = {
        "seed": SEED,
        "versions": {"avoin": version("avoin"), "numpy": version("numpy"), "python": platform.python_version()},
    }
    for name, (units, files) in SETS.items():
        found = compare(units(), CODERS, seed=SEED)
        show(name, found)
        data = {each: digest(shared(*each.split("/")).read_text(encoding="utf-8")) for each in files}
        codes = [{**asdict(code), "prevalence": code.counts.prevalence} for code in found.codes]
        result[name] = {"data": data, "n": found.n_answers, "codes": codes, "sets": asdict(found.sets)}
    (HERE / "results" / "agreement.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
