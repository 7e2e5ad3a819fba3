import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from avoin.nlp.segment_text import SegmentText, terms
from avoin.nlp.vectors import SegmentVectors
from kit.texts import N_DIMENSIONS, segment, small_table, with_sentence

DOCUMENTS = [
    segment("jono", "kasvaa"),
    segment("hoitojono=hoito+jono", "pitkä"),
    segment("jono", "~olla", "pitkä"),
    segment("raha", "puute"),
    segment("rahapula=raha+pula"),
    segment("raha", "~olla", "pula"),
    segment("ruoka", "hinta"),
    segment("ruokakassi=ruoka+kassi", "hinta"),
]
EMPTY = SegmentText("", ())
segments = st.lists(st.sampled_from(["jono", "raha", "rahapula=raha+pula", "~olla", "ruoka"]), max_size=4).map(
    lambda words: segment(*words)
)


def vectors() -> SegmentVectors:
    return SegmentVectors(table=small_table())


def test_rows_are_of_unit_length_and_single_precision() -> None:
    rows = vectors().fit_transform(DOCUMENTS)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)


def test_rows_are_centred_on_what_was_fitted() -> None:
    fitted = vectors().fit(DOCUMENTS)
    assert np.abs(fitted.transform(DOCUMENTS).mean(axis=0)).max() < 0.2
    assert fitted.mean_.shape == (fitted.n_features_out_,)


def test_segments_on_the_same_matter_are_closer() -> None:
    rows = vectors().fit_transform(DOCUMENTS)
    alike = rows @ rows.T
    assert alike[1, 2] > max(alike[1, 3:])
    assert alike[4, 5] > max(alike[4, :3])


def test_fitting_then_transforming_gives_the_same_rows_as_both_at_once() -> None:
    assert np.allclose(vectors().fit(DOCUMENTS).transform(DOCUMENTS), vectors().fit_transform(DOCUMENTS), atol=1e-6)


def test_the_same_seed_gives_the_same_rows() -> None:
    assert np.array_equal(vectors().fit_transform(DOCUMENTS), vectors().fit_transform(DOCUMENTS))


def test_a_text_has_the_same_row_in_any_company() -> None:
    fitted = vectors().fit(DOCUMENTS)
    assert np.allclose(fitted.transform(DOCUMENTS[2:4]), fitted.transform(DOCUMENTS)[2:4], atol=1e-6)


def test_a_clone_is_unfitted_and_alike() -> None:
    copy = clone(SegmentVectors(7, char_weight=0.3, sif=1e-4, random_state=3).set_params(table=None))
    assert copy.get_params() == {"n_components": 7, "char_weight": 0.3, "sif": 1e-4, "table": None, "random_state": 3}
    with pytest.raises(NotFittedError):
        copy.transform(DOCUMENTS)


def test_refitting_forgets_what_was_fitted_before() -> None:
    twice = vectors().fit(DOCUMENTS[:3]).fit(DOCUMENTS)
    assert np.array_equal(twice.transform(DOCUMENTS), vectors().fit(DOCUMENTS).transform(DOCUMENTS))


def test_an_empty_document_is_a_row_of_zeros() -> None:
    rows = vectors().fit([*DOCUMENTS, EMPTY]).transform([EMPTY, DOCUMENTS[0]])
    assert not rows[0].any()
    assert rows[1].any()


@pytest.mark.parametrize(
    "documents", [DOCUMENTS[:1], DOCUMENTS[:2], DOCUMENTS[:1] * 5, [EMPTY], [EMPTY] * 3, [segment("~olla")]]
)
def test_the_smallest_collections_can_be_fitted(documents: list[SegmentText]) -> None:
    fitted = vectors().fit(documents)
    rows = fitted.transform([*documents, segment("jotain", "muuta")])
    assert rows.shape == (len(documents) + 1, fitted.n_features_out_)
    assert np.isfinite(rows).all()


def test_nothing_at_all_cannot_be_fitted_but_can_be_transformed() -> None:
    with pytest.raises(ValueError, match="at least one"):
        vectors().fit([])
    fitted = vectors().fit(DOCUMENTS)
    assert fitted.transform([]).shape == (0, fitted.n_features_out_)


@given(st.lists(segments, min_size=1, max_size=8))
def test_any_collection_gives_finite_rows_of_length_one_or_nothing(documents: list[SegmentText]) -> None:
    rows = vectors().fit_transform(documents)
    lengths = np.linalg.norm(rows, axis=1)
    assert np.all((lengths < 1e-6) | (np.abs(lengths - 1) < 1e-4))


def test_dimensions_never_exceed_what_there_is() -> None:
    # two segments leave one direction; the word vectors' dimensions stand beside it
    assert vectors().fit(DOCUMENTS[:2]).n_features_out_ == 1 + N_DIMENSIONS
    assert vectors().fit(DOCUMENTS).n_features_out_ == len(DOCUMENTS) - 1 + N_DIMENSIONS


def test_sentence_vectors_join_in_where_every_document_has_one() -> None:
    documents = [with_sentence(each, place, 1.0) for place, each in enumerate(DOCUMENTS)]
    fitted = vectors().fit(documents)
    assert fitted.features_ == "e5+lsac+floret"
    assert vectors().fit(DOCUMENTS).features_ == "lsac+floret"
    with pytest.raises(ValueError, match="lacks its sentence vector"):
        fitted.transform(DOCUMENTS[:1])
    with pytest.raises(ValueError, match="all documents"):
        vectors().fit([documents[0], DOCUMENTS[1]])


def test_what_identical_answers_differ_in_gives_the_same_row() -> None:
    shouted = SegmentText("JONO  KASVAA!!", DOCUMENTS[0].tokens)
    rows = vectors().fit(DOCUMENTS).transform([DOCUMENTS[0], shouted])
    assert np.array_equal(rows[0], rows[1])


def test_a_fitted_one_can_be_stored() -> None:
    fitted = vectors().fit(DOCUMENTS)
    fitted.table = None  # the table made by hand cannot be; the installed one is looked up anew
    views = [view for _weight, view in fitted.views_ if hasattr(view, "_counters")]
    assert np.array_equal(pickle.loads(pickle.dumps(views[0])).transform(DOCUMENTS), views[0].transform(DOCUMENTS))


def test_terms_are_base_forms_and_parts_of_content_words() -> None:
    assert terms(segment("hoitojono=hoito+jono", "~olla", "Kela")) == ["hoitojono", "hoito", "jono", "kela"]
