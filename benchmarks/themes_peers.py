"""Candidate themes beside other programs: BERTopic and Turftopic's GMM and KeyNMF.

Enters: the labelled sets of ``themes_sets.py``. Leaves: ``results/themes_peers.json``, one row for each set and size,
each written as soon as it is done: a run that was stopped goes on. Run: ``python benchmarks/themes_peers.py``.

The peers run in a virtual environment of their own, which is built here where it is missing, and get the same draws,
base forms as text and fused vectors as avoin, with one seed; KeyNMF, which compares texts with single words, the
sentence model's vectors of both. What a program leaves out (BERTopic's outliers, texts in which KeyNMF finds no key
word) is one group in ``ami``; its score on the others alone and the share left out stand beside. Turftopic's models get
the number of groups that avoin looks for.
"""
# ruff: noqa: PLC0415 - two environments share this file: each imports only what it has

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Container, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
RESULT = HERE / "results" / "themes_peers.json"
PACKAGES = ("torch==2.13.0", "bertopic==0.17.4", "turftopic==0.28.0")
Groups = Callable[[dict[str, Any], int], np.ndarray]


def peers_python(folder: Path) -> Path:
    """Return the peers' interpreter, installing what is missing."""
    found = folder / "bin" / "python"
    if not found.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([found, "-m", "pip", "install", "-q", *PACKAGES], check=True)
    return found


def draws(
    cache: Path, n_draws: int, done: Container[tuple[str, int]]
) -> Iterator[tuple[str, int, list[dict[str, Any]]]]:
    """Yield each set's draws of 108, which are the first ones of ``themes.py``, then the whole sets; none twice."""
    import themes_sets

    prepared = themes_sets.Prepared(cache)
    for is_small, each in itertools.product((True, False), themes_sets.labelled_sets()):
        whole = np.arange(len(each.texts))
        lots = [np.random.default_rng(seed).permutation(whole)[: themes_sets.SMALL] for seed in range(n_draws)]
        places = [np.sort(lot) for lot in lots] if is_small else [whole]
        if (each.name, len(places[0])) not in done:
            yield (
                each.name,
                len(places[0]),
                [drawn(themes_sets.sample(each, own, prepared), prepared) for own in places],
            )


def drawn(sample: Any, prepared: Any) -> dict[str, Any]:
    """Return a draw as what both environments know."""
    from avoin.themes.finder import own_k

    vocabulary = sorted({word for text in sample.words for word in text.split()})
    known = prepared.sentences(vocabulary)
    return {
        "rows": sample.rows["fused"].astype(float),
        "e5": sample.rows["e5"],
        "words": [each or "tyhjä" for each in sample.words],
        "vocabulary": {word: known[word] for word in vocabulary},
        "copies": sample.copies,
        "labels": sample.labels,
        "k": min(len(sample.words) - 1, own_k(len(sample.copies))),
        "avoin": sample.themes(),
    }


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
    return np.array(model.fit_transform(drawn["words"], embeddings=drawn["rows"])[0])


def encoder(known: dict[str, np.ndarray]) -> Any:
    """Return what gives Turftopic the vectors of single words, centred as the texts' are."""
    from turftopic.encoders.base import ExternalEncoder

    middle = np.mean(list(known.values()), axis=0)

    class Known(ExternalEncoder):
        def encode(self, sentences: Any) -> np.ndarray:
            return np.array([known.get(each, middle) - middle for each in sentences], dtype=float)

    return Known()


def word_counts() -> Any:
    """Return what counts words; Turftopic's own leaves out those of fewer than ten texts, at 108 nearly all."""
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer(token_pattern=r"\S+", lowercase=False)


def turftopic_gmm(drawn: dict[str, Any], seed: int) -> np.ndarray:
    from turftopic import GMM

    model = GMM(drawn["k"], encoder=encoder(drawn["vocabulary"]), vectorizer=word_counts(), random_state=seed)
    return model.fit_transform(drawn["words"], embeddings=drawn["rows"]).argmax(axis=1)


def key_nmf(drawn: dict[str, Any], seed: int) -> np.ndarray:
    from turftopic import KeyNMF

    model = KeyNMF(drawn["k"], encoder=encoder(drawn["vocabulary"]), vectorizer=word_counts(), random_state=seed)
    shares = np.asarray(model.fit_transform(drawn["words"], embeddings=drawn["e5"]))
    return np.where(shares.any(axis=1), shares.argmax(axis=1), -1)


PEERS: dict[str, Groups] = {
    "avoin": lambda drawn, _seed: drawn["avoin"],
    "BERTopic": bertopic,
    "Turftopic GMM": turftopic_gmm,
    "Turftopic KeyNMF": key_nmf,
}


def run(file: Path) -> dict[str, Any]:
    """Return every way's scores on the draws of one row; runs in the peers' environment."""
    made = list(np.load(file, allow_pickle=True)["made"])
    found: dict[str, Any] = {}
    for name, groups in PEERS.items():
        begun = time.process_time()
        scores = [scored(drawn, groups(drawn, 0)) for drawn in made]
        found[name] = {key: round(float(np.mean([each[key] for each in scores])), 4) for key in scores[0]}
        found[name]["ami_sd"] = round(float(np.std([each["ami"] for each in scores])), 4)
        print(f"{name}: {time.process_time() - begun:.1f} s", file=sys.stderr)
    names = ("bertopic", "turftopic", "umap-learn", "hdbscan", "scikit-learn", "numpy")
    return {"ways": found, "versions": {name: version(name) for name in names}}


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--run", type=Path, help="used by the script itself")
    options.add_argument("--peers", type=Path, default=Path(tempfile.gettempdir()) / "avoin-theme-peers")
    options.add_argument("--cache", type=Path)
    options.add_argument("--draws", type=int, default=3, help="draws of 108 a set, the first ones of themes.py")
    chosen = options.parse_args()
    if chosen.run:
        print(json.dumps(run(chosen.run)))
        return
    from platformdirs import user_cache_path

    python = peers_python(chosen.peers)
    cache = chosen.cache or user_cache_path("avoin", ensure_exists=True) / "bench.db"
    result = json.loads(RESULT.read_text("utf-8")) if RESULT.exists() else {"what": (__doc__ or "").strip(), "rows": []}
    done = {(row["set"], row["n"]) for row in result["rows"]}
    for name, n, made in draws(cache, chosen.draws, done):
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
