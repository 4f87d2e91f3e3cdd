"""Answers as plain data: exact both ways, deaf to hostile objects, strict on what it reads."""

from __future__ import annotations

import collections
import json
import math
from collections.abc import Callable
from enum import IntEnum
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.answers import (
    DEPTH_CAP,
    INT_BITS,
    SIZE_CAP,
    Calls,
    Raised,
    Unsupported,
    decode,
    describe,
    encode,
    is_blank,
)

DTYPES = (
    *("bool", "int8", "int16", "int32", "int64"),
    *("uint8", "uint16", "uint32", "uint64"),
    *("float16", "float32", "float64"),
)


def through_json(value: object) -> Any:
    """Take a value the whole way: encoded, written, read, decoded."""
    return decode(json.loads(json.dumps(encode(value))))


def identical(a: Any, b: Any) -> bool:
    """Same type and same bits all the way down; NaN is NaN, and -0.0 is not 0.0."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, np.generic):
        return a.dtype == b.dtype and identical(a.item(), b.item())
    if isinstance(a, float):
        return a.hex() == b.hex()
    if isinstance(a, dict):
        return len(a) == len(b) and all(map(identical, a.items(), b.items()))
    if isinstance(a, Calls):
        return identical(a.results, b.results)
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(identical, a, b))
    return bool(a == b)


ATOMS = st.one_of(
    st.none(),
    st.just(...),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.fractions(),
    st.text(),
    st.builds(Raised, error=st.text(max_size=200), message=st.text(max_size=500)),
    st.builds(Unsupported, what=st.text(max_size=100)),
    st.sampled_from(DTYPES).flatmap(lambda name: hnp.from_dtype(np.dtype(name))),
    hnp.arrays(
        st.sampled_from(DTYPES), hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)
    ),
)
KEYS = st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.fractions())
SUPPORTED = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(st.one_of(KEYS, st.tuples(KEYS, KEYS)), inner, max_size=4),
        st.lists(inner, max_size=3).map(lambda items: Calls(tuple(items))),
    ),
    max_leaves=12,
)


class TestRoundTrip:
    @given(value=SUPPORTED)
    def test_every_supported_value_comes_back_exactly(self, value: Any) -> None:
        assert identical(through_json(value), value)

    @pytest.mark.parametrize(
        "value",
        [
            pytest.param(float("nan"), id="nan"),
            pytest.param(float("inf"), id="infinity"),
            pytest.param(float("-inf"), id="minus infinity"),
            pytest.param(-0.0, id="minus zero"),
            pytest.param(5e-324, id="the smallest float"),
            pytest.param(0.1 + 0.2, id="a float with 17 digits"),
            pytest.param(2**INT_BITS - 1, id="the longest whole number"),
            pytest.param(-(2**100), id="a large negative number"),
            pytest.param(Fraction(-8, 9), id="a fraction"),
            pytest.param("", id="an empty text"),
            pytest.param("naïve 語 🦆\x00\n", id="a text of many kinds"),
            pytest.param((), id="an empty tuple"),
            pytest.param([[], (), {}], id="empty containers"),
            pytest.param({(1, "a"): {None: ...}}, id="a dict of odd keys"),
            pytest.param(np.array(3), id="an array without axes"),
            pytest.param(np.zeros((0, 3), dtype="float32"), id="an empty array"),
            pytest.param(np.array([np.nan, -0.0, np.inf]), id="an array of odd floats"),
            pytest.param(np.float16(0.1), id="a half float"),
            pytest.param(np.uint64(2**64 - 1), id="the largest uint64"),
            pytest.param(np.bool_(True), id="a NumPy truth value"),
        ],
    )
    def test_the_odd_values_come_back_exactly(self, value: Any) -> None:
        assert identical(through_json(value), value)

    @pytest.mark.parametrize("name", DTYPES)
    def test_an_array_of_every_dtype_comes_back_exactly(self, name: str) -> None:
        array = np.arange(6).reshape(2, 3).astype(name)
        assert identical(through_json(array), array)

    @pytest.mark.parametrize(
        "view",
        [
            pytest.param(lambda a: a.astype(">i4"), id="big-endian"),
            pytest.param(lambda a: a.astype("<i4"), id="little-endian"),
            pytest.param(lambda a: np.asfortranarray(a), id="columns first"),
            pytest.param(lambda a: a[::-1, ::2], id="strided"),
            pytest.param(lambda a: np.broadcast_to(a[0], (5, 3)), id="broadcast"),
        ],
    )
    def test_an_array_keeps_its_values_however_it_lies_in_memory(
        self, view: Callable[[Any], Any]
    ) -> None:
        array = view(np.arange(6).reshape(2, 3))
        back = through_json(array)
        assert back.tolist() == array.tolist()
        assert back.dtype.name == array.dtype.name

    def test_a_decoded_array_is_the_readers_own(self) -> None:
        array = np.array([1, 2, 3])
        back = decode(encode(array))
        back[0] = 9
        assert array[0] == 1

    def test_every_integer_scalar_of_the_platform_is_a_whole_number(self) -> None:
        assert through_json(np.longlong(7)) == 7
        assert through_json(np.intc(7)) == 7

    def test_a_tensor_becomes_an_array(self) -> None:
        class Tensor:
            __module__ = "tensorflow.python.framework.ops"

            def numpy(self) -> Any:
                return np.array([[1.5, 2.5]], dtype="float32")

        assert identical(through_json(Tensor()), np.array([[1.5, 2.5]], dtype="float32"))

    def test_a_tensor_shape_becomes_a_tuple(self) -> None:
        class TensorShape:
            __module__ = "tensorflow.python.framework.tensor_shape"

            def as_list(self) -> list[int | None]:
                return [None, 3]

        assert through_json(TensorShape()) == (None, 3)


class LoudFloat(float):
    def __float__(self) -> float:
        raise RuntimeError("called")


class LoudText(str):
    def __str__(self) -> str:
        raise RuntimeError("called")


class LoudArray(np.ndarray):  # type: ignore[type-arg]
    def tobytes(self, *_: Any) -> bytes:  # type: ignore[override]
        raise RuntimeError("called")


class Hostile:
    """Raises wherever it is touched."""

    def _raise(self, *_: object, **__: object) -> Any:
        raise RuntimeError("called")

    __repr__ = __str__ = __float__ = __int__ = __len__ = __iter__ = __eq__ = __bool__ = _raise
    __array__ = __getattr__ = __index__ = __call__ = _raise
    __hash__ = object.__hash__


class Colour(IntEnum):
    RED = 1


class Pair(tuple):
    """Not one of the standard library's."""


