import numpy as np

from avoin.nlp.word_table import UNKNOWN, word_table


def test_like_words_have_like_vectors_misspelt_ones_too() -> None:
    table = word_table()
    right, wrong, other = table.vectors(["mielenterveyspalvelu", "mielenterveyspalvleu", "polkupyörä"])
    assert right.shape == (table.n_dimensions,) == (300,)

    def cosine(first: np.ndarray, second: np.ndarray) -> float:
        return float(first @ second / np.linalg.norm(first) / np.linalg.norm(second))

    assert cosine(right, wrong) > cosine(right, other) + 0.2


def test_no_words_have_no_vectors() -> None:
    assert word_table().vectors([]).shape == (0, 300)


def test_common_words_are_told_from_rare_ones() -> None:
    table = word_table()
    assert table.log_probability("vuosi") > table.log_probability("vuo") > UNKNOWN
    assert table.log_probability("xqzw") == UNKNOWN
