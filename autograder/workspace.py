"""Where things stand, and the learner's own work folder.

The work folder is filled from what the course hands out. A manifest remembers each file as
it was handed out, so that an update never overwrites what a learner wrote.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import autograder
from autograder.errors import UsageError
from autograder.journal import MANIFEST

START_PAGE = "course/00_start.ipynb"
_HANDED_OUT = ("course/*.ipynb", "exercises/*/*")


def home() -> Path:
    """The folder that holds ``course/`` and ``exercises/``: the one with the package in it.

    Raises
    ------
    UsageError
        If the package was installed without them.
    """
    folder = Path(autograder.__file__).resolve().parent.parent
    if not (folder / "exercises").is_dir():
        raise UsageError(
            f"There is no exercises/ beside the package in {folder}. Install it from a clone, or "
            "from the folder that your instructor handed out, with `pip install -e .`."
        )
    return folder


@dataclass(frozen=True, kw_only=True)
class Filled:
    """What filling a work folder did, as paths relative to it.

    Attributes
    ----------
    new, updated : tuple of str
        Copied for the first time; replaced because the learner had not touched them.
    kept : tuple of str
        Changed by the learner and upstream: left as they are.
    fresh : tuple of (str, str)
        Replaced on request, and the name under which the learner's own version was kept.
    """

    new: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    fresh: tuple[tuple[str, str], ...] = ()


def fill(work: Path, source: Path, *, fresh: tuple[str, ...] = (), now: datetime) -> Filled:
    """Fill a work folder from ``source``.

    Parameters
    ----------
    work, source : Path
    fresh : tuple of str
        Parts of names of files to hand out anew; the learner's version is kept beside it.
    now : datetime
        Goes into the names of kept versions.
    """
    _refuse_unclear(fresh, source)
    work.mkdir(parents=True, exist_ok=True)
    manifest = _read_manifest(work)
    new, updated, kept, renamed = [], [], [], []
    for path in _handed_out(source):
        name = path.relative_to(source).as_posix()
        mine = work / name
        upstream = _hash(path)
        if not mine.exists():
            new.append(name)
        elif any(part in name for part in fresh):
            renamed.append((name, _set_aside(mine, now)))
        elif _hash(mine) == upstream:
            manifest[name] = upstream
            continue
        elif _hash(mine) == manifest.get(name):
            updated.append(name)
        else:
            if manifest.get(name) != upstream:
                kept.append(name)
            continue
        mine.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, mine)
        manifest[name] = upstream
    (work / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True))
    return Filled(new=tuple(new), updated=tuple(updated), kept=tuple(kept), fresh=tuple(renamed))


def _handed_out(source: Path) -> list[Path]:
    found = [path for pattern in _HANDED_OUT for path in source.glob(pattern) if path.is_file()]
    return sorted(found)


def _refuse_unclear(fresh: tuple[str, ...], source: Path) -> None:
    """Refuse a part of a name that fits no file, or several, before anything is touched."""
    names = [path.relative_to(source).as_posix() for path in _handed_out(source)]
    for part in fresh:
        fits = [name for name in names if part in name]
        if not fits:
            raise UsageError(f"No file is called {part!r}. There are: {', '.join(names)}.")
        if len(fits) > 1:
            raise UsageError(f"{part!r} fits several files; name one of {', '.join(fits)}.")


def _read_manifest(work: Path) -> dict[str, str]:
    try:
        manifest: dict[str, str] = json.loads((work / MANIFEST).read_text())
    except (OSError, ValueError):
        return {}
    return manifest


def _hash(path: Path) -> str:
    """A hash of what a person would call the content: of a notebook, its cells' sources.

    JupyterLab changes metadata and outputs of a notebook that is merely opened and run.
    """
    data = path.read_bytes()
    if path.suffix == ".ipynb":
        try:
            cells = json.loads(data)["cells"]
            data = json.dumps([[c["cell_type"], "".join(c["source"])] for c in cells]).encode()
        except (ValueError, KeyError, TypeError):
            pass  # not a notebook any more: its bytes are its content
    return hashlib.sha256(data).hexdigest()


def _set_aside(path: Path, now: datetime) -> str:
    kept = path.with_name(f"{path.stem}.before-{now:%Y%m%d-%H%M%S}{path.suffix}")
    path.rename(kept)
    return kept.name


def lab_command(root: Path, *, page: str = "", arguments: tuple[str, ...] = ()) -> list[str]:
    """The command that opens JupyterLab on a folder, at a page if one is named."""
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={root}"]
    if page:
        command.append(f"--LabApp.default_url=/lab/tree/{page}")
    return [*command, *arguments]


def refuse_root(arguments: tuple[str, ...]) -> None:
    """Say what JupyterLab would say to root at the end of its start-up lines, but at once.

    Raises
    ------
    UsageError
        If root has not asked for it. (Whoever reaches a server that root runs is root.)
    """
    asked = any(name in part for part in arguments for name in ("allow-root", "allow_root"))
    if getattr(os, "geteuid", lambda: 1)() == 0 and not asked:
        raise UsageError(
            "You are root, and JupyterLab does not start for root unasked. In a container that "
            "is yours alone, write: autograder start -- --allow-root"
        )


def lab_environment(source: Path, profile: str) -> dict[str, str]:
    """The environment for JupyterLab: the settings of a profile come first.

    ``profile`` is ``learner`` or ``instructor``.
    """
    settings = [str(source / ".jupyter" / profile), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, settings))
    scripts = os.path.dirname(sys.executable)
    environment["PATH"] = scripts + os.pathsep + environment.get("PATH", "")
    return environment
