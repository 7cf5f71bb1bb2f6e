"""Which tables does an SQL statement write to? A small reader of SQL, as SQLite and PostgreSQL speak it.

Definitions (CREATE, ALTER, DROP) are not writes here: migrations make them, and the triggers are checked separately.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

_TOKEN = re.compile(
    r"""
    (?P<skip> \s+ | --[^\n]* | (?:[eE]'(?:[^'\\]|\\.|'')*') | '(?:[^']|'')*' | \$(?P<tag>\w*)\$.*?\$(?P=tag)\$ )
  | (?P<comment> /\* )
  | (?P<quoted> "(?:[^"]|"")*" | `(?:[^`]|``)*` | \[[^\]]*\] )
  | (?P<word> [^\W\d][\w$]* )
  | (?P<mark> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_COMMENT_EDGE = re.compile(r"/\*|\*/")
_DEFINITIONS = frozenset(("CREATE", "ALTER", "DROP", "COMMENT", "GRANT", "REVOKE"))
_NOISE = frozenset(("ONLY", "TABLE", "INTO", "FROM", "OR", "ABORT", "FAIL", "IGNORE", "REPLACE", "ROLLBACK"))
_WRITES = frozenset(("INSERT", "REPLACE", "UPDATE", "DELETE", "TRUNCATE", "MERGE", "COPY"))
_NOT_A_WRITE_AFTER = frozenset(("FOR", "KEY", "DO", "ON", ".", "THEN"))
_NEEDS = {"INSERT": ("INTO", "OR"), "REPLACE": ("INTO",), "DELETE": ("FROM",), "MERGE": ("INTO",)}

_MAY_WRITE = re.compile("|".join(sorted(_WRITES)), re.IGNORECASE)
_LONGEST_REMEMBERED = 4000  # characters; longer statements are bulk ones, seldom the same twice

# (text, is it a quoted identifier)
Token = tuple[str, bool]


def written_tables(sql: str) -> frozenset[str]:
    """Lower-case names, without schema, of the tables this SQL inserts into, updates, deletes from or truncates."""
    return _remembered(sql) if len(sql) <= _LONGEST_REMEMBERED else _read(sql)


def _read(sql: str) -> frozenset[str]:
    if not _MAY_WRITE.search(sql):
        return frozenset()
    return frozenset(name.lower() for statement in _statements(sql) for name in _written(statement))


_remembered = lru_cache(maxsize=1024)(_read)


def _statements(sql: str) -> Iterator[list[Token]]:
    statement: list[Token] = []
    for token in _tokens(sql):
        if token == (";", False):
            yield statement
            statement = []
        else:
            statement.append(token)
    yield statement


def _tokens(sql: str) -> Iterator[Token]:
    at = 0
    while at < len(sql):
        found = _TOKEN.match(sql, at)
        at = found.end()
        if found.lastgroup == "comment":
            at = _end_of_comment(sql, at)
        elif found.lastgroup == "quoted":
            text = found["quoted"]
            yield text[1:-1].replace(text[-1] * 2, text[-1]), True
        elif found.lastgroup in ("word", "mark"):
            yield found[0], False


def _end_of_comment(sql: str, at: int) -> int:
    """Where a comment that was opened before `at` ends; PostgreSQL lets comments nest."""
    depth = 1
    while depth and (edge := _COMMENT_EDGE.search(sql, at)):
        depth += 1 if edge[0] == "/*" else -1
        at = edge.end()
    return len(sql) if depth else at


def _written(statement: list[Token]) -> Iterator[str]:
    words = [text.upper() if not quoted else "" for text, quoted in statement]
    if next(iter(words), "") in _DEFINITIONS:
        return
    for at, word in enumerate(words):
        if word in _WRITES and _is_write(words, at):
            yield from _targets(statement, words, at + 1, several=word == "TRUNCATE")


def _is_write(words: list[str], at: int) -> bool:
    if at and words[at - 1] in _NOT_A_WRITE_AFTER:
        return False
    following = words[at + 1] if at + 1 < len(words) else ""
    if words[at] == "COPY":
        return at == 0 and "FROM" in words
    needed = _NEEDS.get(words[at])
    return needed is None or following in needed


def _targets(statement: list[Token], words: list[str], at: int, *, several: bool) -> Iterator[str]:
    """Names of the tables from `at` on: after noise words, the last part of a dotted name; several for TRUNCATE."""
    while at < len(words):
        while at < len(words) and words[at] in _NOISE:
            at += 1
        while at + 2 < len(words) and words[at + 1] == ".":
            at += 2
        if at < len(words):
            yield statement[at][0]
        at += 1
        while several and at < len(words) and words[at] == "*":
            at += 1
        if not several or at >= len(words) or words[at] != ",":
            return
        at += 1
