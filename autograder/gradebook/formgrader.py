"""nbgrader's view of graded notebooks: what learners wrote is shown, and cannot act.

The formgrader renders with nbconvert, and its page may change every grade. nbconvert's own
``sanitize_html`` does not reach that view's Markdown cells, and would show our cards as source.
So the filter that renders Markdown and the HTML of outputs are taken care of here; ``configure``
puts both in place.
"""

from __future__ import annotations

import re
from typing import Any

import nh3
from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import Preprocessor
from nbformat.notebooknode import NotebookNode

_TAGS = nh3.ALLOWED_TAGS | {"section", "tfoot"}
_EVERYWHERE = {"class", "style", "title", "aria-label"}  # no ids: the page finds its fields by them
_STYLES = {
    "background", "background-color", "border", "border-collapse", "border-left",
    "border-left-width", "border-radius", "color", "font-family", "font-size", "font-style",
    "font-weight", "height", "line-height", "margin", "margin-left", "margin-right", "max-width",
    "overflow-wrap", "padding", "padding-left", "text-align", "vertical-align", "white-space",
    "width",
}  # fmt: skip
_CLASS = re.compile(r"autograder-(card|hint)|highlight|hll|dataframe|[a-z][a-z0-9]?")
_LEAVES_ITS_PLACE = re.compile(r"url|image|expression|-\s*\.?\d", re.I)
# A picture beside the notebook, or elsewhere; not an address of this very server.
_PICTURE = re.compile(r"https?://.*|data:image/.*|(?!.*\.\.)[\w.]([\w./ -]|%20)*", re.I | re.S)
_ACTIVE = {"application/javascript", "text/javascript", "image/svg+xml"}


def clean(html: str) -> str:
    """HTML without scripts, forms, frames, ids, and styles that reach beyond their element.

    Examples
    --------
    >>> clean('<p id="score" onclick="x()">F1 <script>x()</script><b>0.84</b></p>')
    '<p>F1 <b>0.84</b></p>'
    """
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={**nh3.ALLOWED_ATTRIBUTES, "*": _EVERYWHERE},
        attribute_filter=_attribute,
        filter_style_properties=_STYLES,
        url_schemes={"http", "https", "mailto", "data"},
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return " ".join(each for each in value.split() if _CLASS.fullmatch(each)) or None
    if name == "style" and _LEAVES_ITS_PLACE.search(value):
        return None
    if name == "href" and value.strip().lower().startswith("data:"):
        return None
    return None if name == "src" and not _PICTURE.fullmatch(value.strip()) else value


@pass_context
def markdown(context: Context, source: str) -> str:
    """Render Markdown, in the place of nbconvert's ``markdown2html``."""
    attachments = context.get("cell", {}).get("attachments", {})
    renderer = IPythonRenderer(escape=False, attachments=attachments, exclude_anchor_links=True)
    return clean(MarkdownWithMath(renderer=renderer).render(source))


class SafeOutputs(Preprocessor):
    """Clean the HTML that cells displayed, our cards' as well, when a notebook is shown."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: Any, index: int
    ) -> tuple[NotebookNode, Any]:
        """Clean the outputs of one cell."""
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            for active in _ACTIVE & data.keys():
                del data[active]
            if "text/html" in data:
                data["text/html"] = clean("".join(data["text/html"]))
        return cell, resources
