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
Supported is Keras 3.10 to 3.15 with TensorFlow 2.19 to 2.21, on a CPU. To run it on another
version, in an environment that is thrown away:

```
uv venv /tmp/older-keras --python 3.11
uv pip install --python /tmp/older-keras/bin/python "keras==3.10.*" "tensorflow-cpu==2.19.*" \\
    scikit-learn sacrebleu click rich
/tmp/older-keras/bin/python benchmarks/oracles.py --cases 0.1
```

TensorFlow 2.21 takes Keras from 3.12 on, so that 3.8 and 3.10 run with TensorFlow 2.19.

## Questions
"""


RUNS = (
    ("3.15.1", "2.21.0", "200,941", "none"),
    ("3.14.1", "2.21.0", "20,221", "8: `MaxPooling1D`"),
    ("3.13.2", "2.21.0", "20,221", "12: `MaxPooling1D`, `Conv1D`, and that in `TimeDistributed`"),
    ("3.12.4", "2.21.0", "20,221", "the same 12"),
    ("3.10.0", "2.19.1", "20,221", "the same 12"),
    ("3.8.0", "2.19.1", "20,221", "the same 12"),
)
BELOW = """
All of one kind: where a window is longer than the sequence and the padding is "valid", as in
`MaxPooling1D(3)` on (None, 1, 4), the reference and Keras 3.15 raise; earlier ones give a length of
0, `Conv1D` until 3.13 and `MaxPooling1D` until 3.14.

"""


def versions() -> str:
    """The table of the versions that were run."""
    rows = [f"| {' | '.join(run)} |" for run in RUNS]
    head = ["| Keras | TensorFlow | cases | disagreements |", "|---|---|---|---|"]
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
