"""Text that a stranger wrote, made harmless to look at and cut to a bound."""

from __future__ import annotations

import re

MOST_CHARACTERS = 20_000  # of one output, one cell's source, one traceback
MOST_LINES = 400

# Private characters that stand for a formula while its surroundings are sanitised.
OPEN, CLOSE = "\ue000", "\ue001"

_ESCAPES = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]"  # colours, cursor movements
    r"|[\]PX^_][^\x07\x1b]{0,1000}(?:\x07|\x1b\\)?"  # titles, links, device strings
    r"|[ -/]*[0-~])"
)
_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_HARMLESS: dict[int, int | str] = {
    **{code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"},
    0x7F: 0x2421,
    **dict.fromkeys((*range(0x80, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\ufffd"),
    **dict.fromkeys(map(ord, (OPEN, CLOSE)), "\ufffd"),
    **dict.fromkeys((0x2028, 0x2029), "\n"),
    **{code: f"⟨U+{code:04X}⟩" for code in _BIDI},
}


def names(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


def visible(text: str) -> str:
    """Make control characters, bidi overrides and what no file can hold visible.

    Examples
    --------
    >>> visible("a\\x07b \\u202e c")
    'a␇b ⟨U+202E⟩ c'
    """
    return text.translate(_HARMLESS)


def plain(text: str) -> str:
    """What a terminal would have left on the screen, without its colours.

    Examples
    --------
    >>> plain("\\x1b[31m1/3\\x1b[0m\\r3/3\\nred \\x1b[1mbold\\x1b[0m")
    '3/3\\nred bold'
    """
    lines = _ESCAPES.sub("", text.replace("\r\n", "\n").replace("\b", "")).split("\n")
    return visible("\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines))


def cut(text: str, most: int = MOST_CHARACTERS, lines: int = MOST_LINES) -> tuple[str, str]:
    """The beginning of a text, and a sentence that says what is missing; "" where nothing is.

    Examples
    --------
    >>> cut("one two three", most=7)
    ('one two', 'Cut here: 7 of 13 characters are shown.')
    >>> cut("1\\n2\\n3", lines=2)
    ('1\\n2', 'Cut here: 2 of 3 lines are shown.')
    """
    total = text.count("\n") + 1
    kept = "\n".join(text.split("\n", lines)[:lines]) if total > lines else text
    if len(kept) > most:
        return kept[:most], f"Cut here: {most:,} of {len(text):,} characters are shown."
    return kept, f"Cut here: {lines:,} of {total:,} lines are shown." if total > lines else ""


def without_regions(source: str, regions: list[tuple[str, str]]) -> str:
    """Leave out the lines between two markers, the markers too; to the end where one never ends.

    Examples
    --------
    >>> print(without_regions("a\\n### BEGIN X\\nb\\n### END X\\nc", [("BEGIN X", "END X")]))
    a
    c
    """
    for begin, end in regions:
        kept, inside = [], False
        for line in source.split("\n"):
            if begin in line:
                inside = True
            elif inside and end in line:
                inside = False
            elif not inside:
                kept.append(line)
        source = "\n".join(kept)
    return source


def as_text(value: object) -> str:
    """A value of a notebook's JSON as text: lines are joined, what is no text becomes "".

    Examples
    --------
    >>> as_text(["a\\n", "b"]), as_text(None)
    ('a\\nb', '')
    """
    if isinstance(value, list):
        return "".join(each for each in value if isinstance(each, str))
    return value if isinstance(value, str) else ""