class Lookup(dict):
    """Not one of the standard library's."""


def a_generator() -> Any:
    yield 1


FOREIGN = [
    pytest.param(LoudFloat(1.0), id="a subclass of float"),
    pytest.param(LoudText("a"), id="a subclass of str"),
    pytest.param(Pair((1, 2)), id="a subclass of tuple"),
    pytest.param(Lookup(a=1), id="a subclass of dict"),
    pytest.param(Colour.RED, id="a subclass of int"),
    pytest.param(np.arange(3).view(LoudArray), id="a subclass of ndarray"),
    pytest.param(np.ma.masked_array([1, 2]), id="a masked array"),
    pytest.param(np.array([1, "a"], dtype=object), id="an array of objects"),
    pytest.param(np.array(["a"]), id="an array of texts"),
    pytest.param(np.array([1j]), id="an array of complex numbers"),
    pytest.param(np.array(["2020-01-01"], dtype="datetime64[D]"), id="an array of dates"),
    pytest.param(np.zeros(2, dtype=[("a", "i4")]), id="a structured array"),
    pytest.param(Hostile(), id="an object that raises wherever it is touched"),
    pytest.param(Hostile, id="a class"),
    pytest.param({1, 2}, id="a set"),
    pytest.param(b"bytes", id="bytes"),
    pytest.param(1j, id="a complex number"),
    pytest.param(range(3), id="a range"),
    pytest.param(a_generator(), id="a generator"),
    pytest.param(len, id="a function"),
    pytest.param(np, id="a module"),
    pytest.param("\ud800", id="a text that no file can hold"),
]


