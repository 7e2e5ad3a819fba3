from avoin.nlp.base_forms import base_forms


def test_inflected_forms_and_compounds_give_the_same_base_forms() -> None:
    assert base_forms("Hoitojonoissa odotettiin viikkoja.") == ("hoitojono", "hoito", "jono", "odottaa", "viikko")
    assert set(base_forms("jonottamisen vaikeus")) <= {"jonottaa", "jonottaminen", "vaikeus"}


def test_words_that_say_little_are_left_out_and_unknown_ones_stand_for_themselves() -> None:
    assert base_forms("ei ja mutta vain myös kun hän 1234") == ()
    assert base_forms("blörgsteri") == ("blörgsteri",)
    assert base_forms("") == ()
