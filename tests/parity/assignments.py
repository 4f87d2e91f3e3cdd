"""Assignments of a course that is not ours, and honest submissions to them.

Left out, because we deliberately do not do as nbgrader does (see tests/pipeline/test_traps.py):
test cells that were deleted, copied, renamed or tagged by a learner, a kernel that dies, a cell
that runs too long, a file that stands in for an installed module, results above a cell's points.
A notebook is not there while it is graded, so that `%run` of another one fails: it would hold
hidden tests. Left out as well: a last value that is a scalar of NumPy (what it earns goes by
NumPy's version), and a kernel that the instructor asks for and that this machine does not have.
"""

from __future__ import annotations

from nbformat.notebooknode import NotebookNode

from tests.parity.course import (
    Assignment,
    Change,
    Submission,
    answer,
    as_colab_saves_it,
    autograder_tests,
    code,
    given,
    grade_id_of,
    hidden,
    manual_code,
    manual_task,
    manual_text,
    notebook,
    text,
    without_cell_ids,
)


def save_as_colab_does(notebooks: dict[str, NotebookNode]) -> None:
    """Hand in what Colab wrote."""
    for name, each in list(notebooks.items()):
        notebooks[name] = as_colab_saves_it(each)


NUMPY = given("imports", "import numpy as np")

SUMS = Assignment(
    name="sums",
    notebooks={
        "vectors": notebook(
            text("# Vectors and tables"),
            NUMPY,
            text("Write a function that brings a vector to length 1."),
            answer("scale", "def scale(v):\n    return np.asarray(v) / np.linalg.norm(v)"),
            autograder_tests(
                "scale-test",
                2,
                '"""The result is an array of length 1."""\n'
                "assert isinstance(scale([3.0, 4.0]), np.ndarray)\n"
                "np.testing.assert_allclose(scale([3.0, 4.0]), [0.6, 0.8])",
            ),
            text("Write a function that gives the mean of each row."),
            answer("means", "def means(table):\n    return np.mean(table, axis=1)"),
            autograder_tests(
                "means-test",
                1.5,
                "np.testing.assert_allclose(means([[1, 2], [3, 5]]), [1.5, 4.0])\nprint('ok')",
            ),
            text("Which is the largest number below 100 that is divisible by 7?"),
            answer("largest", "largest = 98"),
            autograder_tests("largest-type", 0, "assert type(largest) is int"),
            autograder_tests("largest-test", 1, "assert largest % 7 == 0 and 92 < largest < 100"),
        )
    },
    submissions=(
        Submission(
            student="perfect", says="asserts that all pass earn full marks", worth=4.5, solved=True
        ),
        Submission(student="untouched", says="an untouched notebook earns nothing", worth=0),
        Submission(
            student="half-right",
            says="each test cell counts for itself",
            worth=2,
            answers={
                "scale": "def scale(v):\n    return np.array(v) / np.sum(np.square(v)) ** 0.5",
                "means": "def means(table):\n    return np.mean(table, axis=0)",
            },
        ),
        Submission(
            student="raises",
            says="an answer that raises costs its own tests alone",
            worth=1,
            solved=True,
            answers={
                "scale": "def scale(v):\n    return v / 0",
                "means": "def means(table):\n    return table.mean(axis=7)\nmeans(np.ones((2, 2)))",
            },
        ),
        Submission(
            student="syntax-error",
            says="an answer with a syntax error costs its own tests alone",
            worth=3,
            solved=True,
            answers={"means": "def means(table)\n    return np.mean(table, axis=1)"},
        ),
        Submission(
            student="prints",
            says="an answer that is printed and not returned earns nothing",
            worth=0,
            answers={
                "scale": "def scale(v):\n    print(np.asarray(v) / np.linalg.norm(v))",
                "means": "def means(table):\n    print(np.mean(table, axis=1))",
                "largest": "print(98)",
            },
        ),
        Submission(
            student="colab",
            says="a notebook that Colab saved",
            worth=4.5,
            solved=True,
            change=save_as_colab_does,
        ),
    ),
)

