"""Answers as plain data: what leaves a learner's process, and what a judge reads.

Only the types named here pass, exactly; a subclass is another type. Nothing is ever
pickled, called or compared: decoding builds values from text and numbers alone.
"""

from __future__ import annotations

import base64
import json
import math
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np

Json: TypeAlias = Any

MIME = "application/vnd.autograder.answer+json"
VERSION = 1
SIZE_CAP = 200_000  # bytes of JSON: far above any honest answer
EMPTY_CAP = 1000  # lists that an array without a number may stand for
DEPTH_CAP = 20
_LEAST_BYTES = 20  # of JSON for any item
INT_BITS = 13_000  # about 3,900 digits: below the length at which Python refuses to print

_DTYPES = frozenset(
    f"{kind}{bits}"
    for kind, sizes in {"int": "8 16 32 64", "uint": "8 16 32 64", "float": "16 32 64"}.items()
    for bits in sizes.split()
) | {"bool"}
# subtle: a C type may have two NumPy classes, of which only one carries the dtype's name.
_SCALARS = frozenset(np.dtype(name).type for name in (*_DTYPES, "longlong", "ulonglong"))
_TENSOR_MODULES = ("tensorflow", "keras", "jax", "torch")


@dataclass(frozen=True)
class Unsupported:
    """Stands for a value that answers cannot hold; ``what`` names it for the learner."""

    what: str

    def __repr__(self) -> str:
        return f"<{one_line(self.what)}>"


@dataclass(frozen=True)
class Raised:
    """A learner's function raised: the error's type and text."""

    error: str
    message: str


@dataclass(frozen=True)
class Calls:
    """What a learner's function gave on each case, in order: values and ``Raised``.

    ``cases`` is the fingerprint of the cases, so that results of other cases are not judged.
    """

    results: tuple[Any, ...]
    cases: str = ""


def encode(value: object) -> Json:
    """Encode an answer as JSON data; what cannot be held becomes ``unsupported``.

    Parameters
    ----------
    value : object
        None, bool, int, float (nan and inf too), Fraction, str, list, tuple, dict,
        ``...``, NumPy arrays and scalars, tensors (as arrays), ``Calls`` and ``Raised``.

    Returns
    -------
    dict
        ``{"type": ..., "value": ...}``, at most ``SIZE_CAP`` bytes as JSON.

    Examples
    --------
    >>> encode((2, 3))["type"]
    'tuple'
    >>> decode(encode({"p": Fraction(8, 9)}))
    {'p': Fraction(8, 9)}
    """
    try:
        if _is_oversized(value):
            return _tagged(
                "unsupported", f"an answer too large to keep (at most {SIZE_CAP:,} bytes)"
            )
        data = _encode(value, DEPTH_CAP)
        size = len(json.dumps(data))
    except Exception as error:  # subtle: a learner's object may raise from anywhere
        return _tagged("unsupported", f"a value that cannot be read ({type(error).__name__})")
    if size > SIZE_CAP:
        return _tagged("unsupported", f"an answer of {size:,} bytes (at most {SIZE_CAP:,})")
    return data


def _is_oversized(value: Any) -> bool:
    """Whether a value is above the cap for certain, found without encoding it.

    subtle: a list may hold itself, or one list many times over; encoded, it would grow
    without bound long before its size could be looked at.
    """
    held, size = [value], 0
    while held and size <= SIZE_CAP:
        item = held.pop()
        kind = type(item)
        size += len(item) if kind is str else item.nbytes if kind is np.ndarray else _LEAST_BYTES
        if kind is dict:
            held.extend([*item.keys(), *item.values()])
        elif kind is list or kind is tuple:
            held.extend(item)
        elif kind is Calls:
            held.extend(item.results)
    return size > SIZE_CAP


def _tagged(tag: str, value: Json) -> Json:
    return {"type": tag, "value": value}


def _encode(value: Any, depth: int) -> Json:
    kind = type(value)
    if depth < 0:
        return _tagged("unsupported", "a value nested too deeply")
    if kind in _ENCODERS:
        return _ENCODERS[kind](value, depth - 1)
    if kind in _SCALARS:
        item = value.item()
        return _tagged("scalar", [value.dtype.name, _ENCODERS[type(item)](item, depth)])
    if kind.__bases__ == (tuple,) and hasattr(kind, "_fields"):  # a namedtuple
        return _ENCODERS[tuple](value, depth - 1)
    if kind.__module__.split(".")[0] in _TENSOR_MODULES:
        return _encode_tensor(value, depth)
    return _tagged("unsupported", _name_of(value))


def _encode_int(value: int, depth: int) -> Json:
    if value.bit_length() > INT_BITS:
        return _tagged("unsupported", "a whole number of thousands of digits")
    return _tagged("int", str(value))


