"""Run verbs one after the other in one process that refuses the network: ``python -m kit.unplugged FOLDER``.

FOLDER holds a coded project ``projekti``; other files and projects are made beside it. Prints each verb's exit code as
JSON. ``GUARD`` refuses the network to this process and to those that it starts; only to listen on loopback is allowed.
"""

import contextlib
import io
import json
import os
import sys

from avoin.cli.main import run
from avoin.i18n import set_language

GUARD = """
import os
import socket

def guarded(name):
    method = getattr(socket.socket, name)
    def call(self, *arguments):
        away = name != "bind" or arguments[-1][0] not in ("127.0.0.1", "::1")
        if self.family in (socket.AF_INET, socket.AF_INET6) and away:
            with open(os.environ["UNPLUGGED"], "a", encoding="utf-8") as told:
                told.write(f"{name} {arguments[-1]}\\n")
            raise OSError("the network is refused")
        return method(self, *arguments)
    return call

for name in ("bind", "connect", "connect_ex", "sendto"):
    setattr(socket.socket, name, guarded(name))
"""
"""A ``sitecustomize`` module; what is tried all the same is written to the file that ``UNPLUGGED`` names."""

Q, BUT, QUOTE = "wishes", ("--wave", "2025"), "2025/r1/wishes:0-58"
CASES: dict[str, list[str]] = {
    "init": ["init", "uusi", "--name", "Uusi"],
    "import": ["-C", "uusi", "import", "kysely.csv", *BUT, "--id", "#1", "--open", "#2", "--yes"],
    "wave new": ["wave", "new", "2026"],
    "wave list": ["wave", "list"],
    "wave close": ["wave", "close", "2025"],
    "wave open": ["wave", "open", "2025"],
    "prepare": ["prepare"],
    "themes": ["themes", Q],
    "status": ["status"],
    "assign": ["assign", "r5", Q, "raha"],
    "unassign": ["unassign", "r5", Q, "raha"],
    "search": ["search", "jono"],
    "memo": ["memo", "Luettu.", "--code", "raha"],
    "notes": ["notes"],
    "simulate": ["simulate", "--codings", "koodaukset.csv", "--question", Q, "--orders", "1"],
    "history": ["history"],
    "undo": ["undo"],
    "verify": ["verify"],
    "backup": ["backup"],
    "restore": ["restore"],
    "codebook show": ["codebook", "show"],
    "codebook check": ["codebook", "check"],
    "codebook add": ["codebook", "add", "uusi"],
    "codebook rename": ["codebook", "rename", "uusi", "muu"],
    "codebook define": ["codebook", "define", "uusi", "--definition", "Kaikki muu."],
    "codebook examples": ["codebook", "examples", "--unreviewed"],
    "codebook move": ["codebook", "move", "uusi", "--under", "palvelut"],
    "codebook merge": ["codebook", "merge", "uusi", "puhelin", "--into", "jono"],
    "codebook split": ["codebook", "split", "jono", "--into", "lyhyt", "--into", "pitkä"],
    "codebook retire": ["codebook", "retire", "raha", "--leave"],
    "codebook restore": ["codebook", "restore", "raha"],
    "codebook note": ["codebook", "note"],
    "codebook log": ["codebook", "log"],
    "codebook blame": ["codebook", "blame", "raha"],
    "codebook queues": ["codebook", "queues"],
    "codebook back-code": ["codebook", "back-code", "raha", *BUT],
    "codebook release": ["codebook", "release", "--open-queues", "--anyway"],
    "codebook diff": ["codebook", "diff", "1.0.0"],
    "codebook export": ["codebook", "export", "--format", "qdc"],
    "codebook import": ["-C", "uusi", "codebook", "import", "avoimet-palautteet"],
    "report": ["report", "--format", "html"],
    "quotes list": ["quotes", "list"],
    "quotes mark": ["quotes", "mark", "r5", Q, "--text", "Rahat"],
    "quotes approve": ["quotes", "approve", QUOTE],
    "quotes refuse": ["quotes", "refuse", QUOTE],
    "quotes redact": ["quotes", "redact", QUOTE],
    "summary list": ["summary", "list", Q],
    "summary draft": ["summary", "draft", Q, "raha"],
    "summary show": ["summary", "show", Q],
    "summary write": ["summary", "write", "puuttuu.yaml"],
    "summary remove": ["summary", "remove", Q, "raha"],
    "summary stale": ["summary", "stale"],
    "summary check": ["summary", "check", Q],
    "tables closed": ["tables", "closed"],
    "tables codes": ["tables", "codes"],
    "tables ledger": ["tables", "ledger"],
    "tables waves": ["tables", "waves"],
    "exchange out": ["exchange", "out"],
    "exchange in": ["-C", "uusi", "exchange", "in", "projekti/output/project-redacted.qdpx", "--new-codes"],
    "export answers": ["export", "answers"],
    "export themes": ["export", "themes"],
    "export quotes": ["export", "quotes"],
    "export codings": ["export", "codings", "--format", "xlsx"],
    "export matrix": ["export", "matrix"],
    "compare draw": ["compare", "draw", "--share", "0.2", "--coder", "Liisa"],
    "compare draws": ["compare", "draws"],
    "bundle out": ["bundle", "out", "Liisa", "liisa.zip"],
    "bundle open": ["bundle", "open", "liisa.zip", "liisan"],
    "bundle back": ["-C", "liisan", "bundle", "back", "takaisin.zip"],
    "bundle in": ["bundle", "in", "takaisin.zip"],
    "compare finish": ["compare", "finish", "--unfinished", "--coder", "Liisa"],
    "adjudicate list": ["adjudicate", "list"],
    "adjudicate show": ["adjudicate", "show", "r1/wishes"],
    "adjudicate settle": ["adjudicate", "settle", "r1/wishes", "--none"],
    "adjudicate reopen": ["adjudicate", "reopen", "r1/wishes"],
    "adjudicate export": ["adjudicate", "export"],
    "forget": ["forget", "r9", "--yes"],
    "store move": ["store", "move", "--to-file"],
    "store let-in": ["store", "let-in", "liisa", "--coder", "Liisa"],
    "store let-out": ["store", "let-out", "liisa"],
    "store members": ["store", "members"],
    "store encrypt": ["store", "encrypt"],
    "store remember": ["store", "remember"],
    "store forget-passphrase": ["store", "forget-passphrase"],
    "store decrypt": ["store", "decrypt"],
}

ERRORS = {
    *("quotes redact", "summary write", "exchange in"),
    *(f"adjudicate {verb}" for verb in ("list", "show", "settle", "reopen", "export")),
    *(f"store {verb}" for verb in ("move", "let-in", "let-out", "members", "remember", "forget-passphrase")),
}
"""Verbs that have nothing to work on here and end with an error in words."""


def main() -> None:
    os.chdir(sys.argv[1])
    set_language("en")
    left = {}
    for verb, arguments in CASES.items():
        where = [] if arguments[0] in ("init", "-C") or verb == "bundle open" else ["-C", "projekti"]
        said = io.BytesIO()
        told = io.TextIOWrapper(said, encoding="utf-8", write_through=True)
        with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
            left[verb] = (run([*where, *arguments]), said.getvalue().decode("utf-8")[-300:])
    print(json.dumps(left))


if __name__ == "__main__":
    main()
