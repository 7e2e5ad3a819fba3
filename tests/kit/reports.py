"""A small report with every kind of block, and rows, both with texts that mean harm."""

from avoin.report.model import (
    Bar,
    Box,
    Bullets,
    Chart,
    ChartKind,
    Figure,
    Figures,
    KoontiTheme,
    Paragraph,
    Quotation,
    Report,
    Section,
    Shade,
    Table,
    Tone,
)
from avoin.report.rows import Rows

FORMULA = "=cmd|'/C calc'!A0"
MARKUP = "<script>alert(1)</script> & <img src=http://x.fi/a.png onerror=alert(1)> **lihava** [linkki](http://x.fi)"
CONTROLS = "a\x1b]2;nimi\x07b\x00c\x9bd\x85e\r\nf"
TURNED = "vasen \u202eaekio\u202c \u2066piilo\u2069 שלום 👩‍👩‍👧"
HALF = "puolikas \ud800 merkki"
LONG = "pitkä vastaus " * 3000
HOSTILE = (FORMULA, "+358", "-1+1", "@SUM(A1)", "\t=1+1", MARKUP, CONTROLS, TURNED, HALF, LONG)


def chart(kind: ChartKind = ChartKind.STACK, name: str = "2025") -> Chart:
    """Return a chart with two rows and two series."""
    shades = (Shade.GOOD, Shade.BAD) if kind is ChartKind.STACK else (Shade.NOW, Shade.BEFORE)
    bars = tuple(
        Bar(row, series, value, f"{value * 100:.0f} %", shade)
        for row in (name, "2024")
        for series, value, shade in zip(("eka", "toka"), (0.4, 0.6), shades, strict=True)
    )
    return Chart(kind, "Osuudet", bars, 0.0, 1.0, "2025: eka 40 %, toka 60 %", "n = 10")


def parts() -> Chart:
    """Return a chart of the parts of a whole that are neither good nor bad."""
    shares = {"kissa": 0.5, "koira": 0.42, "kala": 0.08}
    bars = tuple(Bar("2025", name, share, f"{share * 100:.0f} %") for name, share in shares.items())
    return Chart(ChartKind.STACK, "Lemmikit", bars, 0.0, 1.0, "kissa 50 %, koira 42 %, kala 8 %")


def report(text: str = "Jonot ovat pitkiä.", *, pictures: bool = True) -> Report:
    """Return a report in which the text stands everywhere that text from a file can stand."""
    quotation = Quotation(text, reviewed=False, beside=("työntekijä", text))
    approved = Quotation("Hyväksytty sanatarkasti.", reviewed=True)
    drawn = (chart(),) if pictures else ()
    return Report(
        title=f"Koe {text}",
        subtitle="Kierros 2025",
        language="fi",
        date="14.2.2026",
        stamp="2026-02-14",
        sections=(
            Section("Aineisto", 1, (Figures((Figure("108", "vastaajaa", "2024: 103"), Figure("95 %", text))),)),
            Section("Suljetut kysymykset", 1, ()),
            Section(
                f"60 % sanoo {text}",
                2,
                (
                    Paragraph(text, Tone.LEAD),
                    Bullets((f"Paras: {text}", "Heikoin: Joensuu (5,5).")),
                    *drawn,
                    Table("Taulu", ("koodi", "n"), ((text, "12"), ("Puhelin", "..")), (False, True), f".. {text}"),
                    Paragraph("n = 108.", Tone.NOTE),
                ),
            ),
            Section("Palvelut", 3, (KoontiTheme(text, 12, "Osa vastaajista (12 / 96, 13 %).", (quotation, approved)),)),
            Section("Ehdotukset", 3, (Box("Ratkaisuehdotus", (quotation,), Tone.SOLUTION),)),
            Section("Näin tehtiin", 1, (Paragraph(text),)),
        ),
    )


def rows(*texts: str) -> Rows:
    """Return rows of which each has one of the texts."""
    return Rows(
        "answers",
        ("respondent", "wave", "n", "share", "text"),
        tuple((f"r{place}", "2025", place, place / 8, text) for place, text in enumerate(texts or HOSTILE)),
    )