def _encode_fraction(value: Fraction, depth: int) -> Json:
    parts = [_encode_int(part, depth) for part in (value.numerator, value.denominator)]
    if any(part["type"] != "int" for part in parts):
        return _tagged("unsupported", "a fraction of numbers with thousands of digits")
    return _tagged("fraction", parts)


def _encode_dict(value: dict[Any, Any], depth: int) -> Json:
    return _tagged("dict", [[_encode(k, depth), _encode(v, depth)] for k, v in value.items()])


def _fits(shape: Any) -> bool:
    """Whether an empty array is small as nested lists too, which it becomes when it is judged."""
    return 0 not in shape or math.prod(n or 1 for n in shape) <= EMPTY_CAP


def _encode_array(value: np.ndarray[Any, Any], depth: int) -> Json:
    if not _fits(value.shape):
        return _tagged("unsupported", "an array with an axis of millions")
    if value.dtype.name not in _DTYPES:
        return _tagged("unsupported", f"an array of dtype {value.dtype.name}")
    if value.nbytes > SIZE_CAP:
        return _tagged("unsupported", f"an array of {value.nbytes:,} bytes (at most {SIZE_CAP:,})")
    # subtle: the name of a dtype does not tell its byte order, so one order is written.
    little = value.astype(value.dtype.newbyteorder("<"), order="C")
    raw = base64.b64encode(little.tobytes()).decode("ascii")
    return _tagged("array", [value.dtype.name, list(value.shape), raw])


def _encode_tensor(value: Any, depth: int) -> Json:
    if hasattr(value, "as_list"):  # a TensorShape
        return _encode(tuple(value.as_list()), depth)
    if hasattr(value, "numpy"):
        return _encode(np.array(value.numpy()), depth)
    return _tagged("unsupported", _name_of(value))


def _name_of(value: object) -> str:
    if callable(value) and hasattr(value, "__name__"):
        return f"the function {_text(value.__name__, 100)} itself"
    return f"a value of type {_text(type(value).__name__, 100)}"


def _text(value: object, length: int) -> str:
    """A text of at most ``length`` characters that every file can hold."""
    return str(value)[:length].encode("utf-8", "replace").decode("utf-8")


def _items(tag: str) -> Callable[[Any, int], Json]:
    return lambda value, depth: _tagged(tag, [_encode(item, depth) for item in value])


_ENCODERS: dict[type, Callable[[Any, int], Json]] = {
    type(None): lambda value, depth: _tagged("none", None),
    type(...): lambda value, depth: _tagged("ellipsis", None),
    bool: lambda value, depth: _tagged("bool", value),
    int: _encode_int,
    float: lambda value, depth: _tagged("float", value.hex()),
    # subtle: a text with half a character in it cannot be saved; ``encode`` catches that.
    str: lambda value, depth: _tagged("str", value.encode("utf-8").decode("utf-8")),
    Fraction: _encode_fraction,
    list: _items("list"),
    tuple: _items("tuple"),
    dict: _encode_dict,
    # What the standard library's dicts hold is all that an answer says; the kind is not.
    Counter: _encode_dict,
    OrderedDict: _encode_dict,
    defaultdict: _encode_dict,
    np.ndarray: _encode_array,
    Unsupported: lambda value, depth: _tagged("unsupported", _text(value.what, 200)),
    Raised: lambda value, depth: _tagged(
        "raised", [_text(value.error, 200), _text(value.message, 500)]
    ),
    Calls: lambda value, depth: _tagged(
        "calls", [value.cases, [_encode(item, depth) for item in value.results]]
    ),
}


def decode(data: Json) -> Any:
    """Rebuild an answer from ``encode``'s data, strictly.

    Raises
    ------
    ValueError
        Where the data are not what ``encode`` writes: an unknown tag, a wrong payload.

    Examples
    --------
    >>> decode({"type": "float", "value": "nan"})
    nan
    >>> decode({"type": "pickle", "value": "gASV"})
    Traceback (most recent call last):
    ...
    ValueError: not an encoded answer: unknown type 'pickle'
    """
    return _decode(data, DEPTH_CAP * 2)


def _decode(data: Json, depth: int) -> Any:
    if depth < 0 or type(data) is not dict or set(data) != {"type", "value"}:
        raise ValueError("not an encoded answer: expected {'type': ..., 'value': ...}")
    tag, value = data["type"], data["value"]
    decoder = _DECODERS.get(tag) if isinstance(tag, str) else None
    if decoder is None:
        raise ValueError(f"not an encoded answer: unknown type {tag!r}")
    try:
        return decoder(value, depth - 1)
    except (TypeError, KeyError, IndexError, AttributeError, OverflowError) as error:
        raise ValueError(f"not an encoded answer: bad {tag} ({error})") from error


