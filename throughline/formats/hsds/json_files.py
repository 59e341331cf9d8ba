"""Take the JSON files of a directory apart into records, one at a time."""

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, Self

import ijson
from ijson.common import JSONError
from ijson.utils import sendable_list

from throughline.formats.problems import BadFile, quoted
from throughline.formats.tables import Encoding, Limits

Shape = Literal["list", "page", "tables", "record", "root", "other"]

PAGE: Final = "contents"
"""Under this name an answer of the API holds its records."""

_ROOT: Final = frozenset({"openapi_url", "profile"})
_LINES: Final = frozenset({".ndjson", ".jsonl"})
_DEEPEST: Final = 40
_MOST_EVENTS: Final = 500_000
"""How many values one record may hold: a record is in memory as a whole."""

_MOST_DIGITS: Final = 400
_ENDLESS: Final = re.compile(rb"[0-9]{%d}" % (_MOST_DIGITS + 1))
_CHUNK: Final = 65_536
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_STARTS: Final = frozenset({"start_map", "start_array"})
_ENDS: Final = frozenset({"end_map", "end_array"})

_ERRORS: Final = (JSONError, ValueError, ArithmeticError)
"""What the parser raises: also for numbers that are too large to be numbers."""

Events = Iterator[tuple[str, Any]]


class Found(NamedTuple):
    """
    One value that may be a record.

    Parameters
    ----------
    number : int
        Its number in its list, from 1.
    name : str
        The name of its list; empty for a list without a name.
    value : value
        The record.
    """

    number: int
    name: str
    value: Any


class _Guarded:
    """
    The bytes of a file as the parser may have them: in UTF-8, and without endless numbers.

    At a number of more digits than Python reads, the parser would end the process.
    """

    def __init__(self, path: Path, encoding: Encoding) -> None:
        self._name = path.name
        self._is_1252 = encoding == "cp1252"
        self._last = b""
        self._stream = path.open("rb")
        head = self._stream.read(3)
        if head.startswith(_UTF_16):
            self._stream.close()
            raise BadFile.of("json_encoding", self._name)
        if head != codecs.BOM_UTF8:
            self._stream.seek(0)

    def read(self, n: int = -1) -> bytes:
        """Read some bytes."""
        piece = self._stream.read(n)
        if _ENDLESS.search(self._last + piece):
            raise BadFile.of("json_number", self._name, limit=_MOST_DIGITS)
        self._last = (self._last + piece)[-_MOST_DIGITS:]
        return piece.decode("cp1252").encode() if self._is_1252 else piece

    def __enter__(self) -> Self:
        """Return the stream."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close the file."""
        self._stream.close()


