"""All cheats, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tests.hostile.cheat import PERFECT, VICTIM, Cheat
from tests.hostile.cheats_asserts import ASSERTS
from tests.hostile.cheats_ipython import IPYTHON
from tests.hostile.cheats_looking_up import LOOKING_UP
from tests.hostile.cheats_lying import LYING
from tests.hostile.cheats_on_disk import ON_DISK
from tests.hostile.cheats_patching import PATCHES
from tests.hostile.cheats_writing import WRITING

HONEST_CHEATS = {
    "wrong-answer": Cheat(
        about="No cheat: the wrong answer that the others start from.", stock=0.0
    ),
    VICTIM: Cheat(
        about="No cheat: an honest submission, which a neighbour tries to overwrite.",
        source="",
        stock=0.0,
        worth=1.0,
    ),
    PERFECT: Cheat(
        about="No cheat: an honest submission that is graded behind all others.",
        source="",
        stock=1.0,
        worth=1.0,
    ),
    "classic-perfect": Cheat(
        about="No cheat: an honest submission for the asserts.",
        question="classic-recall",
        source="",
        stock=1.0,
        worth=1.0,
    ),
    "classic-wrong": Cheat(
        about="No cheat: a wrong answer, which a hidden test tells.",
        question="classic-recall",
        stock=0.0,
        worth=0.0,
    ),
}

CHEATS: Mapping[str, Cheat] = MappingProxyType(
    {
        **LYING,
        **IPYTHON,
        **PATCHES,
        **LOOKING_UP,
        **WRITING,
        **ON_DISK,
        **ASSERTS,
        **HONEST_CHEATS,
    }
)


# Those that nbgrader alone grades in every run of the tests; all others where there is time.
SAMPLE = frozenset(
    {
        *HONEST_CHEATS,
        "lies-in-eq",
        "input-transformer",
        "ast-transformer",
        "pre-run-hook",
        "forged-result",
        "forged-idle",
        "wrong-key",
        "run-cell-async-replaced",
        "display-formatter-replaced",
        "checks-package-patched",
        "bank-patched",
        "reads-the-bank",
        "guesses-until-right",
        "reads-frames-as-a-function",
        "reads-the-solutions",
        "reads-a-neighbour",
        "reads-the-gradebook",
        "gradebook-written-before",
        "gradebook-written-by-a-daemon",
        "neighbour-overwritten",
        "start-up-file",
        "start-up-file-read",
        "shadows-numpy",
        "points-of-ones-own",
        "numpy-testing-patched",
        "reads-in",
    }
)

# What had to be tried, and which submissions try it (some stand in ``test_traps.TRAPS``).
LISTED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "objects that lie in __eq__": ("lies-in-eq", "assert-equal-to-everything"),
        "objects that lie in __float__": ("lies-in-float", "lies-about-its-class"),
        "objects that lie in __array__": ("lies-in-array", "assert-on-a-lying-array"),
        "subclasses of float, tuple, str and ndarray": (
            "subclass-of-float",
            "subclass-of-tuple",
            "subclass-of-str",
            "subclass-of-ndarray",
        ),
        "IPython input transformers": ("input-transformer",),
        "AST transformers": ("ast-transformer", "asserts-taken-out"),
        "pre_run_cell and post_run_cell hooks that change later cells": (
            "pre-run-hook",
            "post-run-hook",
            "hook-that-changes-later-cells",
        ),
        "forged messages on iopub": ("forged-result", "forged-verdict", "forged-reply"),
        "forged idle states": ("forged-idle",),
        "wrong keys": ("wrong-key",),
        "replacing run_cell_async": ("run-cell-async-replaced",),
        "replacing do_execute": ("do-execute-replaced",),
        "replacing showtraceback": ("showtraceback-replaced", "errors-that-count-as-success"),
        "replacing display formatters": ("display-formatter-replaced", "display-hook-replaced"),
        "replacing clear_output": ("clear-output-replaced",),
        "patching numpy.testing": ("numpy-testing-patched",),
        "patching numpy itself": ("numpy-itself-patched",),
        "patching builtins": ("builtins-patched", "import-patched", "builtins-patched-for-asserts"),
        "patching sys.modules": ("sys-modules-patched",),
        "patching the checks package": (
            "checks-package-patched",
            "checks-code-exchanged",
            "encoder-patched",
            "bank-patched",
        ),
        "a submitted file that shadows a module": (
            "own-autograder-package",
            "shadows-numpy",
            "shadows-the-standard-library",
            "startup-in-the-work-folder",
        ),
        "an IPython start-up file for the next learner": ("start-up-file", "start-up-file-read"),
        "reading expected values from In": ("reads-in", "reads-the-test-before-it-runs"),
        "reading expected values from frames": (
            "reads-frames-as-a-function",
            "reads-frames-as-a-tensor",
            "reads-frames-as-a-tuple",
        ),
        "reading expected values from the source folder": (
            "reads-the-solutions",
            "reads-other-processes",
            "reads-the-environment",
            "reads-open-files",
        ),
        "reading expected values from a neighbour's submission": (
            "reads-a-neighbour",
            "reads-a-graded-neighbour",
        ),
        "reading expected values from the gradebook": ("reads-the-gradebook",),
        "writing the gradebook, before or after grading, from a daemon": (
            "gradebook-written-before",
            "gradebook-written-at-once",
            "gradebook-written-by-a-daemon",
        ),
        "the tag skip-execution, or any other tag or metadata": (
            "test-tagged-to-be-skipped",
            "tags-on-the-test",
            "test-of-an-unknown-schema",
            "test-worth-more",
        ),
        "deleted test cells": ("test-deleted", "answer-and-test-deleted"),
        "duplicated test cells": ("test-copied", "impostor-before-the-test"),
        "edited test cells": ("test-edited", "test-made-a-text"),
        "reordered test cells": ("test-before-its-answer", "setup-last"),
        "flags flipped on locked cells": (
            "test-flagged-as-an-answer",
            "test-flagged-as-ungraded",
            "test-flagged-as-a-task",
            "answer-flagged-as-locked",
            "marks-exchanged",
        ),
        "two answers for one question": ("two-answers", "two-answers-from-a-thread"),
        "an answer above the size cap": ("answer-above-the-size-cap",),
        "a result printed instead of returned": ("result-printed", "points-printed"),
        "behaving well only when NBGRADER_EXECUTION is set": (
            "honest-only-when-graded",
            "function-honest-only-when-graded",
        ),
        "malicious pickles": ("pickle-in-the-answer", "forged-record-of-a-pickle"),
    }
)
