"""Pictures that a stranger made: read as what they claim to be, or not shown."""

from __future__ import annotations

import base64
import binascii
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from markupsafe import Markup

from autograder.gradebook.feedback.text import names

MOST_BYTES = 2_000_000
MOST_PIXELS = 40_000_000  # a small file can unfold to a very large picture
TYPES = ("image/png", "image/jpeg", "image/svg+xml")

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = names(
    "svg g defs path use rect circle ellipse line polyline polygon text tspan clipPath mask "
    "pattern linearGradient radialGradient stop symbol marker title desc style image"
)
_INSIDE = re.compile(r"#[\w.:-]+|data:image/(png|jpeg);base64,[\sA-Za-z0-9+/=]+")
_ELSEWHERE = re.compile(r"@import|javascript:|url\(\s*['\"]?\s*(?!#)", re.IGNORECASE)


class PictureError(ValueError):
    """A picture is not shown; the text is a clause that says why."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture inside the page; its size in pixels is 0 where the file does not say it."""

    src: str
    width: int = 0
    height: int = 0


def from_uri(uri: str) -> Picture:
    """Read a ``data:`` address.

    Raises
    ------
    PictureError
        If it is another address, or if the picture cannot be shown.
    """
    kind, comma, data = uri.strip().partition(",")
    mime = kind.removeprefix("data:").removesuffix(";base64")
    if not comma or mime not in TYPES or kind != f"data:{mime};base64":
        raise PictureError("it lies elsewhere, and this page loads nothing")
    return from_base64(mime, data)


def from_base64(mime: str, data: str) -> Picture:
    """Read a PNG, a JPEG or an SVG file, checked and written anew.

    Parameters
    ----------
    mime : str
        One of ``TYPES``.
    data : str
        The file in base64; for an SVG, its XML as well.

    Raises
    ------
    PictureError
        If it is none, is too large, or holds what could run or load something.
    """
    if len(data) > 1.4 * MOST_BYTES:
        raise PictureError(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    if mime == "image/svg+xml" and data.lstrip().startswith("<"):
        raw = data.encode("utf-8", "replace")
    else:
        try:
            raw = base64.b64decode("".join(data.split()), validate=True)
        except (binascii.Error, ValueError) as error:
            raise PictureError("it is damaged") from error
    if len(raw) > MOST_BYTES:
        raise PictureError(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    if mime == "image/svg+xml":
        return Picture(src=_uri(mime, _safe_svg(raw)))
    file, width, height = _read_png(raw) if mime == "image/png" else _read_jpeg(raw)
    if not 0 < width * height <= MOST_PIXELS:
        raise PictureError(f"it has {width} x {height} pixels")
    return Picture(src=_uri(mime, file), width=width, height=height)


def image(picture: Picture, alt: str) -> Markup:
    """The element that shows a picture."""
    size = Markup(' width="{}" height="{}"').format(picture.width, picture.height)
    return Markup('<img src="{}" alt="{}"{}>').format(
        picture.src, alt, size if picture.width else ""
    )


def _uri(mime: str, raw: bytes) -> str:
    return f"data:{mime};base64,{base64.b64encode(raw).decode('ascii')}"


def _read_png(raw: bytes) -> tuple[bytes, int, int]:
    """The file up to its end chunk, its width and its height."""
    chunks = list(_png_chunks(raw))
    kinds = [kind for kind, _ in chunks]
    if not kinds or kinds[0] != b"IHDR" or kinds[-1] != b"IEND" or b"IDAT" not in kinds:
        raise PictureError("it is damaged")
    width, height = struct.unpack(">II", raw[16:24])
    return raw[: chunks[-1][1]], width, height


def _png_chunks(raw: bytes) -> Iterator[tuple[bytes, int]]:
    """The kind of each chunk whose checksum is right, and where it ends."""
    at = len(_PNG)
    while raw.startswith(_PNG) and at + 12 <= len(raw):
        (length,) = struct.unpack(">I", raw[at : at + 4])
        end = at + 12 + length
        content = raw[at + 4 : end - 4]
        if end > len(raw) or raw[end - 4 : end] != struct.pack(">I", zlib.crc32(content)):
            return
        yield content[:4], end
        if content[:4] == b"IEND":
            return
        at = end


def _read_jpeg(raw: bytes) -> tuple[bytes, int, int]:
    """The file up to its end marker, and the size in the header of its first frame."""
    end = raw.rfind(b"\xff\xd9")
    if not raw.startswith(_JPEG) or end < 0:
        raise PictureError("it is damaged")
    at = 2
    while at + 9 <= end and raw[at] == 0xFF:
        marker, (length,) = raw[at + 1], struct.unpack(">H", raw[at + 2 : at + 4])
        if marker in range(0xC0, 0xD0) and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", raw[at + 5 : at + 9])
            return raw[: end + 2], width, height
        at += 2 + length
    raise PictureError("it is damaged")


def _safe_svg(raw: bytes) -> bytes:
    """An SVG without metadata, processing instructions and comments, if nothing in it can act."""
    try:
        root = fromstring(raw)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise PictureError("it is damaged") from error
    _check(root)
    try:
        return bytes(tostring(root, encoding="utf-8"))
    except RecursionError as error:
        raise PictureError("it is nested too deeply") from error


def _check(element: Element) -> None:
    if element.tag != f"{_SVG}svg":
        raise PictureError("it is no SVG")
    for metadata in element.findall(f"{_SVG}metadata"):
        element.remove(metadata)
    for child in element.iter():
        name = str(child.tag)
        if not name.startswith(_SVG) or name.removeprefix(_SVG) not in _SHAPES:
            raise PictureError(f"it holds the element {name.rpartition('}')[2][:40]}")
        if name == f"{_SVG}style" and _ELSEWHERE.search(child.text or ""):
            raise PictureError("it loads something")
        for key, value in child.attrib.items():
            _check_attribute(key.rpartition("}")[2].lower(), value)


def _check_attribute(name: str, value: str) -> None:
    if name.startswith("on"):
        raise PictureError("it holds a script")
    if name == "href" and not _INSIDE.fullmatch(value.strip()):
        raise PictureError("it loads something")
    if name != "href" and _ELSEWHERE.search(value):
        raise PictureError("it loads something")
