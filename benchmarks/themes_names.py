"""What themes are called, written out to be read by a person, and what a machine can check about the names.

Enters: whole answers to open questions, from ``../shared`` beside the checkout. Leaves: on standard output every
theme's name, key lemmas and typical segments, and ``results/themes_names.json`` with names only (no answer text). Run:
``python benchmarks/themes_names.py``.

Answers are read, cut into segments, grouped and named as the program does it, without a codebook. A name is *plain*
when the last word of each of its halves stands in base form in the dictionary. Whether it reads well and tells what the
theme is about only a person can say.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path
from threadpoolctl import threadpool_limits

from avoin.ids import AnswerKey, QuestionId, RespondentId, Span, WaveId
from avoin.nlp.non_answers import is_non_answer
from avoin.nlp.vectors import SegmentText, SegmentVectors
from avoin.text import same_answer_key
from avoin.themes.duplicates import distinct_groups
from avoin.themes.grouping import Group, Segments
from avoin.themes.naming import ThemeName, name_themes
from avoin.themes.phrases import Wording, is_base_form
from themes_sets import HERE, SHARED, Answers, Prepared, questions


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


def is_plain(name: str) -> bool:
    """Return whether the last word of each half is a base form."""
    return all(is_base_form(half.split()[-1]) for half in name.split(" ja "))


def show(asked: Answers, found: Segments, groups: tuple[Group, ...], names: tuple[ThemeName, ...]) -> None:
    print(f"\n## {asked.name}: {len(asked.texts)} answers, {len(found.spans)} segments, {len(groups)} themes")
    for each, name in zip(groups, names, strict=True):
        typical = [found.texts[place] for place in dict.fromkeys(each.places)]
        different = list({same_answer_key(text): text for text in reversed(typical)}.values())[::-1]
        mark = " ?" if each.mixed else ""
        print(f"{len(each.places):4} {name.name}{mark}   [{', '.join(name.keywords)}]")
        for text in different[:3]:
            print(f"        · {text[:110]}")


def measured(names: tuple[ThemeName, ...]) -> dict[str, object]:
    return {
        "themes": len(names),
        "plain": round(float(np.mean([is_plain(each.name) for each in names])), 3) if names else None,
        "alike": len(names) - len({each.name.casefold() for each in names}),
        "names": [each.name for each in names],
    }


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
            results[asked.name] = measured(names)
            print(f"  plain {results[asked.name]['plain']}, alike {results[asked.name]['alike']}")
    if not chosen.only:
        text = json.dumps({"what": (__doc__ or "").strip(), "questions": results}, ensure_ascii=False, indent=1) + "\n"
        (HERE / "results" / "themes_names.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
