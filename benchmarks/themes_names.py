"""What themes are called, written out to be read by a person, and what a machine can check about the names.

Enters: whole answers to open questions, from ``../shared`` beside the checkout. Leaves: on standard output every
theme's name, key lemmas and typical segments, and ``results/themes_names.json`` with names only (no answer text). Run:
``python benchmarks/themes_names.py``.

Answers are read, cut into segments, grouped, near-duplicates joined and named as the program does it, without a
codebook. *Held* is the share of a theme's segments that hold a word of its name, on average; *thin* are names of which
less than 15 % of the segments hold a word. Whether a name reads well and tells what the theme is about only a person
can say: ``results/themes_judged.csv`` has one reader's verdicts, name by name, with the name and typical segments
before them, and what is told of them here counts the names that are still the same.
"""

import argparse
import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from platformdirs import user_cache_path
from threadpoolctl import threadpool_limits

from avoin.ids import AnswerKey, QuestionId, RespondentId, Span, WaveId
from avoin.nlp.model import Token
from avoin.nlp.non_answers import is_non_answer
from avoin.nlp.reading import reading_model
from avoin.nlp.vectors import SegmentText, SegmentVectors
from avoin.text import same_answer_key
from avoin.themes.deverbal import being, doing
from avoin.themes.duplicates import distinct_groups
from avoin.themes.grouping import Group, Segments
from avoin.themes.naming import ThemeName, name_themes
from avoin.themes.phrases import Wording
from themes_sets import HERE, SHARED, Answers, Prepared, questions

JUDGED = HERE / "results" / "themes_judged.csv"
THIN = 0.15


def segments(asked: Answers, prepared: Prepared) -> Segments:
    """Return the segments of a question that may be in a theme, as ``avoin themes`` sorts them out."""
    read = prepared.read(asked.texts)
    spans, texts, wordings, documents = [], [], [], []
    for place, text in enumerate(asked.texts):
        each = read[text]
        if each.non_answer or each.language in ("sv", "en"):
            continue
        key = AnswerKey(WaveId("1"), RespondentId(str(place)), QuestionId("q"))
        for start, end in each.segments:
            own = text[start:end]
            if any(map(str.isalpha, own)) and not is_non_answer(own):
                tokens = each.tokens_in(start, end)
                spans.append(Span(key, start, end))
                texts.append(own)
                wordings.append(Wording(text, tokens))
                documents.append(SegmentText(own, tokens))
    sentences = prepared.sentences(texts)
    whole = [SegmentText(each.text, each.tokens, sentences[each.text]) for each in documents]
    different = {same_answer_key(each.text): each for each in reversed(whole)}
    vectors = SegmentVectors().fit(list(different.values()))
    return Segments(tuple(spans), tuple(texts), tuple(wordings), vectors.transform(whole))


def named(asked: Answers, prepared: Prepared) -> tuple[Segments, tuple[Group, ...], tuple[ThemeName, ...]]:
    found = segments(asked, prepared)
    groups, _method = distinct_groups(found, None, 0)
    return found, groups, name_themes([[found.wordings[place] for place in each.places] for each in groups])


def held(name: str, theme: Sequence[Wording]) -> float:
    """Return the share of a theme's segments that hold a word of its name."""
    said = set(name.casefold().split()) - {"ja"}

    def is_said(wording: Wording, token: Token) -> bool:
        lemma = token.lemma.lower()
        made = (doing(lemma),) if token.pos == "VERB" else (being(lemma),) if token.pos == "ADJ" else ()
        return not said.isdisjoint({lemma, wording.form(token).lower(), *made})

    return float(np.mean([any(is_said(each, token) for token in each.tokens) for each in theme]))


def verdicts() -> dict[tuple[str, str], tuple[bool, bool]]:
    """Return by question and name whether one reader found it readable, and telling what the theme is about."""
    with JUDGED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(row["question"], row["name"]): (row["readable"] == "1", row["tells"] == "1") for row in rows}


def show(asked: Answers, found: Segments, groups: tuple[Group, ...], names: tuple[ThemeName, ...]) -> None:
    print(f"\n## {asked.name}: {len(asked.texts)} answers, {len(found.spans)} segments, {len(groups)} themes")
    for each, name in zip(groups, names, strict=True):
        typical = [found.texts[place] for place in dict.fromkeys(each.places)]
        different = list({same_answer_key(text): text for text in reversed(typical)}.values())[::-1]
        mark = " ?" if each.mixed else ""
        print(f"{len(each.places):4} {name.name}{mark}   [{', '.join(name.keywords)}]")
        for text in different[:3]:
            print(f"        · {text[:110]}")


def measured(found: Segments, groups: tuple[Group, ...], names: tuple[ThemeName, ...]) -> dict[str, Any]:
    themes = [[found.wordings[place] for place in each.places] for each in groups]
    shares = [held(name.name, theme) for name, theme in zip(names, themes, strict=True)]
    return {
        "themes": len(names),
        "held": round(float(np.mean(shares)), 3) if names else None,
        "thin": sum(share < THIN for share in shares),
        "alike": len(names) - len({each.name.casefold() for each in names}),
        "names": [each.name for each in names],
        "mixed": [each.name for each, own in zip(names, groups, strict=True) if own.mixed],
    }


def judged(results: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return how many names were judged and which shares read well and tell, of all and of unmixed themes."""
    known = verdicts()
    every = {(question, name) for question, each in results.items() for name in each["names"]}
    mixed = {(question, name) for question, each in results.items() for name in each["mixed"]}
    found = {}
    for kind, names in (("all", every), ("not mixed", every - mixed)):
        said = [known[each] for each in sorted(names) if each in known]
        readable, tells = np.mean(said, axis=0) if said else (0.0, 0.0)
        counts = {"names": len(names), "judged": len(said)}
        found[kind] = counts | {"readable": round(float(readable), 3), "tells": round(float(tells), 3)}
    return found


def wanted(only: list[str]) -> Iterator[Answers]:
    yield from (asked for asked in questions() if not only or asked.name in only)


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--only", nargs="*", default=[], help="names of questions")
    options.add_argument("--cache", type=Path, default=user_cache_path("avoin", ensure_exists=True) / "bench.db")
    chosen = options.parse_args()
    if not SHARED.exists():
        print(f"left out: needs {SHARED.name}/ beside the checkout")
        return
    prepared, results = Prepared(chosen.cache), {}
    with threadpool_limits(1):
        for asked in wanted(chosen.only):
            found, groups, names = named(asked, prepared)
            show(asked, found, groups, names)
            results[asked.name] = measured(found, groups, names)
            print("  " + ", ".join(f"{key} {results[asked.name][key]}" for key in ("held", "thin", "alike")))
    print(judged(results))
    if not chosen.only:
        record = {
            "what": (__doc__ or "").strip(),
            "reads": reading_model().name,
            "judged": judged(results),
            "questions": results,
        }
        text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
        (HERE / "results" / "themes_names.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