PARTIAL = Assignment(
    name="partial",
    notebooks={
        "credit": notebook(
            answer("colours", "colours = ['red', 'green', 'blue']"),
            autograder_tests(
                "colours-test",
                2,
                "right = {'red', 'green', 'blue'} & set(colours)\n"
                "print(len(right), 'of 3')\n"
                "2 * len(right) / 3",
            ),
            answer("evens", "evens = [2, 4, 6]"),
            autograder_tests("evens-test", 3, "sum(n % 2 == 0 for n in evens[:3])"),
            answer("word", "word = 'level'"),
            autograder_tests("word-test", 1, "assert word == word[::-1]\n'a palindrome'"),
        )
    },
    submissions=(
        Submission(
            student="perfect",
            says="a last value that is all the points earns them",
            worth=6,
            solved=True,
        ),
        Submission(
            student="between",
            says="a last float or int between zero and the points is what is earned",
            worth=2 / 3 + 2 + 1,
            solved=True,
            answers={"colours": "colours = ['red', 'pink']", "evens": "evens = [2, 3, 4]"},
        ),
        Submission(
            student="zero",
            says="a last value of 0.0 or 0 earns nothing",
            worth=0,
            answers={"colours": "colours = []", "evens": "evens = []", "word": "word = 'levels'"},
        ),
    ),
)

HIDDEN = Assignment(
    name="hidden",
    notebooks={
        "calendar": notebook(
            answer(
                "leap",
                "def is_leap(year):\n"
                "    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)",
            ),
            autograder_tests(
                "leap-test",
                3,
                "assert is_leap(2024)\n"
                + hidden("assert is_leap(2000)\nassert not is_leap(1900)\nassert is_leap(2028)"),
            ),
            autograder_tests("leap-hidden", 1, hidden("assert not is_leap(2023)")),
            answer(
                "median",
                "def median(numbers):\n"
                "    low, high = (len(numbers) - 1) // 2, len(numbers) // 2\n"
                "    ordered = sorted(numbers)\n"
                "    return (ordered[low] + ordered[high]) / 2",
            ),
            autograder_tests(
                "median-test",
                2,
                "points = 0.5 * (median([3, 1, 2]) == 2)\n"
                + hidden("points += 1.5 * (median([4, 1, 3, 2]) == 2.5)")
                + "\npoints",
            ),
        )
    },
    submissions=(
        Submission(student="perfect", says="hidden tests that pass", worth=6, solved=True),
        Submission(student="untouched", says="hidden tests of what is not there", worth=0),
        Submission(
            student="visible-only",
            says="an answer that passes only the tests that learners see",
            worth=0.5,
            answers={
                "leap": "def is_leap(year):\n    return True",
                "median": "def median(numbers):\n    return sorted(numbers)[len(numbers) // 2]",
            },
        ),
    ),
)

BY_HAND = "The proof goes by induction."


def work_on_the_task(notebooks: dict[str, NotebookNode]) -> None:
    """Add cells behind the task, as learners answer it."""
    notebooks["essay"].cells += [text("I drew five and looked."), code("print('drawn')")]


MANUAL = Assignment(
    name="by hand",
    notebooks={
        "essay": notebook(
            manual_code("draw", 3, "def draw(n):\n    return '*' * n"),
            autograder_tests("draw-test", 1, "assert draw(2) == '**'"),
            manual_text("proof", 2, "YOUR ANSWER HERE"),
            manual_task(
                "task",
                4,
                "Draw five of them, and say what you see.\n\n"
                "=== BEGIN MARK SCHEME ===\nOne point for each.\n=== END MARK SCHEME ===",
            ),
        )
    },
    submissions=(
        Submission(
            student="perfect",
            says="code, text and a task that a person grades",
            worth=1,
            solved=True,
            answers={"proof": BY_HAND},
            change=work_on_the_task,
        ),
        Submission(
            student="untouched", says="nothing waits for a person in what was not touched", worth=0
        ),
        Submission(
            student="half-right",
            says="code that raises still waits for a person, an untouched text does not",
            worth=0,
            answers={"draw": "def draw(n):\n    return '*' * m\ndraw(3)"},
        ),
    ),
)


def drop(name: str) -> Change:
    """A change that hands in all notebooks but one."""
    return lambda notebooks: notebooks.pop(name)


def add_a_notebook_of_ones_own(notebooks: dict[str, NotebookNode]) -> None:
    """Hand in a notebook that nobody asked for."""
    notebooks["scratch"] = notebook(code("1 / 0"))


