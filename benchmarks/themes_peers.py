"""Candidate themes beside other programs: BERTopic, Turftopic, Leiden, and NMF and k-means on tf-idf.

Enters: the labelled sets of ``themes_sets.py``. Leaves: ``results/themes_peers.json``, one row for each set and size,
each written as soon as it is done: a run that was stopped goes on. Run: ``python benchmarks/themes_peers.py``.

The peers run in a virtual environment of their own, which is built here where it is missing, and get the same draws,
base forms as text and fused vectors as avoin. Texts that BERTopic leaves out are one group in ``ami``; its score on
the others alone and the share left out stand beside. k-means, NMF and Turftopic's GMM get avoin's number of groups.
"""
# ruff: noqa: PLC0415 - two environments share this file: each imports only what it has

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
RESULT = HERE / "results" / "themes_peers.json"
PACKAGES = ("torch==2.13.0", "bertopic==0.17.4", "turftopic==0.28.0", "igraph", "leidenalg")
DRAWS, SEEDS = 3, 3
Groups = Callable[[dict[str, Any], int], np.ndarray]


def peers_python(folder: Path) -> Path:
    """Return the peers' interpreter, installing what is missing."""
    found = folder / "bin" / "python"
    if not found.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([found, "-m", "pip", "install", "-q", *PACKAGES], check=True)
    return found


def draws(cache: Path) -> Iterator[tuple[str, int, list[dict[str, Any]]]]:
    """Yield each set's draws of 108 and the whole of it, with avoin's groups."""
    import themes_sets
    from avoin.nlp.segment_text import SegmentText, terms
    from avoin.text import same_answer_key
    from avoin.themes.finder import ThemeFinder

    prepared = themes_sets.Prepared(cache)
    for labelled in themes_sets.labelled_sets():
        whole = np.arange(len(labelled.texts))
        small = [np.sort(np.random.default_rng(n).permutation(whole)[: themes_sets.SMALL]) for n in range(DRAWS)]
        for places in (small, [whole]):
            made = []
            for each in places:
                drawn = themes_sets.sample(labelled, each, prepared)
                different: dict[str, str] = {}
                for place in each:
                    different.setdefault(same_answer_key(labelled.texts[place]), labelled.texts[place])
                read = prepared.read(list(different.values()))
                words = [" ".join(terms(SegmentText(text, read[text].tokens))) for text in different.values()]
                rows = drawn.rows["fused"].astype(float)
                groups = ThemeFinder().fit_predict(rows, sample_weight=drawn.weights)
                made.append(
                    {"rows": rows, "words": words, "copies": drawn.copies, "labels": drawn.labels, "avoin": groups}
                )
            yield labelled.name, len(places[0]), made


def scored(drawn: dict[str, Any], groups: np.ndarray) -> dict[str, float]:
    from sklearn.metrics import adjusted_mutual_info_score as ami

    found = np.asarray(groups)[drawn["copies"]]
    inside = found >= 0
    alone = ami(drawn["labels"][inside], found[inside]) if inside.any() else 0.0
    return {
        "ami": float(ami(drawn["labels"], found)),
        "ami_of_the_rest": float(alone),
        "left_out": float(1 - inside.mean()),
        "k": len(set(found[inside].tolist())),
    }


