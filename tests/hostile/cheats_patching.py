"""Patches: the package that checks, the standard library, and floats in memory."""

from __future__ import annotations

from tests.hostile.cheat import (
    Cheat,
    code,
)

PATCHES = {
    "checks-package-patched": Cheat(
        about="A judge of one's own, in the package that checks.",
        source=code("""\
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
        source=code("""\
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
        source=code("""\
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
        source=code("""\
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
        source=code("""\
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
        source=code("""\
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
        source=code("""\
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
        source=code("""\
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
        source=code("""\
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
