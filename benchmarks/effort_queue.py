"""In which order answers are best gone through: the keys that each policy of the simulated coder needs.

Enters: the coded sets of ``effort.py``. Leaves: a table of keys an answer by those without suggestions, mean and
standard deviation over drawn orders, on standard output and in ``results/effort_queue.json``.
Run: ``python benchmarks/effort_queue.py`` (``--only NAME`` for one set).

Pages are pages of segments suggested for one code, the surest first; themes are candidate themes as ``avoin themes``
finds them, each confirmed with its exceptions. What the coder does is written in ``avoin.coding.simulated_coder``.
"""

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from avoin.coding.simulate import drawn_orders
from avoin.coding.simulated_coder import DEFAULT, Coder, Policy
from avoin.ids import digest
from avoin.nlp.non_answers import is_non_answer
from avoin.themes.grouping import Segments, group
from avoin.workflow.desk.simulate_coding import in_numbers
from avoin.workflow.texts.prepare_answers import Reading, read_question
from effort import HERE, SEED, CodedSet, coded_sets

SETS = ("fsd2821-q3", "yle-barometri", "kriisibarometri/talousvaikeudet")


def themes_of(reading: Reading) -> tuple[tuple[int, ...], ...]:
    """Return the rows of each candidate theme, the largest first."""
    places = [place for place, text in enumerate(reading.texts) if not is_non_answer(text)]
    spans, texts = (tuple(each[place] for place in places) for each in (reading.spans, reading.texts))
    groups, _method = group(Segments(spans, texts, (), reading.vectors[places]), None, SEED)
    return tuple(tuple(places[place] for place in each.places) for each in groups)


def policies(reading: Reading) -> dict[str, Policy]:
    themes = themes_of(reading)
    return {
        "pages of 10, then one by one (default)": DEFAULT,
        "pages of 5": Policy(page_size=5),
        "pages of 20": Policy(page_size=20),
        "themes, then pages of 10": Policy(themes=themes),
        "themes, then one by one": Policy(page_size=0, themes=themes),
        "one by one, least sure first": Policy(page_size=0, least_sure_first=True),
        "one by one": Policy(page_size=0),
    }


def bench(coded: CodedSet, orders: int) -> dict[str, dict[str, float]]:
    reading = read_question(coded.project, coded.question)
    finished = in_numbers(coded.project, reading, coded.one_coder)
    found = {}
    for name, policy in policies(reading).items():
        keys = [Coder(finished, order, policy).code_all() for order in drawn_orders(finished, orders, SEED)]
        ratios = np.array(keys) / finished.keys_without()
        found[name] = {"ratio": round(float(ratios.mean()), 4), "sd": round(float(ratios.std(ddof=1)), 4)}
        print(f"    {name:42}{ratios.mean():.3f} ± {ratios.std(ddof=1):.3f}", flush=True)
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--orders", type=int, default=3, help="orders of answers a set, at least 2")
    options.add_argument("--only", nargs="*", default=SETS, help="names of sets")
    chosen = options.parse_args()
    sets, files = {}, {}
    with tempfile.TemporaryDirectory() as folder, threadpool_limits(1):
        for coded in coded_sets(Path(folder)):
            if coded.name in chosen.only:
                print(coded.name)
                files |= {path.name: digest(path.read_bytes()) for path in coded.files}
                sets[coded.name] = bench(coded, chosen.orders)
    if tuple(chosen.only) == SETS and sets:
        result = {"what": (__doc__ or "").strip(), "seed": SEED, "orders": chosen.orders, "data": files, "sets": sets}
        text = json.dumps(result, ensure_ascii=False, indent=1) + "\n"
        (HERE / "results" / "effort_queue.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
