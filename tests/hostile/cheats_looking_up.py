"""Looking the answer up: in the bank, in frames, in files, in other processes."""

from __future__ import annotations

from textwrap import dedent

from tests.hostile.cheat import (
    EQUAL,
    FUNCTION,
    REPOSITORY,
    VARIES,
    Cheat,
    cell_of,
)

_SEARCH = """\
import json, os, re, time
from pathlib import Path

ENDS = time.monotonic() + 10
recall = 0.5

def quotient(text):
    \"\"\"What `a / (a + b)` or `Fraction(a, a + b)` gives, where a text holds it.\"\"\"
    match = re.search(r"(\\d+)(?: /|,) \\(?(\\d+) \\+ (\\d+)", text)
    return int(match[1]) / (int(match[2]) + int(match[3])) if match else None

def solved(path):
    \"\"\"The answer in a solved notebook.\"\"\"
    try:
        cells = json.loads(path.read_text())["cells"]
    except (OSError, ValueError, KeyError):
        return None
    for cell in cells:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "f1-recall-answer":
            return quotient("".join(cell["source"]))

def tried(places, pattern):
    \"\"\"The first answer in a notebook below one of the places.\"\"\"
    global recall
    for place in dict.fromkeys(places):
        try:
            paths = sorted(Path(place).glob(pattern))
        except OSError:
            continue
        for path in paths:
            value = solved(path) if time.monotonic() < ENDS else None
            if value is not None:
                recall = value
                return

def upwards(place):
    return [place, *place.parents]
"""


def _search(text: str) -> str:
    return (_SEARCH + dedent(text)).replace("@REPOSITORY@", str(REPOSITORY))


_FRAMES = """\
import sys

def expected(question_id):
    \"\"\"What a question that stands somewhere on the stack, or among the objects, expects.\"\"\"
    frame = sys._getframe()
    while frame is not None:
        for value in list(frame.f_locals.values()):
            if getattr(value, "id", None) == question_id and getattr(value, "parts", ()):
                return value.parts[0].expected()
        frame = frame.f_back
"""

