"""PostgreSQL by its own protocol: prepared statements, many of them in one round trip, values and answers as text.

A command sends some fifteen statements, and through cursors each of them costs the client about ten times what it costs
here (decision 16). Only constants of this project come this way; everything else goes through Django.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import count
from select import POLLIN, POLLOUT, poll
from typing import Any
from weakref import WeakKeyDictionary

from django.db.backends.base.base import BaseDatabaseWrapper

Rows = list[tuple[Any, ...]]
Call = tuple[str, Sequence[Any]]  # a statement with `%s` for every value, and the values

MOST_PREPARED = 500  # statements of one connection; any more are planned each time
INTEGERS = frozenset((20, 21, 23, 26))  # int8, int2, int4, oid
BOOLEAN = 16
FORGOTTEN = ("26000", "0A000")  # the server knows a prepared statement no longer, or it would answer other columns

_IDLE = 0  # the state of a connection without a transaction
# {connection: {statement: the name it was prepared under}}
_prepared: "WeakKeyDictionary[Any, dict[str, bytes]]" = WeakKeyDictionary()
_names = count()


def exchange(wrapper: BaseDatabaseWrapper, calls: Iterable[Call]) -> list[Rows]:
    """Send these in one round trip and return the rows of each: integers, booleans and None, all else as text.

    Outside autocommit a transaction is begun first, as Django expects. Raises the driver's errors, of the first
    statement that was refused; those after it were not carried out. What the server has forgotten is prepared anew:
    at once where that cannot do anything twice or by halves, within a transaction or around a COMMIT the next time.
    """
    connection = wrapper.connection
    was_idle = connection.pgconn.transaction_status == _IDLE
    begun = [("BEGIN", [])] if was_idle and not connection.autocommit else []
    calls = [*begun, *((statement, [as_text(value) for value in values]) for statement, values in calls)]
    prepared = _prepared.setdefault(connection, {})
    try:
        answers = Exchange(connection, prepared, wrapper.Database).run(calls)
    except wrapper.Database.Error as error:
        if error.sqlstate not in FORGOTTEN:
            raise
        prepared.clear()
        if not was_idle or connection.pgconn.transaction_status != _IDLE or any(call[0] == "COMMIT" for call in calls):
            raise
        answers = Exchange(connection, prepared, wrapper.Database).run(calls)
    return answers[len(begun) :]


class Exchange:
    """One round trip."""

    def __init__(self, connection: Any, prepared: dict[str, bytes], psycopg: Any) -> None:
        self._connection = connection
        self._pgconn = connection.pgconn
        self._prepared = prepared
        self._status = psycopg.pq.ExecStatus
        self._errors = psycopg.errors
        self._may_prepare = connection.prepare_threshold is not None  # a pooler may not keep what was prepared

    def run(self, calls: list[tuple[str, list[bytes | None]]]) -> list[Rows]:
        """Send these and return the rows of each."""
        try:
            self._pgconn.enter_pipeline_mode()
            sent = self._send(calls)
            self._pgconn.pipeline_sync()
            answers, refused = self._receive(sent)
            self._pgconn.exit_pipeline_mode()
        except BaseException:  # also an interrupt: nobody could tell any more which answer belongs to which question
            self._connection.close()
            raise
        if refused is not None:
            raise refused
        return answers

    def _send(self, calls: list[tuple[str, list[bytes | None]]]) -> list[Callable[[Any], Rows | None]]:
        """Send everything; return for each answer what is done with it."""
        sent: list[Callable[[Any], Rows | None]] = []
        fresh: dict[str, bytes] = {}
        for statement, values in calls:
            name = self._prepared.get(statement) or fresh.get(statement)
            if name is None and self._may_prepare and len(self._prepared) + len(fresh) < MOST_PREPARED:
                name = fresh[statement] = f"demarche_{next(_names)}".encode()
                self._pgconn.send_prepare(name, numbered(statement))
                sent.append(self._remembering(statement, name))
            if name is None:
                self._pgconn.send_query_params(numbered(statement), values)
            else:
                self._pgconn.send_query_prepared(name, values)
            sent.append(_rows)
        return sent

    def _remembering(self, statement: str, name: bytes) -> Callable[[Any], None]:
        def remember(_: Any) -> None:
            self._prepared[statement] = name

        return remember

    def _receive(self, sent: list[Callable[[Any], Rows | None]]) -> tuple[list[Rows], Exception | None]:
        """Return the rows of each statement, and the first refusal; every answer is fetched."""
        answers, refused = [], None
        for take in sent:
            result = self._result()
            if result.status in (self._status.TUPLES_OK, self._status.COMMAND_OK):
                rows = take(result)
                if rows is not None:
                    answers.append(rows)
            elif refused is None:
                refused = self._error(result)
            self._result()  # the end of this answer
        self._result()  # the end of all
        return answers, refused

    def _result(self) -> Any:
        """Return the next result. Waits without holding up other threads: one of them may have the writer's lock."""
        pgconn = self._pgconn
        if pgconn.flush() or pgconn.is_busy():
            waiting = poll()
            while pgconn.flush():
                waiting.register(pgconn.socket, POLLIN | POLLOUT)
                waiting.poll()
                pgconn.consume_input()
            waiting.register(pgconn.socket, POLLIN)
            while pgconn.is_busy():
                waiting.poll()
                pgconn.consume_input()
        return pgconn.get_result()

    def _error(self, result: Any) -> Exception:
        state = result.error_field(ord("C"))
        message = result.error_message.decode(errors="replace").strip()
        if state is None:
            return self._errors.OperationalError(message)
        try:
            return self._errors.lookup(state.decode())(message)
        except KeyError:
            return self._errors.DatabaseError(message)


