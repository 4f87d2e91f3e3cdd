"""Markdown and HTML that a stranger wrote, as HTML that can neither act, load nor mislead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

import nh3
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement
from markupsafe import Markup
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from autograder.gradebook.feedback.mathematics import as_mathml
from autograder.gradebook.feedback.pictures import TYPES, PictureError, from_uri
from autograder.gradebook.feedback.text import (
    CLOSE,
    MOST_CHARACTERS,
    OPEN,
    as_text,
    cut,
    names,
    visible,
)

MOST_MARKUP = 200_000  # characters of HTML, pictures not counted
MOST_DEPTH = 60  # of elements in each other
LONG_FORMULA = 30  # characters; a longer one may be wider than a phone

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TAGS = names(
    "a abbr b blockquote br caption cite code dd del div dl dt em figcaption figure hr i img "
    "ins kbd li mark ol p pre q s samp small span strong sub sup table tbody td tfoot th "
    "thead tr u ul var"
) | frozenset(_HEADINGS)
# What stands in these is no text: it goes with the element.
_DROPPED = names(
    "script style svg math iframe object embed applet template noscript noembed noframes xmp "
    "textarea select title audio video canvas frameset"
)
_TOLD = re.compile(
    r"<(script|iframe|object|embed|applet|svg|form|input|button|audio|video|canvas)\b", re.I
)
_ATTRIBUTES = {
    "a": {"href"},
    "abbr": {"title"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_VALUES = {
    "href": re.compile(r"(https?://|mailto:)\S+", re.I),
    "src": re.compile(r"data:image/.+", re.S),
    "start": re.compile(r"\d{1,4}"),
    "colspan": re.compile(r"[1-9]\d?"),
    "rowspan": re.compile(r"[1-9]\d?"),
}
_CARD_TAGS = {"section", "div", "p", "strong", "code", "ul", "ol", "li", "em", "span", "br"}
_CARD_STYLES = names(
    "background border border-left border-left-width border-radius color font-family font-size "
    "font-weight line-height margin margin-right max-width overflow-wrap padding "
    "padding-left white-space"
)
_FORMULA = re.compile(f"{OPEN}(\\d+){CLOSE}")
_DATA = re.compile(r"data:image/[^\"'>\s]+")


class Outline:
    """The headings of a page: none skips a level, and the last one names what follows it."""

    def __init__(self) -> None:
        self.level = 1  # the page's own title
        self.title = ""

    def place(self, level: int, title: str) -> int:
        """The level at which a heading of a notebook stands on the page."""
        self.level = min(level + 1, self.level + 1, 6)
        self.title = cut(" ".join(title.split()), 120)[0]
        return self.level


def from_markdown(
    source: str, *, what: str, outline: Outline | None = None, attachments: object = None
) -> Markup:
    """Render Markdown.

    Parameters
    ----------
    source : str
        At most ``MOST_CHARACTERS`` of it are rendered.
    what : str
        What it belongs to, for alt texts: ``"cell 7"``.
    outline : Outline, optional
        Takes the headings; without it they become bold paragraphs.
    attachments : object
        Of a notebook's cell: pictures by name and type.
    """
    kept, note = cut(visible(source), MOST_CHARACTERS, MOST_CHARACTERS)
    renderer = _Renderer(attachments if isinstance(attachments, Mapping) else {})
    try:
        html = MarkdownWithMath(renderer=renderer).render(kept)
    except (Exception, RecursionError):  # a stranger's text may trip the parser: shown as it is
        html, renderer.formulas = f"<pre>{escape(kept)}</pre>", []
    cleaned, left = _clean(html, what=what, outline=outline, formulas=renderer.formulas)
    return cleaned + told(left) + told(note)


def from_html(html: str, *, what: str) -> tuple[Markup, str]:
    """Sanitise HTML; gives what is left of it, and a sentence on what is not.

    Nothing is left where it is longer than ``MOST_MARKUP``.
    """
    if len(without_pictures(html)) > MOST_MARKUP:
        return Markup(""), "An output is left out: it is too long."
    return _clean(visible(html), what=what)


def without_pictures(markup: str) -> str:
    """Markdown or HTML without the pictures that are written into it."""
    return _DATA.sub("", markup)


def from_latex(source: str) -> Markup:
    """A formula with or without its dollar signs."""
    kept, note = cut(visible(source.strip()))
    return _formula(kept.strip("$").strip(), block=True) + told(note)


def from_card(html: str) -> Markup:
    """A card of our own. It is trusted, but nothing in it may do more than ours do."""
    return Markup(
        nh3.clean(
            visible(html),
            tags=_CARD_TAGS,
            clean_content_tags=set(_DROPPED),
            attributes={"*": {"style"}, "section": {"aria-label", "class"}, "div": {"class"}},
            filter_style_properties=set(_CARD_STYLES),
            attribute_filter=_card_attribute,
        )
    )


def told(note: str) -> Markup:
    """A sentence of ours about what is shown, or nothing."""
    return Markup('<p class="told">{}</p>').format(note) if note else Markup("")


def _card_attribute(tag: str, name: str, value: str) -> str | None:
    return None if name == "style" and re.search(r"url|image|expression", value, re.I) else value


class _Renderer(IPythonRenderer):
    """Markdown as JupyterLab reads it; each formula is put aside, and a mark left in its place."""

    def __init__(self, attachments: Mapping[str, Any]) -> None:
        super().__init__(escape=False, exclude_anchor_links=True)
        self.bundles = attachments
        self.formulas: list[tuple[str, bool]] = []

    def _put_aside(self, latex: str, block: bool) -> str:
        self.formulas.append((latex.strip(), block))
        return f"{OPEN}{len(self.formulas) - 1}{CLOSE}"

    def inline_math(self, body: str) -> str:
        return self._put_aside(body, block=False)

    def block_math(self, body: str) -> str:
        return self._put_aside(body, block=True)

    def latex_environment(self, name: str, body: str) -> str:
        return self._put_aside(f"\\begin{{{name}}}{body}\\end{{{name}}}", block=True)

    def block_code(self, code: str, info: str | None = None) -> str:
        return f"<pre><code>{escape(code)}</code></pre>\n"

    def _embed_image_or_attachment(self, src: str) -> str:
        bundle = self.bundles.get(src.removeprefix("attachment:"))
        if not src.startswith("attachment:") or not isinstance(bundle, Mapping):
            return src
        found = [mime for mime in TYPES if mime in bundle]
        return f"data:{found[0]};base64,{as_text(bundle[found[0]])}" if found else src


def _clean(
    html: str,
    *,
    what: str,
    outline: Outline | None = None,
    formulas: list[tuple[str, bool]] | None = None,
) -> tuple[Markup, str]:
    """The HTML that is safe, and a sentence on what was left out; "" for nothing."""
    safe = visible_marks(
        nh3.clean(
            html,
            tags=set(_TAGS),
            clean_content_tags=set(_DROPPED),
            attributes=_ATTRIBUTES,
            attribute_filter=_attribute,
            url_schemes={"http", "https", "mailto", "data"},
            link_rel="noopener noreferrer nofollow",
        )
    )
    if _depth(safe) > MOST_DEPTH:
        text = BeautifulSoup(safe, "html.parser").get_text()
        return Markup("<pre>{}</pre>").format(cut(text)[0]), "Shown plainly: nested too deeply."
    soup = BeautifulSoup(safe, "html.parser")
    _mend_pictures(soup, what)
    _mend_links(soup)
    _mend_lists(soup)
    _mend_tables(soup, what)
    _mend_headings(soup, outline, formulas or [])
    _set_formulas(soup, formulas or [])
    left = sorted({name.lower() for name in _TOLD.findall(html)})
    return Markup(str(soup)), f"Left out of this page: {', '.join(left)}." if left else ""


def visible_marks(html: str) -> str:
    """Make visible what stood in the HTML as a character reference; our own marks stay."""
    return "".join(
        part if _FORMULA.fullmatch(part) else visible(part)
        for part in re.split(f"({OPEN}\\d+{CLOSE})", html)
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    pattern = _VALUES.get(name)
    return value if pattern is None or pattern.fullmatch(value.strip()) else None


def _depth(html: str) -> int:
    depth = deepest = 0
    for closing, name in re.findall(r"<(/?)([a-z0-9]+)", html):
        if name not in ("br", "hr", "img"):
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest


def _mend_pictures(soup: BeautifulSoup, what: str) -> None:
    for image in soup.find_all("img"):
        alt = " ".join(str(image.get("alt") or "").split())
        try:
            picture = from_uri(str(image.get("src") or ""))
        except PictureError as error:
            note = soup.new_tag("span", attrs={"class": "told"})
            note.string = f"[A picture is not shown: {error}.{f' It says: {alt}' if alt else ''}]"
            image.replace_with(note)
            continue
        image["src"], image["alt"] = picture.src, alt or f"Figure of {what}"
        if picture.width:
            image["width"], image["height"] = str(picture.width), str(picture.height)


def _mend_links(soup: BeautifulSoup) -> None:
    for link in soup.find_all("a"):
        if not link.get("href") or not (link.get_text(strip=True) or link.find("img")):
            link.unwrap()


def _mend_lists(soup: BeautifulSoup) -> None:
    """Items stand in lists, and lists hold items only; a list of definitions becomes paragraphs."""
    for name, new in (("dl", "div"), ("dt", "p"), ("dd", "blockquote")):
        for each in soup.find_all(name):
            each.name = new
    for each in soup.find_all(["ul", "ol"]):
        alien = [
            child
            for child in each.children
            if (child.name != "li" if isinstance(child, Tag) else str(child).strip())
        ]
        if alien or not each.find("li", recursive=False):
            each.name, each.attrs = "div", {}
    for each in soup.find_all("li"):
        if each.parent is None or each.parent.name not in ("ul", "ol"):
            each.name = "div"


def _mend_tables(soup: BeautifulSoup, what: str) -> None:
    """Each heading has words and a direction, and a table that is too wide scrolls by keyboard."""
    for heading in soup.find_all("th"):
        table = heading.find_parent("table")
        if table is None or not table.find("td") or not heading.get_text(strip=True):
            heading.name = "td"
            continue
        row = heading.find_parent("tr")
        on_top = heading.find_parent("thead") or row is None or not row.find("td")
        heading["scope"] = "col" if on_top else "row"
    for table in soup.find_all("table"):
        if table.find_parent("table") is None:
            table.wrap(_scroller(soup, "div", f"Table in {what}"))


def _scroller(soup: BeautifulSoup, name: str, label: str) -> Tag:
    attributes = {"class": "scroll", "tabindex": "0", "role": "group", "aria-label": label}
    return soup.new_tag(name, attrs=attributes)


def _mend_headings(
    soup: BeautifulSoup, outline: Outline | None, formulas: list[tuple[str, bool]]
) -> None:
    for heading in soup.find_all(_HEADINGS):
        title = _in_words(heading.get_text(), formulas).strip()
        if outline and title:
            heading.name = f"h{outline.place(int(str(heading.name)[1]), title)}"
        else:
            heading.name, heading["class"] = "p", "heading"


def _in_words(text: str, formulas: list[tuple[str, bool]]) -> str:
    """A text with the source of each formula in place of its mark."""
    return _FORMULA.sub(
        lambda mark: formulas[int(mark[1])][0] if int(mark[1]) < len(formulas) else "", text
    )


def _set_formulas(soup: BeautifulSoup, formulas: list[tuple[str, bool]]) -> None:
    for tag in soup.find_all(True):
        for name, value in tag.attrs.items():
            if isinstance(value, str) and OPEN in value:
                tag[name] = _in_words(value, formulas)
    for text in soup.find_all(string=_FORMULA):
        parts = _FORMULA.split(str(text))
        new: list[PageElement] = []
        for at, part in enumerate(parts):
            if at % 2 == 0:
                new.append(NavigableString(part))
            elif int(part) < len(formulas):
                latex, block = formulas[int(part)]
                new.extend(BeautifulSoup(_formula(latex, block=block), "html.parser").contents)
        text.replace_with(*new)


def _formula(latex: str, *, block: bool) -> Markup:
    mathml = as_mathml(latex, block=block)
    if not mathml:
        return Markup("<code>{}</code>").format(latex)
    if not block and len(latex) <= LONG_FORMULA:
        return Markup(mathml)
    kind = "block" if block else "inline"
    return Markup(
        '<span class="formula {}" tabindex="0" role="group" aria-label="Formula">{}</span>'
    ).format(kind, Markup(mathml))