TWO = Assignment(
    name="week 5",
    notebooks={
        "part one": notebook(
            answer("double", "def double(x):\n    return 2 * x"),
            autograder_tests("double-test", 2, "assert double(4) == 8"),
        ),
        "part two": notebook(
            answer("half", "def half(x):\n    return x / 2"),
            autograder_tests("half-test", 2, "assert half(4) == 2"),
            # The same grade id as in the other notebook: nbgrader keeps them apart.
            autograder_tests("double-test", 1, "assert half(half(4)) == 1"),
            manual_text("why", 1, "YOUR ANSWER HERE"),
        ),
    },
    submissions=(
        Submission(
            student="perfect",
            says="two notebooks in one assignment, and a third that nobody asked for",
            worth=5,
            solved=True,
            answers={"why": "Because."},
            change=add_a_notebook_of_ones_own,
        ),
        Submission(
            student="no-second",
            says="a notebook that is not handed in earns nothing, the other one its due",
            worth=2,
            solved=True,
            change=drop("part two"),
        ),
        Submission(
            student="second-alone",
            says="the second of two notebooks, alone and half right",
            worth=1,
            answers={"half": "def half(x):\n    return x ** 0.5 / 2 ** (x > 2) or 1"},
            change=drop("part one"),
        ),
    ),
)

HELPER = "FACTOR = 3\n\n\ndef triple(x):\n    return FACTOR * x\n"
FILES = Assignment(
    name="files",
    notebooks={
        "tables": notebook(
            given(
                "imports",
                "import csv\nfrom pathlib import Path\nimport numpy as np\n"
                "from tripling import triple",
            ),
            answer(
                "total",
                "with open('prices.csv') as file:\n"
                "    total = sum(float(row['price']) for row in csv.DictReader(file))",
            ),
            autograder_tests("total-test", 1, "assert abs(total - 6.5) < 1e-9"),
            answer("words", "words = Path('data', 'more', 'words.txt').read_text().split()"),
            autograder_tests("words-test", 1, "assert words == ['one', 'two']"),
            answer(
                "saved",
                "np.savetxt('tripled.txt', triple(np.arange(3)))\n"
                "saved = np.loadtxt('tripled.txt')",
            ),
            autograder_tests("saved-test", 1, "assert np.array_equal(saved, [0, 3, 6])"),
        )
    },
    files={
        "prices.csv": "item,price\ntea,2.5\ncake,4\n",
        "tripling.py": HELPER,
        "data/more/words.txt": "one\ntwo\n",
    },
    submissions=(
        Submission(
            student="perfect",
            says="a table, a module and a subfolder beside the notebook",
            worth=3,
            solved=True,
        ),
        Submission(
            student="notebook-alone",
            says="released files need not be handed in",
            worth=3,
            solved=True,
            files=dict.fromkeys(("prices.csv", "tripling.py", "data/more/words.txt")),
        ),
        Submission(
            student="changed-files",
            says="released files count as the instructor wrote them",
            worth=3,
            solved=True,
            files={
                "prices.csv": "item,price\n",
                "tripling.py": HELPER.replace("3", "4"),
                "data/more/words.txt": "",
            },
        ),
        Submission(
            student="own-files",
            says="a module, a package and a file of the learner's own",
            worth=2,
            answers={
                "total": "from adding import add\ntotal = add(2.5, 4)",
                "words": "from my_words.reading import read\nwords = read()",
                "saved": "saved = np.loadtxt('my results/tripled.txt')",
            },
            files={
                "adding.py": "def add(a, b):\n    return a + b\n",
                "my_words/__init__.py": "",
                "my_words/reading.py": "def read():\n    return ['one', 'two']\n",
                "my results/tripled.txt": "0 3 7\n",
            },
        ),
    ),
)


def kernel(name: str | None) -> Change:
    """A change that makes notebooks ask for another kernel, or for none."""

    def change(notebooks: dict[str, NotebookNode]) -> None:
        for each in notebooks.values():
            del each.metadata["kernelspec"]
            if name is not None:
                each.metadata["kernelspec"] = {"name": name, "display_name": f"Python [{name}]"}

    return change


