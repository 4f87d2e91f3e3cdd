"""Write docs/conventions.md: where implementations differ, each with the case that shows it.

Made from ``tests/oracles/conventions.py``: every value is worked out here. Run it after a change:
``uv run python docs/make_conventions.py``; a test holds the page against what it would write.
"""

from __future__ import annotations

import sys
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))

from tests.oracles.conventions import CONVENTIONS, answers  # noqa: E402

HEAD = """# Conventions

Where this project's reference, Keras, scikit-learn, sacreBLEU and nltk give different answers to
one question, and each is right by its own convention. Elsewhere they agree:
`uv run python benchmarks/oracles.py` runs 200,000 random cases and finds no disagreement.

Made by `uv run python docs/make_conventions.py`, which asks each side; do not edit it by hand. A
test makes the page again and compares. The expressions stand in
[tests/oracles/conventions.py](../tests/oracles/conventions.py), with the few names that they use.
nltk is not run: `nltk_bleu` is its documented formula.

A result of the reference carries its conventions in its `signature`, such as
`f1|average:macro|zero_division:0`.

## Versions of Keras

All of `benchmarks/oracles.py`, and each row of the tables of facts about ids, masks, constructors,
steps and vocabularies in [tests/oracles/facts.py](../tests/oracles/facts.py), was run on:

VERSIONS
Supported is Keras 3.10 to 3.15 with TensorFlow 2.19 and 2.21, on a CPU, with the differences above:
the reference has Keras 3.15's answers. Keras 3.9 and versions of TensorFlow that are not named were
not run. To run it on another version, in an environment that is thrown away:

```
uv venv /tmp/older-keras --python 3.11
uv pip install --python /tmp/older-keras/bin/python "keras==3.10.*" "tensorflow-cpu==2.19.*" \\
    scikit-learn sacrebleu click rich
/tmp/older-keras/bin/python benchmarks/oracles.py --cases 0.1
```

TensorFlow 2.21 takes Keras from 3.12 on, so that 3.8 to 3.11 run with TensorFlow 2.19.

## Questions
"""


RUNS = (
    ("3.15.1", "2.21.0", "200,941", "none", ""),
    ("3.14.1", "2.21.0", "20,487", "37", "pool, sizes"),
    ("3.13.2", "2.21.0", "20,487", "41", "pool, convolution, sizes"),
    ("3.12.4", "2.21.0", "20,487", "41", "pool, convolution, sizes"),
    ("3.11.3", "2.19.1", "20,487", "43", "pool, convolution, sizes, attention"),
    ("3.10.0", "2.19.1", "20,487", "43", "pool, convolution, sizes, attention"),
    ("3.8.0", "2.19.1", "20,487", "67", "pool, convolution, sizes, attention, softmax"),
)
BELOW = """
What the words in the last column stand for; nothing else differed.

| word | Keras | case | the reference and Keras 3.15 | that Keras |
|---|---|---|---|---|
| pool | to 3.14 | `MaxPooling1D(3)` on (None, 1, 4): too short | an error | length 0 |
| convolution | to 3.13 | `Conv1D(2, 4)` on (None, 3, 2), the same | an error | length 0 |
| sizes | to 3.14 | `Embedding` of `np.int64(1000)` or 0 rows | an error when made | taken |
| sizes | to 3.14 | `Embedding` of `1000.0` or -1 rows | an error when made | one when built |
| attention | to 3.11 | `Attention()`, eager, on 2 texts of 4 ids with a mask | masked | an error |
| softmax | 3.8 | `Softmax()` of a row that is wholly masked | zeros | shares that add up to 1 |

"""


def versions() -> str:
    """The table of the versions that were run."""
    rows = [f"| {' | '.join(run)} |" for run in RUNS]
    head = ["| Keras | TensorFlow | cases | disagreements | in |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows]) + "\n" + BELOW


def page() -> str:
    """The text of docs/conventions.md."""
    lines = [HEAD.replace("VERSIONS\n", versions())]
    for number, convention in enumerate(CONVENTIONS, start=1):
        lines += [f"### {number}. {convention.question}", "", f"Case: {convention.case}.", ""]
        lines += ["| who | what is asked | answer |", "|---|---|---|"]
        for (who, asked), answer in zip(convention.sides, answers(convention), strict=True):
            lines.append(f"| {who} | `{asked}` | `{answer}` |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    (HOME / "docs" / "conventions.md").write_text(page())
