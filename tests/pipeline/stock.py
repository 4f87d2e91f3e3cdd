"""Grade submissions with nbgrader alone: ``python stock.py COURSE ASSIGNMENT STUDENT...``.

Prints, for each student, either nothing or how nbgrader failed, as one JSON object.
"""

from __future__ import annotations

import json
import os
import sys
import warnings

from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log
from traitlets.config import Config

from autograder.gradebook import configure


def autograde(root: str, assignment: str, student: str) -> str:
    """Autograde one submission; returns nbgrader's log where it failed."""
    config = Config()
    configure(config, plugin=False)
    config.CourseDirectory.root = root
    config.CourseDirectory.assignment_id = assignment
    config.CourseDirectory.student_id = student
    # By default four seconds for a message, and thirty for a cell: too few on a busy machine.
    config.Execute.iopub_timeout, config.Execute.timeout = 30, 120
    config.Execute.startup_timeout = 600
    outcome = capture_log(Autograde(coursedir=CourseDirectory(config=config), config=config))
    return "" if outcome["success"] else str(outcome.get("log") or outcome["error"])


def main(root: str, assignment: str, *students: str) -> None:
    """Grade one after the other."""
    os.chdir(root)
    print(json.dumps({student: autograde(root, assignment, student) for student in students}))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(*sys.argv[1:])
