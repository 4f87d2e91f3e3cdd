"""Formulas as MathML, made when the page is made, so that the page needs no script."""

from __future__ import annotations

import re
from html import escape, unescape
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element

from autograder.gradebook.feedback.text import names

MOST_CHARACTERS = 2_000
_LENGTH = r"-?\d{0,2}(\.\d+)?em"

# subtle: latex2mathml writes text and attributes unescaped (\text{<img ...>}, \href, \style).
# Only its tree is used, and of that only what is listed here.
_ELEMENTS = names(
    "math mrow mi mn mo mtext mspace ms mfrac msqrt mroot mstyle mpadded mphantom msub msup "
    "msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mlabeledtr mtd "
    "menclose merror"
)
_CHILDREN = {
    **dict.fromkeys(("mfrac", "mroot", "msub", "msup", "munder", "mover"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
}
_BOOLEAN = (
    "accent accentunder displaystyle fence largeop movablelimits separator stretchy symmetric"
)
_ATTRIBUTES = {
    **dict.fromkeys(_BOOLEAN.split(), r"true|false"),
    "columnalign": r"(left|right|center| )+",
    "columnlines": r"(none|solid|dashed| )+",
    "display": r"block|inline",
    "form": r"prefix|infix|postfix",
    "linethickness": r"0(em|px|pt)?",
    "mathvariant": r"[a-z-]+",
    "notation": r"[a-z ]+",
    "scriptlevel": r"[012]",
}
# subtle: other elements take a width, a height or a shift too, and could be laid over the page.
_SPACES = {"mspace": {"width": r"\d(\.\d+)?em"}, "mo": {"lspace": _LENGTH, "rspace": _LENGTH}}
_ALIKE = re.compile(r"(\\(?:begin|end))\{(?:aligned|split|equation\*?)\}")
_MACROS = re.compile(r"\\(\w*newcommand|\w*newenvironment|\w*def|let|DeclareMathOperator)\b")


def as_mathml(latex: str, *, block: bool = False) -> str:
    r"""A formula as MathML; "" if it cannot be converted.

    Examples
    --------
    >>> as_mathml("x^2")
    '<math display="inline"><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow></math>'
    >>> as_mathml(r"\frac{a}")
    ''
    """
    # A macro can grow without bound; a course needs none.
    if len(latex) > MOST_CHARACTERS or _MACROS.search(latex):
        return ""
    latex = _ALIKE.sub(r"\1{align*}", latex)
    try:
        tree = convert_to_element(latex, display="block" if block else "inline")
        return _written(tree) if _is_whole(tree) else ""
    except (Exception, RecursionError):  # subtle: it raises KeyError, IndexError and its own
        return ""


def _is_whole(tree: Element) -> bool:
    """Whether each element has the children that it needs, and every command was known."""
    return all(
        len(element) == _CHILDREN.get(element.tag, len(element))
        and not (element.text or "").startswith("\\")
        and element.text != "&"
        for element in tree.iter()
    )


def _written(element: Element) -> str:
    inside = escape(unescape(element.text or ""), quote=False)
    inside += "".join(_written(child) for child in element)
    if element.tag not in _ELEMENTS:
        return inside
    pairs = "".join(
        f' {name}="{escape(value)}"'
        for name, value in element.attrib.items()
        if _allowed(element.tag, name, value)
    )
    return f"<{element.tag}{pairs}>{inside}</{element.tag}>"


def _allowed(tag: str, name: str, value: str) -> bool:
    pattern = _ATTRIBUTES.get(name) or _SPACES.get(tag, {}).get(name)
    return pattern is not None and re.fullmatch(pattern, value) is not None