KERNELS = Assignment(
    name="kernels",
    notebooks={
        "named": notebook(
            answer("cube", "def cube(x):\n    return x**3"),
            autograder_tests("cube-test", 1, "assert cube(2) == 8"),
        ),
        "generic": notebook(
            answer("square", "def square(x):\n    return x**2"),
            autograder_tests("square-test", 1, "assert square(3) == 9"),
            kernel={"name": "python", "display_name": "Python", "language": "python"},
        ),
    },
    submissions=(
        Submission(
            student="conda",
            says="a kernel that only the learner's machine has",
            worth=2,
            solved=True,
            change=kernel("conda-env-x-py"),
        ),
        Submission(
            student="no-kernel",
            says="a notebook that names no kernel",
            worth=1,
            solved=True,
            answers={"square": "def square(x):\n    return x * 2"},
            change=kernel(None),
        ),
    ),
)

IPYTHON = Assignment(
    name="ipython",
    notebooks={
        "shell": notebook(
            code("%matplotlib inline\nimport asyncio, sys, time, warnings\nimport numpy as np"),
            code("import matplotlib.pyplot as plt"),
            answer("curve", "xs = np.linspace(0, 1, 5)\n_ = plt.plot(xs, xs**2)\nplt.show()"),
            autograder_tests("curve-test", 1, "assert len(xs) == 5\nplt.plot(xs)\ndisplay(xs)"),
            answer("later", "async def later(x):\n    await asyncio.sleep(0.01)\n    return x + 1"),
            autograder_tests("later-test", 1, "assert await later(1) == 2"),
            answer("quiet", "def quiet(x):\n    return x"),
            autograder_tests("quiet-test", 1, "assert quiet(1) == 1"),
            answer("timed", "timed = 2"),
            autograder_tests(
                "timed-test", 2, "display('credit')\nprint('so far')\n1.0 * timed / 2"
            ),
        )
    },
    submissions=(
        Submission(
            student="perfect",
            says="plots, displays and a coroutine that is awaited at top level",
            worth=4,
            solved=True,
        ),
        Submission(
            student="magics",
            says="magics, a shell line, the results of earlier cells, noise on stderr",
            worth=3.75,
            solved=True,
            answers={
                "curve": "!echo five\nxs = np.linspace(0, 1, 5)\n%time len(xs)\n%who_ls",
                "later": "async def later(x):\n    return x + 1\nawait later(1)",
                "quiet": "print('careful', file=sys.stderr)\nwarnings.warn('slow')\n"
                "quiet = lambda x: x\n_",
                "timed": "%%time\ntimed = int(_ == 2) / 2 if quiet(1) else 0\ntimed = 1.5",
            },
        ),
        Submission(
            student="warns",
            says="an answer that warns while a test runs",
            worth=2,
            answers={
                "curve": "xs = np.array([1, 2, 3, 4, 0]) / 0",
                "later": "def later(x):\n    return x + 1",
                "quiet": "def quiet(x):\n    warnings.warn('slow')\n    return x",
                "timed": "timed = 2",
            },
        ),
        Submission(
            student="asks",
            says="a cell that asks for input, and one that raises half way",
            worth=2,
            solved=True,
            answers={
                "curve": "n = int(input('How many? '))\nxs = np.linspace(0, 1, n)",
                "later": "async def later(x):\n    return x + 1\nraise ValueError('later')",
                "timed": "timed = 0.0\nundefined_name\ntimed = 2",
            },
        ),
    ),
)

MACHINE = Assignment(
    name="machine",
    notebooks={
        "system": notebook(
            given(
                "imports",
                "import os, sqlite3, subprocess, sys, tempfile, time\n"
                "from concurrent.futures import ThreadPoolExecutor\n"
                "from multiprocessing import Pool\nfrom pathlib import Path",
            ),
            answer("slow", "time.sleep(3)\nslow = True"),
            autograder_tests("slow-test", 1, "time.sleep(1)\nassert slow"),
            answer("unicode", "Path('a.txt').write_text('na\u00efve \u2603')"),
            autograder_tests(
                "unicode-test", 1, "print('\u2603')\nassert len(Path('a.txt').read_text()) == 7"
            ),
            answer(
                "aside",
                "with tempfile.NamedTemporaryFile('w+') as file:\n"
                "    file.write(str(Path.home()))\n    file.seek(0)\n    aside = file.read()",
            ),
            autograder_tests("aside-test", 1, "assert os.path.isabs(aside)"),
            answer(
                "others",
                "with Pool(2) as pool:\n    others = pool.map(abs, [-1, 2])\n"
                "with ThreadPoolExecutor(2) as pool:\n    others += pool.map(abs, [-3])\n"
                "line = [sys.executable, '-c', 'print(4)']\n"
                "others.append(int(subprocess.run(line, capture_output=True).stdout))",
            ),
            autograder_tests("others-test", 1, "assert others == [1, 2, 3, 4]"),
            answer(
                "rows",
                "with sqlite3.connect('own.db') as db:\n    db.execute('create table t (n)')\n"
                "    db.execute('insert into t values (5)')\n"
                "    rows = db.execute('select n from t').fetchall()",
            ),
            autograder_tests("rows-test", 1, "assert rows == [(5,)]"),
        )
    },
    submissions=(
        Submission(
            student="perfect",
            says="a slow cell, files, processes, threads, a database",
            worth=5,
            solved=True,
        ),
    ),
)

