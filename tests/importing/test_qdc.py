import pytest

from avoin.importing.qdc import DEEPEST, MOST_CODES, QdcCode, read_qdc
from avoin.importing.table import ImportFileError

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="MAXQDA 24">'


def _book(codes: str) -> bytes:
    return f"{HEAD}<Codes>{codes}</Codes></CodeBook>".encode()


def test_nested_codes_are_read_with_their_descriptions_and_lines() -> None:
    found = read_qdc(
        _book(
            '\n<Code guid="1" name="Talous" isCodable="false" color="#D08770">\n'
            "<Description>Raha &amp; työ\n</Description>\n"
            '<Code guid="2" name="Hinnat" isCodable="true"/></Code>\n<Code guid="3" name="Jonot" isCodable="1"/>'
        ),
        "x.qdc",
    )
    assert found.origin == "MAXQDA 24"
    assert found.codes == (
        QdcCode("Talous", "Raha & työ\n", "#D08770", False, None, 3, "1"),
        QdcCode("Hinnat", "", "", True, 0, 6, "2"),
        QdcCode("Jonot", "", "", True, None, 7, "3"),
    )


def test_prefixes_encodings_and_what_is_not_known_do_not_matter() -> None:
    text = (
        '<?xml version="1.0" encoding="utf-16"?><q:CodeBook xmlns:q="urn:QDA-XML:codebook:1.0"><q:Codes>'
        '<q:Code name="Äänet"><q:Description>Ö</q:Description><q:NoteRef targetGUID="x"/></q:Code></q:Codes>'
        '<q:Sets><q:Set name="a"><q:Description>ei</q:Description></q:Set></q:Sets></q:CodeBook>'
    )
    found = read_qdc(text.encode("utf-16"), "x.qdc")
    assert [(code.name, code.description) for code in found.codes] == [("Äänet", "Ö")]
    assert found.n_sets == 1


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("trick", [BOMB, OUTSIDE, '<!DOCTYPE CodeBook SYSTEM "http://example.org/x.dtd">'])
def test_entities_and_document_types_are_refused(trick: str) -> None:
    text = f'<?xml version="1.0"?>{trick}<CodeBook><Codes><Code name="&a;"/></Codes></CodeBook>'
    with pytest.raises(ImportFileError, match=r"x\.qdc has a document type declaration"):
        read_qdc(text.encode(), "x.qdc")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "x.qdc, line 1: This is not XML"),
        (b"\x00\x01", "x.qdc, line 1: This is not XML"),
        (_book("\n<Code name='a'>"), "x.qdc, line 3: This is not XML: mismatched tag"),
        (_book("\n\n<Code name='a' name='b'/>"), "x.qdc, line 4: This is not XML: duplicate attribute"),
        ("<?xml version='1.0' encoding='utf-8'?><CodeBook>Hätä".encode("cp1252"), "x.qdc, line 1: This is not XML"),
        (b"<?xml version='1.0' encoding='ei-ole'?><CodeBook/>", "x.qdc"),
        (
            b"<Project><CodeBook/></Project>",
            "x.qdc is XML, but not REFI-QDA: it begins with Project and not with CodeBook.",
        ),
        (_book("<Code name='a'>" * (DEEPEST + 1)), "There is more in x.qdc than in any codebook."),
        (_book("<Code name='a'/>" * (MOST_CODES + 1)), "There is more in x.qdc than in any codebook."),
    ],
)
def test_what_is_no_codebook_is_refused_with_file_and_line(content: bytes, what: str) -> None:
    with pytest.raises(ImportFileError) as caught:
        read_qdc(content, "x.qdc")
    assert what in caught.value.message
