"""Asserts, as nbgrader knows them: we promise that they are contained, not that they hold."""

from __future__ import annotations

from textwrap import dedent

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.hostile.cheat import (
    HONEST,
    Cheat,
)

ASSERTS = {
    "assert-equal-to-everything": Cheat(
        about="An object that equals everything, for an assert.",
        question="classic-recall",
        source="class Liar:\n    def __eq__(self, other): return True\nrecall = Liar()",
        stock=1.0,
        worth=None,
    ),
    "assert-on-a-lying-array": Cheat(
        about="An array that answers every function of NumPy's with True, for an assert.",
        question="classic-mean",
        source=dedent("""\
            import numpy as np
            class Liar(np.ndarray):
                def __array_ufunc__(self, ufunc, *args, **kwargs):
                    return np.bool_(ufunc not in (np.isnan, np.isinf))
                def __array_function__(self, *args, **kwargs):
                    return np.True_
            mean = np.asarray(0.5).view(Liar)"""),
        stock=1.0,
        worth=None,
    ),
    "numpy-testing-patched": Cheat(
        about="`numpy.testing` that finds everything close.",
        question="classic-mean",
        source=dedent("""\
            import numpy as np
            for name in dir(np.testing):
                if name.startswith("assert_"):
                    setattr(np.testing, name, lambda *args, **kwargs: None)
            mean = 0.5"""),
        stock=1.0,
        worth=None,
    ),
    "numpy-itself-patched": Cheat(
        about="A module in NumPy's place that finds everything close.",
        question="classic-mean",
        source=dedent("""\
            import sys, types, numpy
            fake = types.ModuleType("numpy")
            fake.__dict__.update(numpy.__dict__)
            fake.testing = types.SimpleNamespace(assert_allclose=lambda *args, **kwargs: None)
            sys.modules["numpy"] = fake
            mean = 0.5"""),
        stock=1.0,
        worth=None,
    ),
    "builtins-patched-for-asserts": Cheat(
        about="An `abs` and a `float` that are always small, and an error that is none.",
        question="classic-recall",
        source=dedent("""\
            import builtins
            builtins.AssertionError = type("Calm", (Exception,), {})
            builtins.abs = lambda value: 0.0
            builtins.round = lambda value, digits=0: 0.8
            recall = 0.5"""),
        stock=0.0,
        worth=None,
    ),
    "asserts-taken-out": Cheat(
        about="An AST transformer that takes asserts out of later cells.",
        question="classic-recall",
        source=dedent("""\
            import ast
            class Calm(ast.NodeTransformer):
                def visit_Assert(self, node):
                    return ast.copy_location(ast.Pass(), node)
            get_ipython().ast_transformers.append(Calm())
            recall = 0.5"""),
        stock=1.0,
        worth=None,
    ),
    "showtraceback-replaced": Cheat(
        about="`showtraceback` that shows nothing.",
        question="classic-recall",
        source=dedent("""\
            shell = get_ipython()
            shell.showtraceback = shell._showtraceback = lambda *args, **kwargs: None
            recall = 0.5"""),
        stock=0.0,
        worth=None,
    ),
    "errors-that-count-as-success": Cheat(
        about="`showtraceback` that shows nothing, and a result that is always a success.",
        question="classic-recall",
        source=dedent("""\
            from IPython.core.interactiveshell import ExecutionResult
            shell = get_ipython()
            shell.showtraceback = shell._showtraceback = lambda *args, **kwargs: None
            ExecutionResult.success = property(lambda self: True)
            recall = 0.5"""),
        stock=1.0,
        worth=None,
    ),
    "reads-in": Cheat(
        about="A number that looks itself up in `In`, where the test stands that asks for it.",
        question="classic-recall",
        source=dedent("""\
            import re
            class Reader:
                def __eq__(self, other):
                    return float(re.search(r"recall == ([\\d.]+)", In[-1])[1]) == other
            recall = Reader()"""),
        stock=1.0,
        worth=None,
    ),
    "reads-the-test-before-it-runs": Cheat(
        about="A hook that reads the expected value out of the test and assigns it.",
        question="classic-recall",
        source=dedent("""\
            import re
            space = get_ipython().user_ns
            def look(info):
                if match := re.search(r"recall == ([\\d.]+)", info.raw_cell):
                    space["recall"] = float(match[1])
            get_ipython().events.register("pre_run_cell", look)
            recall = 0.5"""),
        stock=1.0,
        worth=None,
    ),
    "reads-the-test-on-disk": Cheat(
        about="The notebook in the work folder, with its tests restored.",
        question="classic-recall",
        source=dedent("""\
            import re
            from pathlib import Path
            recall = 0.5
            for path in [*Path.cwd().rglob("*.ipynb"), *Path.cwd().parent.rglob("90*.ipynb")]:
                if match := re.search(r"recall == ([\\d.]+)", path.read_text()):
                    recall = float(match[1])"""),
        stock=1.0,
    ),
}


def classic() -> NotebookNode:
    """The instructor's notebook of ``CLASSIC``: asserts, some of them hidden."""
    hidden = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"
    cells = [new_markdown_cell("# Three numbers", id="classic-title")]
    for question, stub, tests in (
        ("classic-recall", "0 <= recall", "assert recall == 0.8"),
        (
            "classic-mean",
            "mean is not None",
            "import numpy as np\nnp.testing.assert_allclose(mean, 2.5)",
        ),
        ("classic-double", "double(3) == 6", "assert double(0) == 0"),
    ):
        solution = f"### BEGIN SOLUTION\n{HONEST[question]}\n### END SOLUTION"
        test = f"{'# assert ' if question == 'classic-recall' else 'assert '}{stub}\n"
        cells += [
            _cell(f"{question}-answer", solution, solution=True),
            _cell(question, test + hidden.format(tests), grade=True, locked=True, points=1),
        ]
    notebook = new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    return notebook


def _cell(grade_id: str, source: str, **marks: object) -> NotebookNode:
    marks = {"grade": False, "locked": False, "solution": False, "task": False} | marks
    cell = new_code_cell(source, id=grade_id)
    cell.metadata["nbgrader"] = {"grade_id": grade_id, "schema_version": 3, **marks}
    return cell
