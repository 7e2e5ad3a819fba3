"""What a process forces to the disk before it says that something is saved, as ``strace`` sees it."""

import subprocess
import sys
from pathlib import Path

_SCRIPT = """
import os
import sys
from pathlib import Path
from avoin.coding.decision import Draft, Mark, MarkKind, Verb
from avoin.ids import CodeId, CoderId
from avoin.store import decisions
from avoin.store.engine import open_store

store = open_store(Path(sys.argv[1]))
for n in range(int(sys.argv[2])):
    with store.transaction() as connection:
        mark = Mark(MarkKind.CODING, code=CodeId(str(n)))
        decisions.append(connection, Draft(CoderId("Aino"), Verb.ASSIGN, (mark,)))
    os.write(1, f"saved {n}\\n".encode())
"""


def forced_before_saved(store: Path, n: int) -> list[list[str]] | None:
    """Return for each of n decisions the paths that were forced to the disk before it was said to be saved.

    None where processes may not be traced here.
    """
    trace = store.with_name("trace")
    command = ["strace", "-f", "-y", "-e", "trace=fsync,fdatasync,write", "-o", str(trace)]
    script = [sys.executable, "-c", _SCRIPT, str(store), str(n)]
    done = subprocess.run([*command, *script], capture_output=True, text=True, check=False)
    if done.returncode != 0 and "ptrace" in done.stderr:
        return None
    assert done.stdout == "".join(f"saved {each}\n" for each in range(n))
    found: list[list[str]] = [[]]
    for line in trace.read_text(encoding="utf-8", errors="replace").splitlines():
        if "sync(" in line and line.endswith("= 0"):
            found[-1].append(line.partition("<")[2].partition(">")[0])
        elif '"saved ' in line:
            found.append([])
    return found[:-1]