def bertopic(drawn: dict[str, Any], seed: int) -> np.ndarray:
    from bertopic import BERTopic
    from hdbscan import HDBSCAN
    from umap import UMAP

    n = len(drawn["rows"])
    lower = UMAP(n_neighbors=min(15, n - 1), n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    dense = HDBSCAN(min_cluster_size=5 if n < 300 else 10, prediction_data=False)
    model = BERTopic(umap_model=lower, hdbscan_model=dense, language="multilingual")
    words = [each or "tyhjä" for each in drawn["words"]]
    return np.array(model.fit_transform(words, embeddings=drawn["rows"])[0])


def turftopic_gmm(drawn: dict[str, Any], seed: int) -> np.ndarray:
    from sklearn.feature_extraction.text import CountVectorizer
    from turftopic import GMM
    from turftopic.encoders.base import ExternalEncoder

    class Known(ExternalEncoder):
        def encode(self, sentences: Any) -> np.ndarray:
            raise AssertionError("vectors are given")

    # its own default leaves out words of fewer than ten texts, of which a hundred answers have hardly any
    words_of = CountVectorizer(token_pattern=r"\S+")
    model = GMM(int(drawn["avoin"].max()) + 1, encoder=Known(), vectorizer=words_of, random_state=seed)
    words = [each or "tyhjä" for each in drawn["words"]]
    return model.fit_transform(words, embeddings=drawn["rows"]).argmax(axis=1)


def leiden(resolution: float) -> Groups:
    def found(drawn: dict[str, Any], seed: int) -> np.ndarray:
        import igraph
        import leidenalg

        likeness = drawn["rows"] @ drawn["rows"].T
        np.fill_diagonal(likeness, -np.inf)
        near = np.argsort(-likeness, axis=1, kind="stable")[:, :10]
        kept = np.zeros_like(likeness)
        here = np.arange(len(near))[:, None]
        kept[here, near] = np.maximum(likeness[here, near], 0)
        kept = np.maximum(kept, kept.T)
        left, right = np.nonzero(np.triu(kept))
        graph = igraph.Graph(n=len(near), edges=list(zip(left.tolist(), right.tolist(), strict=True)))
        how: dict[str, Any] = {"weights": kept[left, right].tolist(), "resolution_parameter": resolution}
        how |= {"seed": seed, "n_iterations": -1}
        return np.array(leidenalg.find_partition(graph, leidenalg.RBConfigurationVertexPartition, **how).membership)

    return found


def on_words(nmf: bool) -> Groups:
    def found(drawn: dict[str, Any], seed: int) -> np.ndarray:
        from sklearn.cluster import KMeans
        from sklearn.decomposition import NMF
        from sklearn.feature_extraction.text import TfidfVectorizer

        counts = TfidfVectorizer(sublinear_tf=True, token_pattern=r"\S+").fit_transform(drawn["words"])
        k = int(drawn["avoin"].max()) + 1
        if nmf:
            return NMF(k, init="nndsvda", random_state=seed, max_iter=400).fit_transform(counts).argmax(axis=1)
        return KMeans(k, n_init=5, random_state=seed).fit_predict(counts)

    return found


def k_means(drawn: dict[str, Any], seed: int) -> np.ndarray:
    from sklearn.cluster import KMeans

    return KMeans(int(drawn["avoin"].max()) + 1, n_init=5, random_state=seed).fit_predict(drawn["rows"])


PEERS: dict[str, tuple[Groups, int]] = {
    "avoin": (lambda drawn, _seed: drawn["avoin"], 1),
    "BERTopic": (bertopic, 1),
    "Turftopic GMM": (turftopic_gmm, 1),
    "Leiden r=1": (leiden(1.0), SEEDS),
    "Leiden r=2": (leiden(2.0), SEEDS),
    "k-means": (k_means, SEEDS),
    "k-means, tf-idf": (on_words(nmf=False), SEEDS),
    "NMF, tf-idf": (on_words(nmf=True), SEEDS),
}


def run(file: Path) -> dict[str, Any]:
    """Return every way's scores on the draws of one row; runs in the peers' environment."""
    made = list(np.load(file, allow_pickle=True)["made"])
    found: dict[str, Any] = {}
    for name, (groups, n_seeds) in PEERS.items():
        scores = [[scored(drawn, groups(drawn, seed)) for seed in range(n_seeds)] for drawn in made]
        means = {key: [float(np.mean([each[key] for each in runs])) for runs in scores] for key in scores[0][0]}
        found[name] = {key: round(float(np.mean(values)), 4) for key, values in means.items()}
        found[name]["ami_sd"] = round(float(np.std(means["ami"])), 4)
        found[name]["seeds"] = n_seeds
    names = ("bertopic", "turftopic", "umap-learn", "hdbscan", "leidenalg", "igraph", "scikit-learn", "numpy")
    return {"ways": found, "versions": {name: version(name) for name in names}}


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--run", type=Path, help="used by the script itself")
    options.add_argument("--peers", type=Path, default=Path(tempfile.gettempdir()) / "avoin-theme-peers")
    options.add_argument("--cache", type=Path)
    chosen = options.parse_args()
    if chosen.run:
        print(json.dumps(run(chosen.run)))
        return
    from platformdirs import user_cache_path

    python = peers_python(chosen.peers)
    cache = chosen.cache or user_cache_path("avoin", ensure_exists=True) / "bench.db"
    result = json.loads(RESULT.read_text("utf-8")) if RESULT.exists() else {"what": (__doc__ or "").strip(), "rows": []}
    done = {(row["set"], row["n"]) for row in result["rows"]}
    for name, n, made in draws(cache):
        if (name, n) in done:
            continue
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "row.npz"
            np.savez(file, made=np.array(made, dtype=object))
            command = [python, __file__, "--run", file]
            alone = {"OMP_NUM_THREADS": "1", "HOME": folder}
            out = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=alone)
        row = {"set": name, "n": n, "draws": len(made), **json.loads(out.stdout.splitlines()[-1])}
        result["rows"].append(row)
        RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(
            f"{name:34}{n:>6}  " + "  ".join(f"{way} {each['ami']:.3f}" for way, each in row["ways"].items()),
            flush=True,
        )


if __name__ == "__main__":
    sys.exit(main())