class TestForeignObjects:
    @pytest.mark.parametrize("value", FOREIGN)
    def test_what_is_not_listed_becomes_words_and_nothing_of_it_is_called(self, value: Any) -> None:
        back = through_json(value)
        assert isinstance(back, Unsupported)
        assert back.what

    @pytest.mark.parametrize("value", FOREIGN)
    def test_in_a_list_it_leaves_its_neighbours_readable_or_takes_the_whole_along(
        self, value: Any
    ) -> None:
        back = through_json([1, value])
        assert isinstance(back, Unsupported) or (back[0] == 1 and isinstance(back[1], Unsupported))

    def test_a_function_is_named(self) -> None:
        assert decode(encode(len)) == Unsupported("the function len itself")

    def test_a_name_of_any_length_is_cut(self) -> None:
        assert len(decode(encode(type("x" * 5000, (), {})())).what) <= 300

    @pytest.mark.parametrize("attribute", ["__name__", "__module__"])
    def test_names_that_are_no_texts_do_no_harm(self, attribute: str) -> None:
        odd = type("Odd", (), {attribute: 5, "__call__": lambda self: None})
        assert isinstance(through_json(odd()), Unsupported)

    def test_records_with_a_forged_payload_still_decode(self) -> None:
        for forged in (Unsupported(5), Raised(5, 6), Raised("a", ["b"]), Calls(5)):  # type: ignore[arg-type]
            through_json(forged)

    def test_an_errors_text_that_no_file_can_hold_still_decodes(self) -> None:
        assert through_json(Raised("E", "bad \ud800")).message.startswith("bad ")


class TestBounds:
    def test_a_list_that_holds_itself_is_not_followed(self) -> None:
        loop: list[Any] = []
        loop.append(loop)
        through_json(loop)  # ends, and decodes

    def test_a_list_that_holds_itself_many_times_ends_at_once(self) -> None:
        loop: list[Any] = []
        loop.extend([loop] * 50)
        assert isinstance(through_json(loop), Unsupported)

    def test_shared_lists_do_not_multiply(self) -> None:
        value: list[Any] = [0]
        for _ in range(18):
            value = [value] * 10
        assert isinstance(through_json(value), Unsupported)

    @pytest.mark.parametrize(
        "leaf",
        [7, Fraction(1, 3), np.float64(0.5), np.arange(2), "text", Raised("E", "m"), {}],
        ids=lambda leaf: type(leaf).__name__,
    )
    @pytest.mark.parametrize("depth", [DEPTH_CAP - 1, DEPTH_CAP, DEPTH_CAP + 1, 5000])
    def test_nesting_of_any_depth_is_encoded_and_decoded(self, leaf: Any, depth: int) -> None:
        value = leaf
        for _ in range(depth):
            value = [value]
        back = through_json(value)
        assert identical(back, value) is (depth < DEPTH_CAP) or depth == DEPTH_CAP

    @pytest.mark.parametrize(
        "value",
        [
            pytest.param(2**INT_BITS, id="a whole number"),
            pytest.param(-(10**5000), id="a negative number"),
            pytest.param([10**5000], id="in a list"),
        ],
    )
    def test_a_giant_number_is_said_to_be_one(self, value: Any) -> None:
        back = through_json(value)
        found = back[0] if isinstance(back, list) else back
        assert found == Unsupported("a whole number of thousands of digits")

    @pytest.mark.parametrize(
        "value", [Fraction(1, 10**5000), Fraction(10**5000, 3)], ids=["below", "above"]
    )
    def test_a_fraction_of_giant_numbers_is_refused_in_words(self, value: Fraction) -> None:
        assert isinstance(through_json(value), Unsupported)

    @pytest.mark.parametrize(
        "value",
        [
            pytest.param("x" * (SIZE_CAP + 1), id="a text"),
            pytest.param([0] * SIZE_CAP, id="a list"),
            pytest.param(np.zeros(SIZE_CAP), id="an array"),
            pytest.param(np.broadcast_to(np.float64(0), (10**6, 10**6)), id="a view of one number"),
            pytest.param([np.zeros(10_000)] * 5, id="several arrays"),
            pytest.param({"k" * SIZE_CAP: 1}, id="a key"),
        ],
    )
    def test_an_answer_above_the_cap_is_refused_in_words(self, value: Any) -> None:
        back = through_json(value)
        assert isinstance(back, Unsupported)
        assert "at most 200,000" in back.what

    @given(value=SUPPORTED)
    def test_no_encoded_answer_is_above_the_cap(self, value: Any) -> None:
        assert len(json.dumps(encode([value] * 50))) <= SIZE_CAP


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
TAGS = st.sampled_from(
    [
        *("none", "ellipsis", "bool", "int", "float", "str", "fraction", "list", "tuple", "dict"),
        *("scalar", "array", "unsupported", "raised", "calls", "pickle"),
    ]
)
TAGGED = st.recursive(
    st.builds(lambda tag, value: {"type": tag, "value": value}, TAGS, JSON),
    lambda inner: st.builds(
        lambda tag, value: {"type": tag, "value": value},
        TAGS,
        st.one_of(
            st.lists(inner, max_size=3),
            st.lists(st.lists(inner, max_size=3), max_size=3),
            st.tuples(st.sampled_from(DTYPES), inner).map(list),
            st.tuples(
                st.sampled_from([*DTYPES, "object", "complex64"]),
                st.lists(st.integers(-1, 5), max_size=3),
                st.sampled_from(["", "AAAAAAAAAAA=", "AAAA", "not base64", "////////8H8="]),
            ).map(list),
        ),
    ),
    max_leaves=6,
)


