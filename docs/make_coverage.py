"""Write docs/coverage.md: where each item of the source material is taught and asked.

Made from the bank (each question names its items) and from the tags of the lessons' cells
(``item-29``). Run it after a change: ``uv run python docs/make_coverage.py``; a test holds the
page against what it would write.
"""

from __future__ import annotations

import json
from pathlib import Path

from autograder.questions import ASSIGNMENTS, BANK

HOME = Path(__file__).resolve().parent.parent

# The item, and the lesson of the syllabus that teaches it in full.
ITEMS = {
    "1": ("An embedding turns ids into vectors; words become ids before", 1),
    "2": ("Vectors are random first, and useful for a task after training", 1),
    "3": ("What accuracy and loss during training show, and what not", 7),
    "4": ("Classification is judged by accuracy or F1, with class, threshold and average", 5),
    "5": ("What a good score does not say about embeddings", 7),
    "6": ("Generation is judged by perplexity, under stated conventions", 9),
    "7": ("The worked table: TP 80, FN 20, FP 10, TN 90, and its orientation", 5),
    "8": ("200 messages, half of them spam", 5),
    "9": ("Precision 8/9", 5),
    "10": ("Recall 4/5", 5),
    "11": ("F1 16/19, and early rounding", 5),
    "12": ("Accuracy, specificity, NPV, balanced accuracy, MCC of the table", 5),
    "13": ("Scores hold at one threshold and one base rate", 5),
    "14": ("High precision: what it promises a spam filter's user", 5),
    "15": ("High recall: what it promises, and what it costs", 5),
    "16": ("To favour recall, move the threshold first", 6),
    "17": ("A rule for a good model, and its limits", 5),
    "18": ("Chance level and baselines", 6),
    "19": ("Very low recall as a warning sign", 6),
    "20": ("A loss that does not improve: causes", 7),
    "21": ("The accuracy paradox", 6),
    "22": ("Leakage", 7),
    "23": ("Overfitting", 7),
    "24": ("Perplexity and BLEU are not interchangeable", 9),
    "25": ("98% accuracy with 12% recall", 6),
    "26": ("Why most data is negative there, and how recall improves", 6),
    "27": ("Practice question 1: what an Embedding layer is for", 1),
    "28": ("Practice question 2: Embedding(input_dim=1000, output_dim=50)", 2),
    "29": ("Practice question 3: the shape (2, 3, 16)", 2),
    "30": ("Practice question 4: an id that equals input_dim", 3),
    "31": ("Practice question 5: a vocabulary of 10,000 in 32 dimensions", 2),
    "32": ("Slogans about words, sizes, shapes and indices, put to the test", 2),
}


def taught() -> dict[str, list[str]]:
    """The tagged cells of the lessons, by item: ``02_shapes.ipynb#cell-id``."""
    places: dict[str, list[str]] = {item: [] for item in ITEMS}
    for path in sorted((HOME / "course").glob("*.ipynb")):
        for cell in json.loads(path.read_text())["cells"]:
            for tag in cell["metadata"].get("tags", []):
                if tag.startswith("item-"):
                    places[tag.removeprefix("item-")].append(f"{path.name}#{cell['id']}")
    return places


def asked() -> dict[str, list[str]]:
    """The ids of the graded questions, by item."""
    graded = {question.id for questions in ASSIGNMENTS.values() for question in questions}
    return {
        item: [
            question.id
            for question in BANK.values()
            if item in question.items and question.id in graded
        ]
        for item in ITEMS
    }


def page() -> str:
    """The text of docs/coverage.md."""
    where_taught, where_asked = taught(), asked()
    lines = [
        "# Coverage of the source material",
        "",
        "Made by `uv run python docs/make_coverage.py` from the bank and the lessons' tags; do not",
        "edit it by hand. The source material is the text from which the course was made; its",
        "statements and practice questions are numbered here, and a question's `items` are these",
        "numbers. The lesson that a row names teaches its item in full.",
        "",
        "| item | what | lesson | taught in | asked in |",
        "|---|---|---|---|---|",
    ]
    for item, (what, lesson) in ITEMS.items():
        cells = ", ".join(f"`{place}`" for place in where_taught[item])
        questions = ", ".join(f"`{name}`" for name in where_asked[item])
        lines.append(f"| {item} | {what} | {lesson} | {cells} | {questions} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    (HOME / "docs" / "coverage.md").write_text(page())