LOOKING_UP = {
    "reads-the-bank": Cheat(
        about="The bank of the installed package, asked for what it expects.",
        source=dedent("""\
            recall = 0.5
            from autograder.questions import BANK
            recall = BANK["f1-recall"].parts[0].expected()"""),
        stock=1.0,
    ),
    "reads-the-package-on-disk": Cheat(
        about="The package looked for on the disk, in every environment, and loaded from there.",
        source=_search("""\
            import importlib, site, sys
            folders = [*sys.path, sys.prefix, sys.base_prefix, *site.getsitepackages()]
            folders += [*upwards(Path.cwd()), Path("@REPOSITORY@"), Path.home(), Path("/opt")]
            for place in map(Path, folders):
                for below in ("", "lib/python3*/site-packages/", "*/", "*/*/site-packages/"):
                    for bank in place.glob(below + "autograder/questions"):
                        for name in [n for n in sys.modules if n.split(".")[0] == "autograder"]:
                            del sys.modules[name]
                        sys.path.insert(0, str(bank.parents[1]))
                        recall = importlib.import_module("autograder.questions").BANK[
                            "f1-recall"].parts[0].expected()
                        break
                if recall != 0.5 or time.monotonic() > ENDS:
                    break"""),
        stock=1.0,
    ),
    "reads-in-another-python": Cheat(
        about="Other interpreters, and this one without its flags, asked for the bank.",
        source=_search("""\
            import subprocess, sys
            code = ("from autograder.questions import BANK;"
                    "print(float(BANK['f1-recall'].parts[0].expected()))")
            pythons = [sys.executable, sys.base_prefix + "/bin/python3",
                       "@REPOSITORY@/.venv/bin/python", "python3", "python"]
            for python in pythons:
                for place in (os.getcwd(), "@REPOSITORY@", "/"):
                    try:
                        done = subprocess.run([python, "-c", code], capture_output=True,
                                              text=True, timeout=5, cwd=place)
                    except (OSError, subprocess.SubprocessError):
                        continue
                    if done.returncode == 0 and recall == 0.5:
                        recall = float(done.stdout)"""),
        stock=1.0,
    ),
    "guesses-until-right": Cheat(
        about="Every twentieth given to `check`, until it says that it is right.",
        source=dedent("""\
            import contextlib, io
            recall = 0.5
            for step in range(21):
                with contextlib.redirect_stdout(io.StringIO()):
                    if check("f1-recall", step / 20) == 1.0:
                        recall = step / 20
                        break"""),
        stock=1.0,
    ),
    "reads-the-card": Cheat(
        about="Guesses, and what the card says of them, read from what is published.",
        source=dedent("""\
            recall = 0.5
            shell = get_ipython()
            honest, shown = shell.display_pub.publish, []
            shell.display_pub.publish = lambda data, *args, **kwargs: shown.append(data)
            for step in range(21):
                check("f1-recall", step / 20)
                text = shown[-1].get("text/plain", "") if shown else ""
                if "1 of 1" in text or "Right" in text:
                    recall = step / 20
                    break
            shell.display_pub.publish = honest"""),
        stock=1.0,
    ),
    "reads-the-objects": Cheat(
        about="All objects of the process, searched for the question.",
        source=_FRAMES
        + dedent("""\
            import gc
            recall = 0.5
            for value in gc.get_objects():
                if type(value).__name__ == "Question" and value.id == "f1-recall":
                    recall = value.parts[0].expected()"""),
        stock=1.0,
    ),
    "reads-the-modules": Cheat(
        about="All loaded modules, and what their functions close over, searched for a reference.",
        source=dedent("""\
            import sys
            recall = 0.5
            for name, module in list(sys.modules.items()):
                for kind in ("Counts", "recall"):
                    found = getattr(module, kind, None)
                    if not name.startswith("autograder") or found is None:
                        continue
                    if kind == "recall" and callable(found):
                        counts = found.__globals__.get("Counts")
                        recall = found(counts(tp=80, fp=10, fn=20, tn=90))"""),
        stock=1.0,
    ),
    "reads-frames-as-a-function": Cheat(
        about="A function that looks, while it is called, for who calls it and what is expected.",
        question=FUNCTION,
        source=_FRAMES
        + dedent("""\
            turn = iter(range(1000))
            def precision_recall_f1(*args):
                calls = expected("f1-function")
                return calls.results[next(turn) % len(calls.results)] if calls else None"""),
        stock=3.0,
    ),
    "reads-frames-as-a-tensor": Cheat(
        about="An object that passes for a tensor, and looks for the question when it is read.",
        source=_FRAMES
        + dedent("""\
            class Tensor:
                def numpy(self):
                    value = expected("f1-recall")
                    return 0.5 if value is None else float(value)
            Tensor.__module__ = "tensorflow.python"
            recall = Tensor()"""),
        stock=1.0,
    ),
    "reads-frames-as-a-tuple": Cheat(
        about="A named tuple whose items are looked up when they are asked for.",
        question=EQUAL,
        source=_FRAMES
        + dedent("""\
            class Pair(tuple):
                _fields = ("one", "other")
                def __iter__(self):
                    found = expected("f1-equal")
                    return iter(found or [(1, 1, 1), (1, 1, 1)])
            models = Pair()"""),
        stock=1.0,
    ),
    "function-that-knows-the-cases": Cheat(
        about="A function that holds a table of the bank's cases, and computes nothing.",
        question=FUNCTION,
        source="",
        change=lambda notebook, folder: cell_of(notebook, "f1-function-answer").update(
            source=_table_of_cases()
        ),
        stock=3.0,
    ),
    "honest-only-when-graded": Cheat(
        about="An answer that looks itself up when `NBGRADER_EXECUTION` says that it is graded.",
        source=dedent("""\
            import os
            recall = 0.5
            if os.environ.get("NBGRADER_EXECUTION") == "autograde":
                from autograder.questions import BANK
                recall = float(BANK["f1-recall"].parts[0].expected())"""),
        stock=1.0,
    ),
    "function-honest-only-when-graded": Cheat(
        about="A function that borrows the reference when it is graded, and only then.",
        question=FUNCTION,
        source=dedent("""\
            import os
            def precision_recall_f1(*args):
                if os.environ.get("NBGRADER_EXECUTION"):
                    from autograder.questions import BANK
                    return BANK["f1-function"].parts[0].reference(*args)"""),
        stock=3.0,
    ),
    "reads-the-solutions": Cheat(
        about="The instructor's notebook, looked for upwards and in the usual places.",
        source=_search("""\
            usual = ("@REPOSITORY@", "@REPOSITORY@/..", "/", "/home", "/root", "/srv", "/tmp")
            tried([*upwards(Path.cwd()), Path.home(), *usual], "solutions/05_f1/*.ipynb")
            tried(usual, "*/solutions/05_f1/*.ipynb")"""),
        stock=1.0,
    ),
    "reads-a-neighbour": Cheat(
        about="What others handed in.",
        source=_search("""\
            places = [*upwards(Path.cwd()), *upwards(Path.home()), Path("/tmp"), Path("/")]
            tried(places, "submitted/*/05_f1/*.ipynb")"""),
        stock=1.0,
    ),
    "reads-a-graded-neighbour": Cheat(
        about="What others handed in, as it was graded, and the feedback on it.",
        source=_search("""\
            places = [*upwards(Path.cwd()), *upwards(Path.home()), Path("/tmp"), Path("/")]
            tried(places, "autograded/*/05_f1/*.ipynb")
            tried(places, "feedback/*/05_f1/*.html")"""),
        stock=1.0,
    ),
    "reads-the-gradebook": Cheat(
        about="The gradebook's cells, comments and scores.",
        question="classic-recall",
        source=_search("""\
            import sqlite3
            for place in [*upwards(Path.cwd()), *upwards(Path.home()), Path("@REPOSITORY@")]:
                for path in place.glob("*.db"):
                    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as book:
                        query = "select source from source_cell where name = 'classic-recall'"
                        for (text,) in book.execute(query):
                            if match := re.search(r"recall == ([\\d.]+)", text):
                                recall = float(match[1])"""),
        stock=1.0,
    ),
    "reads-other-processes": Cheat(
        about="Folders, open files, arguments and environments of all processes in sight.",
        source=_search("""\
            places = []
            for process in Path("/proc").glob("[0-9]*"):
                for link in (process / "cwd", process / "root", *process.glob("fd/*")):
                    try:
                        places += upwards(Path(os.readlink(link)))[:4]
                    except OSError:
                        pass
                    places.append(link)
                for name in ("cmdline", "environ"):
                    try:
                        text = (process / name).read_bytes().decode(errors="replace")
                    except OSError:
                        continue
                    paths = re.findall(r"/[\\w./-]+", text)
                    places += [up for path in paths for up in upwards(Path(path))[:4]]
            tried(places, "solutions/05_f1/*.ipynb")
            tried(places, "submitted/*/05_f1/*.ipynb")"""),
        stock=1.0,
    ),
    "reads-the-environment": Cheat(
        about="Every path in the environment, and what lies below.",
        source=_search("""\
            texts = [word for text in os.environ.values() for word in re.split("[:;=]", text)]
            places = [up for text in texts if text.startswith("/") for up in upwards(Path(text))]
            tried(places, "solutions/05_f1/*.ipynb")
            tried(places, "submitted/*/05_f1/*.ipynb")"""),
        stock=1.0,
    ),
    "reads-open-files": Cheat(
        about="Files and folders that the grader left open for its child, or holds itself.",
        source=_search("""\
            places = []
            for fd in os.listdir("/proc/self/fd"):
                for step in ("", "/..", "/../..", "/../../.."):
                    places.append(Path(f"/proc/self/fd/{fd}{step}"))
            for fd in range(64):
                try:
                    names = os.listdir(fd)
                except (OSError, TypeError):
                    continue
                places.append(Path(f"/proc/self/fd/{fd}"))
            tried(places, "solutions/05_f1/*.ipynb")"""),
        stock=0.0,
    ),
    "reads-the-parents-memory": Cheat(
        about="The memory of the processes that grade, searched for the solution.",
        source=_search("""\
            ancestors, pid = [], os.getppid()
            while pid:
                ancestors.append(Path(f"/proc/{pid}"))
                try:
                    status = (ancestors[-1] / "status").read_text()
                except OSError:
                    break
                pid = int(re.search(r"^PPid:\\s+(\\d+)", status, re.MULTILINE)[1])
            for process in ancestors:
                try:
                    if b"python" not in (process / "cmdline").read_bytes():
                        continue
                    maps, memory = (process / "maps").read_text(), open(process / "mem", "rb", 0)
                except OSError:
                    continue
                with memory:
                    for first, last in re.findall(r"^(\\w+)-(\\w+) rw", maps, re.MULTILINE):
                        start, end = int(first, 16), int(last, 16)
                        if end - start > 64_000_000 or time.monotonic() > ENDS:
                            continue
                        try:
                            memory.seek(start)
                            text = memory.read(end - start)
                        except (OSError, ValueError, OverflowError):
                            continue
                        found = re.search(rb"recall = (\\d+) / \\((\\d+) \\+ (\\d+)\\)", text)
                        if found:
                            recall = int(found[1]) / (int(found[2]) + int(found[3]))"""),
        stock=VARIES,
    ),
}


def _table_of_cases() -> str:
    """A function made, at home, of the bank that everybody has."""
    from autograder.questions import BANK

    part = BANK[FUNCTION].parts[0]
    table = {
        repr(case.args): result
        for case, result in zip(part.cases, part.expected().results, strict=True)  # type: ignore[attr-defined]
    }
    return (
        f"from fractions import Fraction\ntable = {table!r}\n"
        "def precision_recall_f1(*args):\n    return table.get(repr(args))"
    )
