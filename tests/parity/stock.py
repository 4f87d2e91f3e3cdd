"""Run nbgrader alone on a course directory, with the configuration that stands in it.

``python stock.py release ROOT ASSIGNMENT...`` and ``python stock.py grade ROOT
ASSIGNMENT/STUDENT...`` print one JSON object: for each argument nothing, or how it failed.
"""

from __future__ import annotations

import json
import os
import sys
import warnings

from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader


def convert(converter: type, root: str, assignment: str, student: str) -> str:
    """Run one of nbgrader's converters; returns its log where it failed."""
    config: Config = PyFileConfigLoader("nbgrader_config.py", path=root).load_config()
    config.CourseDirectory.root = root
    config.CourseDirectory.assignment_id = assignment
    config.CourseDirectory.student_id = student
    outcome = capture_log(converter(coursedir=CourseDirectory(config=config), config=config))
    return "" if outcome["success"] else str(outcome.get("log") or outcome["error"])


def main(command: str, root: str, *items: str) -> None:
    """Do one thing to each item."""
    os.chdir(root)
    # nbgrader calls `alembic` by its bare name when it makes a gradebook.
    os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
    failures = {}
    for item in items:
        assignment, _, student = item.partition("/")
        converter = GenerateAssignment if command == "release" else Autograde
        failures[item] = convert(converter, root, assignment, student or ".")
    print(json.dumps(failures))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(*sys.argv[1:])