MUCH = "for number in range(900):\n        {}"
NOISY = Assignment(
    name="noisy",
    notebooks={
        "output": notebook(
            answer("count", "def count(word):\n    return len(word)"),
            autograder_tests("count-test", 1, "assert count('four') == 4"),
            answer("share", "def share(part, whole):\n    return part / whole"),
            autograder_tests("share-test", 2, "0.5 * (share(1, 2) == 0.5) + share(3, 2)"),
        )
    },
    submissions=(
        Submission(
            student="prints",
            says="a wrong answer stays wrong, however much it prints",
            worth=1.5,
            answers={
                "count": "def count(word):\n    " + MUCH.format("print('x' * 100)"),
                "share": "def share(part, whole):\n    " + MUCH.format("print('x' * 100)") + "\n"
                "    return part / 2 if part > 1 else 0",
            },
        ),
        Submission(
            student="displays",
            says="a wrong answer stays wrong, however much it displays",
            worth=1.5,
            answers={
                "count": "def count(word):\n    " + MUCH.format("display(number)"),
                "share": "def share(part, whole):\n    " + MUCH.format("display(number)") + "\n"
                "    return part / 2 if part > 1 else 0",
            },
        ),
    ),
)


def tagged(cell: NotebookNode) -> NotebookNode:
    """A cell that the instructor lets nobody run but by hand."""
    cell.metadata["tags"] = ["skip-execution"]
    return cell


TAGS = Assignment(
    name="tags",
    notebooks={
        "tagged": notebook(
            answer("size", "size = 3"),
            tagged(code("size = input('Size? ')")),
            tagged(given("demo", "size = 0")),
            autograder_tests("size-test", 1, "assert size == 3"),
        )
    },
    submissions=(
        Submission(
            student="perfect",
            says="cells that the instructor tagged are not run",
            worth=1,
            solved=True,
        ),
    ),
)


def add_cells_of_ones_own(notebooks: dict[str, NotebookNode]) -> None:
    """Try something above, between and below, and leave out a text."""
    cells = notebooks["old"].cells
    place = [grade_id_of(cell) for cell in cells].index("last-test")
    cells.insert(place, without_cell_ids(notebook(code("count = 4"))).cells[0])
    cells += without_cell_ids(notebook(text("Done."), code("count = 5"))).cells
    del cells[0]


OLD = Assignment(
    name="old",
    notebooks={
        "old": without_cell_ids(
            notebook(
                text("# Saved by an old Jupyter"),
                text("Without ids of cells."),
                answer("count", "count = 3"),
                autograder_tests("first-test", 1, "assert count == 3"),
                code("count += 1"),
                autograder_tests("last-test", 1, "assert count == 4"),
            )
        )
    },
    submissions=(
        Submission(
            student="perfect", says="notebooks of a format without cell ids", worth=2, solved=True
        ),
        Submission(
            student="own-cells",
            says="cells of the learner's own in a format without cell ids",
            worth=1,
            change=add_cells_of_ones_own,
            answers={"count": "count = 2"},
        ),
    ),
)

ASSIGNMENTS = (
    SUMS,
    PARTIAL,
    HIDDEN,
    MANUAL,
    TWO,
    FILES,
    KERNELS,
    IPYTHON,
    MACHINE,
    NOISY,
    TAGS,
    OLD,
)