def refused_or_stable(data: Any) -> None:
    """Decoding raises ValueError alone; what it lets pass encodes to itself again."""
    try:
        value = decode(data)
    except ValueError:
        return
    assert identical(through_json(value), value)


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path into a JSON tree."""
    if not isinstance(data, (dict, list)):
        return [path]
    inside = data.items() if isinstance(data, dict) else enumerate(data)
    return [path, *(place for key, item in inside for place in places(item, (*path, key)))]


def replaced(data: Any, path: tuple[Any, ...], new: Any) -> Any:
    """The tree with another value at one place."""
    if not path:
        return new
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[path[0]] = replaced(copy[path[0]], path[1:], new)
    return copy


class TestDecoding:
    @given(data=st.one_of(JSON, TAGGED))
    def test_any_json_is_refused_with_a_value_error_or_is_an_answer(self, data: Any) -> None:
        refused_or_stable(data)

    @given(value=SUPPORTED, new=st.one_of(JSON, TAGGED), where=st.integers(0, 10**6))
    def test_an_answer_changed_at_one_place_is_refused_or_is_another_answer(
        self, value: Any, new: Any, where: int
    ) -> None:
        data = encode(value)
        paths = places(data)
        refused_or_stable(replaced(data, paths[where % len(paths)], new))

    @pytest.mark.parametrize(
        "data",
        [
            pytest.param(None, id="nothing"),
            pytest.param([], id="a list"),
            pytest.param({"type": "int"}, id="no value"),
            pytest.param({"type": "int", "value": "1", "more": 2}, id="a key too many"),
            pytest.param({"type": ["int"], "value": "1"}, id="a type that is a list"),
            pytest.param({"type": "pickle", "value": "gASV"}, id="pickle"),
            pytest.param({"type": "none", "value": 1}, id="none with a value"),
            pytest.param({"type": "ellipsis", "value": 1}, id="dots with a value"),
            pytest.param({"type": "bool", "value": 1}, id="a bool that is a number"),
            pytest.param({"type": "int", "value": 1}, id="an int that is no text"),
            pytest.param({"type": "int", "value": "9" * 5000}, id="an int too long to read"),
            pytest.param({"type": "int", "value": "1.5"}, id="an int with decimals"),
            pytest.param({"type": "float", "value": 0.5}, id="a float that is no text"),
            pytest.param({"type": "float", "value": "0x1p9999"}, id="a float out of range"),
            pytest.param({"type": "str", "value": None}, id="a text that is none"),
            pytest.param({"type": "fraction", "value": [encode(1)]}, id="half a fraction"),
            pytest.param({"type": "fraction", "value": [encode(1), encode(0)]}, id="over zero"),
            pytest.param({"type": "fraction", "value": [encode(1), encode(True)]}, id="over True"),
            pytest.param({"type": "list", "value": {}}, id="a list that is a dict"),
            pytest.param({"type": "tuple", "value": ""}, id="a tuple that is a text"),
            pytest.param({"type": "calls", "value": ""}, id="calls that are a text"),
            pytest.param({"type": "dict", "value": {}}, id="a dict that is a dict"),
            pytest.param({"type": "dict", "value": [[encode([]), encode(1)]]}, id="a list as key"),
            pytest.param({"type": "dict", "value": [[encode(1)]]}, id="a key without a value"),
            pytest.param({"type": "scalar", "value": ["object", encode(1)]}, id="an object"),
            pytest.param({"type": "scalar", "value": ["int8", encode(300)]}, id="300 as int8"),
            pytest.param({"type": "scalar", "value": ["int8", encode(1.5)]}, id="1.5 as int8"),
            pytest.param({"type": "scalar", "value": ["bool", encode([1])]}, id="a list as bool"),
            pytest.param({"type": "scalar", "value": ["float64", encode("1")]}, id="text as float"),
            pytest.param({"type": "array", "value": ["object", [1], ""]}, id="array of objects"),
            pytest.param({"type": "array", "value": ["int8", [2], "AA=="]}, id="too few bytes"),
            pytest.param({"type": "array", "value": ["int8", [-1], "AA=="]}, id="a size of -1"),
            pytest.param({"type": "array", "value": ["int8", [True], "AA=="]}, id="a size of True"),
            pytest.param({"type": "array", "value": ["int8", [10**30], ""]}, id="a giant size"),
            pytest.param({"type": "array", "value": ["int8", [1] * 99, "AA=="]}, id="99 axes"),
            pytest.param({"type": "array", "value": ["int8", "1", "AA=="]}, id="a shape of text"),
            pytest.param({"type": "raised", "value": ["E"]}, id="an error without a text"),
            pytest.param({"type": "unsupported", "value": 1}, id="words that are a number"),
        ],
    )
    def test_malformed_data_are_refused(self, data: Any) -> None:
        with pytest.raises(ValueError, match=r".") as caught:
            decode(data)
        assert not isinstance(caught.value, UnicodeError)

    def test_nesting_without_end_is_refused(self) -> None:
        data = encode(1)
        for _ in range(5000):
            data = {"type": "list", "value": [data]}
        with pytest.raises(ValueError, match="not an encoded answer"):
            decode(data)


class TestBlank:
    @pytest.mark.parametrize(
        "answer",
        [
            *(None, ..., {}, {"a": ..., "b": None}, {"a": {"b": ...}}),
            *([...], (..., ...), Calls((None, None)), Calls((..., None))),
        ],
        ids=repr,
    )
    def test_dots_and_none_are_no_answer(self, answer: Any) -> None:
        assert is_blank(answer)

    @pytest.mark.parametrize(
        "answer",
        [
            *(0, 0.0, False, "", [], (), (None, 16), [None], {"a": 0}, {"a": ..., "b": 1}),
            *(Calls((None, 1)), Calls(([],)), Calls(({}, {})), Raised("E", ""), Unsupported("x")),
            *(np.zeros(0), float("nan")),
        ],
        ids=repr,
    )
    def test_zero_and_empty_and_unknown_sizes_are_answers(self, answer: Any) -> None:
        assert not is_blank(answer)


class TestDescribe:
    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            ((2, None, 16), "(2, None, 16)"),
            (np.array([[1, 2]]), "[[1, 2]]"),
            (np.float64(0.8), "0.8"),
            (np.float32(0.5), "0.5"),
            (Fraction(8, 9), "8/9"),
            ("B", "'B'"),
            (Raised("ValueError", "no"), "ValueError: no"),
            (Unsupported("a value of type set"), "a value of type set"),
            ([1, Unsupported("a value of type set")], "[1, <a value of type set>]"),
            (Raised("E", "one\n\n# two\x1b[31m"), "E: one # two [31m"),
        ],
        ids=lambda x: repr(x)[:40],
    )
    def test_an_answer_is_said_as_one_would_write_it(self, answer: Any, words: str) -> None:
        assert describe(answer) == words

    @given(answer=SUPPORTED)
    def test_words_fit_on_a_card_and_on_any_screen(self, answer: Any) -> None:
        words = describe(answer)
        assert len(words) <= 120
        assert words.isprintable()

    @pytest.mark.parametrize(
        "answer",
        [
            *(10**3900, "x" * 10**5, Fraction(10**3900, 3), Raised("E", "m" * 500)),
            *(Unsupported("x" * 10**4), np.zeros(10**4), [0] * 10**4),
        ],
        ids=lambda x: type(x).__name__,
    )
    def test_a_long_answer_is_cut(self, answer: Any) -> None:
        words = describe(answer)
        assert len(words) <= 120
        assert words.endswith("...")

    def test_a_nan_reads_as_nan(self) -> None:
        assert describe(math.nan) == "nan"


def test_dicts_and_namedtuples_of_the_standard_library_are_their_plain_kind() -> None:
    point = collections.namedtuple("Point", "x y")(1, 2)
    assert decode(encode(point)) == (1, 2)
    for value in (
        collections.OrderedDict(a=1),
        collections.Counter("a"),
        collections.defaultdict(int, a=1),
    ):
        decoded = decode(encode(value))
        assert decoded == {"a": 1}
        assert type(decoded) is dict


def test_an_array_without_values_but_with_a_giant_axis_is_refused_both_ways() -> None:
    assert isinstance(decode(encode(np.empty((10**9, 0)))), Unsupported)
    with pytest.raises(ValueError, match="not allowed"):
        decode({"type": "array", "value": ["float64", [10**9, 0], ""]})