class JsonFile:
    """
    One JSON file, read as a stream.

    Parameters
    ----------
    path : Path
        The file.
    limits : Limits
        How large it may be.
    encoding : {"detect", "cp1252"}
        Its encoding where it is not UTF-8.

    Attributes
    ----------
    name : str
        Its name in messages.
    shape : str
        A list of records; a page of the API; lists by the names of tables; one record; the root of an API;
        or anything else.
    facts : dict of str to value
        What a page or a root says besides its records, once they were read.

    Raises
    ------
    BadFile
        If the file is too large, in another encoding, or no JSON.
    """

    def __init__(self, path: Path, limits: Limits, encoding: Encoding) -> None:
        self._path, self._encoding = path, encoding
        self.name = path.name
        n_bytes = path.stat().st_size
        if n_bytes > limits.max_bytes:
            size_mb, limit_mb = round(n_bytes / 1e6, 1), round(limits.max_bytes / 1e6, 1)
            raise BadFile.of("too_large", self.name, size_mb=size_mb, limit_mb=limit_mb)
        self._is_lines = path.suffix.lower() in _LINES
        self.facts: dict[str, Any] = {}
        self._number = self._n_whole = 0
        with self._errors(), self._open() as stream:
            self.shape: Shape = self._shape(self._events(stream))

    def records(self) -> Iterator[Found]:
        """Stream the records."""
        self._number = 0
        with self._errors(), self._open() as stream:
            yield from self._records(self._events(stream))

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Say what is wrong with a file that is no JSON."""
        try:
            yield
        except BadFile:
            raise
        except UnicodeDecodeError:
            raise BadFile.of("json_encoding", self.name) from None
        except (*_ERRORS, StopIteration) as error:
            if "UTF8" in str(error):
                raise BadFile.of("json_encoding", self.name, self._n_whole + 1) from None
            raise self._damage() from None

    def _open(self) -> _Guarded:
        return _Guarded(self._path, self._encoding)

    def _events(self, stream: _Guarded) -> Events:
        return iter(ijson.basic_parse(stream, multiple_values=self._is_lines, buf_size=_CHUNK))

    def _shape(self, events: Events) -> Shape:
        """Tell the shape by the beginning; only a file of many lists has to be read to its end."""
        if self._is_lines:
            return "list"
        event, _value = next(events)
        if event != "start_map":
            return "list" if event == "start_array" else "other"
        lists, others = set(), set()
        for event, key in events:
            if event == "end_map":
                break
            event, value = next(events)
            if event == "start_array":
                if key == PAGE:
                    return "page"
                lists.add(key)
            else:
                others.add(key)
                if key == "id" and event in {"string", "number"} and value != "":
                    return "record"
            self._skip(event, events)
        if lists and not others & {"id", "name"}:
            return "tables"
        if "version" in others and (others & _ROOT or len(others) == 1):
            return "root"
        return "record" if others & {"id", "name"} else "other"

    def _skip(self, event: str, events: Events) -> None:
        """Leave out a value that has begun."""
        depth = int(event in _STARTS)
        while depth:
            event, _value = next(events)
            depth += (event in _STARTS) - (event in _ENDS)
            if depth > 2 * _DEEPEST:
                raise self._too_deep()

    def _records(self, events: Events) -> Iterator[Found]:
        if self.shape == "list":
            yield from self._listed(events)
            return
        if self.shape == "other":
            for _event in events:
                pass
            return
        next(events)
        if self.shape in {"record", "root"}:
            self._number = 1
            value = self._value("start_map", None, events)
            if self.shape == "record":
                yield Found(1, "", value)
            else:
                self.facts = value
            for _event in events:
                pass
            return
        for event, key in events:
            if event == "end_map":
                break
            event, value = next(events)
            if event == "start_array" and (self.shape == "tables" or key == PAGE):
                yield from self._items(events, "" if key == PAGE else key)
            else:
                self.facts[key] = self._value(event, value, events)
        for _event in events:
            pass

    def _listed(self, events: Events) -> Iterator[Found]:
        """Stream the records of a list; or of lines, each of which is a record or a list of them."""
        for event, value in events:
            if event == "start_array":
                yield from self._items(events, "")
            else:
                yield self._next("", event, value, events)

    def _items(self, events: Events, name: str) -> Iterator[Found]:
        if name:
            self._number = self._n_whole = 0
        for event, value in events:
            if event == "end_array":
                return
            yield self._next(name, event, value, events)

    def _next(self, name: str, event: str, value: Any, events: Events) -> Found:
        self._number += 1
        found = Found(self._number, name, self._value(event, value, events))
        self._n_whole = self._number
        return found

    def _value(self, event: str, value: Any, events: Events) -> Any:
        """Build one value from its events."""
        if event not in _STARTS:
            return self._plain(value)
        root: Any = {} if event == "start_map" else []
        open_values, keys = [root], [""]
        for n, (event, value) in enumerate(events):
            if n > _MOST_EVENTS:
                raise BadFile.of("json_large_record", self.name, self._number, limit=_MOST_EVENTS)
            top = open_values[-1]
            if event == "map_key":
                if value in top:
                    raise BadFile.of("json_same_name", self.name, self._number, name=quoted(value))
                keys[-1] = self._plain(value)
                continue
            if event in _ENDS:
                open_values.pop()
                keys.pop()
                if not open_values:
                    return root
                continue
            one: Any = {} if event == "start_map" else [] if event == "start_array" else self._plain(value)
            if isinstance(top, dict):
                top[keys[-1]] = one
            else:
                top.append(one)
            if event in _STARTS:
                if len(open_values) >= _DEEPEST:
                    raise self._too_deep()
                open_values.append(one)
                keys.append("")
        raise self._damage()

    def _plain(self, value: Any) -> Any:
        if isinstance(value, str) and "\0" in value:
            raise BadFile.of("json_nul", self.name, self._number or None)
        return value

    def _too_deep(self) -> BadFile:
        return BadFile.of("json_deep", self.name, self._number or None, limit=_DEEPEST)

    def _damage(self) -> BadFile:
        """Say where the file is no longer JSON."""
        position = self._first_bad_byte()
        line, letter = self._line_of(position)
        row = self._n_whole + 1
        if position < 0:
            return BadFile.of("json_cut", self.name, row, line=line)
        return BadFile.of("json_malformed", self.name, row, line=line, letter=letter)

    def _first_bad_byte(self) -> int:
        """Return the place of the first byte that no JSON has; -1 if only the end is missing.

        The parser tells no place: the file is parsed again in large pieces, and then once more so that the
        piece with the mistake comes byte by byte.
        """
        good = self._parse_in_pieces(None)
        return -1 if good is None else self._parse_in_pieces(good) or 0

    def _parse_in_pieces(self, good: int | None) -> int | None:
        """Return where the piece begins that cannot be parsed. Pieces from `good` on are single bytes."""
        events = sendable_list()
        parser = ijson.basic_parse_coro(events, multiple_values=self._is_lines)
        position = 0
        with self._open() as stream:
            while piece := stream.read(_CHUNK if good is None or position < good else 1):
                try:
                    parser.send(piece)
                except _ERRORS:
                    return position
                del events[:]
                position += len(piece)
        return None

    def _line_of(self, position: int) -> tuple[int, int]:
        """Return the line of a byte and its letter in that line; those of the end if it is negative."""
        line, start, n_read = 1, 0, 0
        with self._open() as stream:
            while piece := stream.read(_CHUNK if position < 0 else min(_CHUNK, position - n_read)):
                line += piece.count(b"\n")
                if b"\n" in piece:
                    start = n_read + piece.rindex(b"\n") + 1
                n_read += len(piece)
        return line, n_read - start + 1
