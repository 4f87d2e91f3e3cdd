"""Answers that lie: objects, subclasses, several answers at once, and what is only printed."""

from __future__ import annotations

from textwrap import dedent

from autograder.answers import MIME
from tests.hostile.cheat import (
    EQUAL,
    FUNCTION,
    MARK,
    Cheat,
    code,
)

LYING = {
    "lies-in-eq": Cheat(
        about="An object that equals everything and is close to everything.",
        source=code("""\
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
        source=code("""\
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
        source=code("""\
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
        source=code("""\
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
        source=code("""\
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
        source=code("""\
            class Liar(str):
                __hash__ = str.__hash__
                def __eq__(self, other): return True
                def __float__(self): return 0.8
            recall = Liar("0.5")"""),
        stock=0.0,
    ),
    "subclass-of-ndarray": Cheat(
        about="An array that answers every function of NumPy's with True.",
        source=code("""\
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
        source=code("""\
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
        source=code(f"""\
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
        source=code(f"""\
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
        source=code(f"""\
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