def _exactly(kind: type) -> Callable[[Any, int], Any]:
    def decoder(value: Any, depth: int) -> Any:
        if type(value) is not kind:
            raise TypeError(f"expected {kind.__name__}, got {type(value).__name__}")
        return value

    return decoder


def _decode_fraction(value: Any, depth: int) -> Fraction:
    numerator, denominator = (_decode(item, depth) for item in value)
    if type(numerator) is not int or type(denominator) is not int or denominator == 0:
        raise TypeError("a fraction needs two whole numbers, the second not zero")
    return Fraction(numerator, denominator)


def _decode_scalar(value: Any, depth: int) -> Any:
    name, item = value
    if name not in _DTYPES:
        raise TypeError(f"dtype {name!r} is not allowed")
    dtype = np.dtype(name)
    _exactly(_ITEM_TYPES[dtype.kind])(number := _decode(item, depth), depth)
    with np.errstate(over="ignore"):
        return dtype.type(number)


_ITEM_TYPES: dict[str, type] = {"b": bool, "i": int, "u": int, "f": float}


def _decode_array(value: Any, depth: int) -> np.ndarray[Any, Any]:
    name, shape, raw = value
    sizes_fit = all(type(n) is int and 0 <= n <= SIZE_CAP for n in shape)
    if name not in _DTYPES or not sizes_fit or not _fits(shape):
        raise TypeError(f"dtype {name!r} or shape {shape!r} is not allowed")
    little = np.dtype(name).newbyteorder("<")
    return np.frombuffer(base64.b64decode(raw), dtype=little).reshape(shape).astype(name)


def _decode_dict(value: Any, depth: int) -> dict[Any, Any]:
    pairs = _exactly(list)(value, depth)
    return {_decode(key, depth): _decode(item, depth) for key, item in pairs}


def _decode_ellipsis(value: Any, depth: int) -> Any:
    _exactly(type(None))(value, depth)
    return ...


def _sequence(kind: Callable[[Any], Any]) -> Callable[[Any, int], Any]:
    return lambda value, depth: kind(_decode(item, depth) for item in _exactly(list)(value, depth))


_DECODERS: dict[str, Callable[[Any, int], Any]] = {
    "none": _exactly(type(None)),
    "ellipsis": _decode_ellipsis,
    "bool": _exactly(bool),
    "int": lambda value, depth: int(_exactly(str)(value, depth)),
    "float": lambda value, depth: float.fromhex(value),
    "str": _exactly(str),
    "fraction": _decode_fraction,
    "list": _sequence(list),
    "tuple": _sequence(tuple),
    "dict": _decode_dict,
    "scalar": _decode_scalar,
    "array": _decode_array,
    "unsupported": lambda value, depth: Unsupported(_exactly(str)(value, depth)),
    "raised": lambda value, depth: Raised(*(_exactly(str)(item, depth) for item in value)),
    "calls": lambda value, depth: Calls(
        cases=_exactly(str)(value[0], depth), results=_sequence(tuple)(value[1], depth)
    ),
}


def is_blank(answer: object) -> bool:
    """Whether nothing was answered: ``...``, None, or a container of nothing else.

    Examples
    --------
    >>> is_blank(...), is_blank({"tp": ...}), is_blank((2, None, 16))
    (True, True, False)
    """
    if answer is None or answer is ...:
        return True
    if isinstance(answer, dict):
        return all(is_blank(item) for item in answer.values())
    if isinstance(answer, Calls):
        return all(item is None or item is ... for item in answer.results)
    return isinstance(answer, (list, tuple)) and bool(answer) and all(x is ... for x in answer)


def describe(answer: object) -> str:
    """Say an answer in words short enough for a card.

    Examples
    --------
    >>> describe((2, 3)), describe(Fraction(8, 9)), describe(Unsupported("a value of type set"))
    ('(2, 3)', '8/9', 'a value of type set')
    """
    text = _words(answer)
    return text if len(text) <= 120 else text[:117] + "..."


def _words(answer: object) -> str:
    if isinstance(answer, Unsupported):
        return one_line(answer.what)
    if isinstance(answer, Raised):
        return one_line(f"{answer.error}: {answer.message}")
    if isinstance(answer, Fraction):
        return str(answer)
    if isinstance(answer, np.generic):
        answer = answer.item()
    text = repr(answer.tolist() if isinstance(answer, np.ndarray) else answer)
    return text if text.isprintable() else one_line(text)  # an array in a list has lines


def one_line(text: str) -> str:
    """Put a text on one line of characters that every screen can show."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