def read_as_text(cursor: Any, psycopg: Any) -> None:
    """Let a cursor give ids and JSON as text, as `exchange` does, and not as objects."""
    for kind in ("uuid", "json", "jsonb"):
        cursor.adapters.register_loader(kind, psycopg.types.string.TextLoader)


def as_text(value: Any) -> bytes | None:
    """Return a value as PostgreSQL reads it. Raises ValueError for a text with NUL, which no text column takes."""
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError("A text cannot hold the character NUL.")
        return value.encode()
    if value is None:
        return None
    if isinstance(value, bool):
        return b"t" if value else b"f"
    if isinstance(value, list | tuple):
        return b"{%s}" % b",".join(map(_item, value))
    return str(value).encode()


def _item(value: Any) -> bytes:
    """Return an item of an array; quoted where it is text, for it may hold what separates items."""
    text = as_text(value)
    if text is None:
        return b"NULL"
    if not isinstance(value, str):
        return text
    return b'"%s"' % text.replace(b"\\", b"\\\\").replace(b'"', b'\\"')


def as_lines(rows: Iterable[Sequence[Any]]) -> str:
    """Return rows in the text format of COPY."""
    return "".join(map(_line, rows))


def _line(row: Sequence[Any]) -> str:
    line = "\t".join([value if type(value) is str else "\\N" if value is None else _plain(value) for value in row])
    unwanted = line.count("\\") - row.count(None) + line.count("\t") - len(row) + 1
    if unwanted or "\n" in line or "\r" in line:  # mostly there is nothing to escape
        line = "\t".join(["\\N" if value is None else _escaped(value) for value in row])
    return line + "\n"


def _plain(value: Any) -> str:
    return str(value) if type(value) is int else as_text(value).decode()


def _escaped(value: Any) -> str:
    text = value if type(value) is str else _plain(value)
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def numbered(statement: str) -> bytes:
    """Return a statement with `$1`, `$2` … for its values, and a single per cent sign for each doubled one."""
    first, *others = statement.split("%s")
    parts = (first, *(f"${number}{part}" for number, part in enumerate(others, 1)))
    return "".join(parts).replace("%%", "%").encode()


def _rows(result: Any) -> Rows:
    readers = [_reader(result.ftype(column)) for column in range(result.nfields)]
    value = result.get_value
    return [
        tuple([None if (found := value(row, column)) is None else read(found) for column, read in enumerate(readers)])
        for row in range(result.ntuples)
    ]


def _reader(oid: int) -> Callable[[bytes], Any]:
    if oid in INTEGERS:
        return int
    return _boolean if oid == BOOLEAN else bytes.decode


def _boolean(text: bytes) -> bool:
    return text == b"t"
