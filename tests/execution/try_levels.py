"""Say which levels work on this machine, and what a submission sees at the best: JSON on stdout."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from nbformat.v4 import new_code_cell, new_notebook

from autograder.execution.levels import SANDBOXES, best_level, open_kernels, probe
from autograder.execution.limits import Limits
from autograder.execution.run import run

CELLS = {
    "ids": "import os\nprint(os.getuid(), os.getgid(), os.getgroups())",
    "package": "import autograder\nprint(os.path.dirname(autograder.__file__))",
    "bank": "print(os.listdir('/srv/repository/autograder/questions'))",
    "gradebook": "open('/tmp/a-gradebook').read()",
    "network": "import socket\nsocket.create_connection(('127.0.0.1', int(PORT)), timeout=2)",
    "writes": "open('mine.txt', 'w').write('x')\nprint(os.listdir('.'))",
    "system": "open('/usr/x', 'w')",
    "leaves": "open('/tmp/left-here', 'w').write('x')\nprint('written')",
    "daemon": "import subprocess\nprint(subprocess.Popen(['sleep', '300']).pid > 0)",
    "recorded": "autograder.check('f1-recall', 0.8)",
    "training": "import tensorflow as tf\n"
    "print(tf.keras.layers.Embedding(5, 3)(tf.constant([[1, 2]])).shape)",
}


def main(port: str) -> None:
    """Probe, run, and tell."""
    Path("/tmp/a-gradebook").write_text("all grades")
    Path("/tmp/a-gradebook").chmod(0o600)
    secrets = (Path("/srv/repository"),)
    cells = [new_code_cell(source.replace("PORT", port)) for source in CELLS.values()]
    level = best_level(*secrets)
    with open_kernels(level) as kernels:
        ran = [
            run(new_notebook(cells=cells), kernels=kernels, limits=Limits(processes=200))
            for _ in range(2)
        ]
    left = [path.name for path in Path("/tmp").iterdir() if path.name != "a-gradebook"]
    told = {
        "levels": {
            p.level.name: [p.trouble, p.advice] for p in (probe(x, secrets) for x in SANDBOXES)
        },
        "best": level.name,
        "faults": [[fault.reason for fault in each.faults] for each in ran],
        "said": [
            {n: _said(c) for n, c in zip(CELLS, each.notebook.cells, strict=True)} for each in ran
        ],
        "left": left,
        "sleeping": _sleeping(),
    }
    print(json.dumps(told))


def _said(cell: dict) -> str:
    texts = []
    for output in cell["outputs"]:
        if output["output_type"] == "error":
            texts.append(f"{output['ename']}: {output['evalue']}")
        else:
            texts.append(output.get("text") or output["data"].get("text/plain", ""))
    return " ".join(texts).strip()


def _sleeping() -> int:
    """How many of the daemons that submissions started are still there."""
    found = 0
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found += path.read_bytes() == b"sleep\0300\0"
        except OSError:
            continue
    return found


if __name__ == "__main__":
    main(sys.argv[1])
