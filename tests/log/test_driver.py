"""The way below Django's cursor: questions and statements together, in their order, and what is refused."""

import gc
import threading

import pytest
from django.db import DatabaseError, DataError, IntegrityError, ProgrammingError, connection, connections, transaction

from incidents.log import driver, postgresql, sql
from incidents.log.driver import MOST_WAITING, Question, ask, copy, fetch, pipeline, run
from incidents.log.errors import WriteOutsideDispatchError
from incidents.log.postgresql import MOST_PREPARED, as_lines, as_text, numbered
from incidents.log.sql import is_postgresql

WRITE = 'INSERT INTO "thing" (id, name) VALUES (%s, %s)'
READ = 'SELECT id, name FROM "thing" ORDER BY id'


@pytest.fixture
def things(db):
    """A table of this test's own."""
    with connection.cursor() as cursor:
        cursor.execute('CREATE TABLE "thing" (id integer PRIMARY KEY, name text)')
    yield
    with connection.cursor() as cursor:
        cursor.execute('DROP TABLE "thing"')


def only_postgresql():
    if not is_postgresql():
        pytest.skip("PostgreSQL's own protocol")


# --- values


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("naïve 사초 🙂", "naïve 사초 🙂".encode()),
        ("", b""),
        (None, None),
        (True, b"t"),
        (False, b"f"),
        (-(2**63), b"-9223372036854775808"),
        ([], b"{}"),
        ([1, None, 2], b"{1,NULL,2}"),
        (
            ["a,b", 'say "no"', "back\\slash", "NULL", "", "{}"],
            b'{"a,b","say \\"no\\"","back\\\\slash","NULL","","{}"}',
        ),
    ],
)
def test_values_are_written_as_postgresql_reads_them(value, text):
    assert as_text(value) == text


def test_a_text_with_nul_is_refused_rather_than_cut():
    with pytest.raises(ValueError, match="NUL"):
        as_text("before\0after")


def test_values_are_numbered():
    assert numbered("SELECT %s, '100 %%' WHERE %s") == b"SELECT $1, '100 %' WHERE $2"
    assert numbered("SELECT 1") == b"SELECT 1"


# --- questions


def test_answers_are_numbers_texts_and_nothing(things):
    texts = ["ä\t\n\\", "'; DROP TABLE thing; --", "%s %%", "x" * 100_000, None, ""]
    run(WRITE, list(enumerate(texts)))
    assert fetch(READ) == list(enumerate(texts))
    assert fetch("SELECT COUNT(*), MAX(name) FROM thing WHERE id = %s", (99,)) == [(0, None)]
    assert fetch("SELECT id FROM thing WHERE id < %s", (0,)) == []


def test_questions_are_answered_in_order(things):
    run(WRITE, [(1, "one"), (2, "two")])
    taken = []
    one = "SELECT name FROM thing WHERE id = %s"
    ask(Question(one, (2,), taken.append), Question(one, (9,), taken.append), Question(one, (1,), taken.append))
    assert taken == [[("two",)], [], [("one",)]]


def test_arrays_are_one_value(things):
    only_postgresql()
    names = ["a,b", 'say "no"', "back\\slash", "NULL", "", "{}", "ä"]
    run(WRITE, list(enumerate(names)))
    found = fetch("SELECT name FROM thing WHERE name = ANY(%s::text[]) ORDER BY id", (names,))
    assert [name for (name,) in found] == names
    assert fetch("SELECT unnest(%s::bigint[])", ([3, None],)) == [(3,), (None,)]
    assert fetch("SELECT %s::boolean, NOT %s::boolean", (True, True)) == [(True, False)]


@pytest.mark.parametrize("way", [fetch, driver.fetch_many], ids=["few", "many"])
def test_ids_and_json_are_texts_whichever_way_they_come(db, way, django_assert_num_queries):
    only_postgresql()
    told = ("0190f3a1-0000-7000-8000-0000000000ff", '{"b":1,"a":"ä"}')
    question = ("SELECT %s::uuid, %s::json, '[1]'::jsonb, NULL::json", told)
    assert way(*question) == [(*told, "[1]", None)]
    with django_assert_num_queries(1):
        assert way(*question) == [(*told, "[1]", None)]


def test_a_question_about_many_ids_is_not_planned_anew_each_time(db):
    only_postgresql()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE many (id uuid PRIMARY KEY, name integer) ON COMMIT DROP")
    question = f"SELECT name FROM many WHERE {sql.one_of('id')} ORDER BY name"
    for number in range(9):
        fetch(question, (sql.ids(["0190f3a1-0000-7000-8000-0000000000ff"] * number),))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT custom_plans, generic_plans FROM pg_prepared_statements WHERE statement = %s",
            [numbered(question).decode()],
        )
        assert cursor.fetchall() == [(5, 4)]  # PostgreSQL plans five times before it compares


def test_while_queries_are_counted_each_question_is(things, django_assert_num_queries):
    with django_assert_num_queries(2):
        ask(Question(READ, (), list), Question(READ, (), list))


# --- writing together


def test_what_waits_is_written_before_a_question_is_answered(things):
    with transaction.atomic(), pipeline():
        run(WRITE, [(1, "one")])
        with pipeline():
            run(WRITE, [(2, "two")])
        assert fetch(READ) == [(1, "one"), (2, "two")]
        run("UPDATE thing SET name = %s WHERE id = %s", [("ONE", 1), ("TWO", 2)])
    assert fetch(READ) == [(1, "ONE"), (2, "TWO")]


def test_many_statements_do_not_wait_for_the_end(things):
    many = 2 * MOST_WAITING + 7
    with transaction.atomic(), pipeline():
        run(WRITE, [(number, "x" * 2_000) for number in range(many)])
        assert fetch("SELECT COUNT(*) FROM thing") == [(many,)]


def test_counted_questions_see_what_waits(things, django_assert_num_queries):
    with transaction.atomic(), pipeline():
        run(WRITE, [(1, "one")])
        with django_assert_num_queries(1):
            assert fetch(READ) == [(1, "one")]


def test_rows_are_copied_behind_what_waits(things):
    only_postgresql()
    with transaction.atomic(), pipeline():
        run(WRITE, [(1, "one")])
        copy("COPY thing (id, name) FROM STDIN", [(2, "two")])
        run("UPDATE thing SET name = %s", [("same",)])
    assert fetch(READ) == [(1, "same"), (2, "same")]


def test_anything_can_be_copied(things):
    only_postgresql()
    texts = [
        "plain",
        "tab\there",
        "two\nlines\r",
        "back\\slash",
        "\\N",
        "\\.",
        "",
        None,
        "ä 사 🙂",
        '{"a":"\\"b\\""}',
        "\t",
    ]
    copy("COPY thing (id, name) FROM STDIN", list(enumerate(texts)))
    assert fetch(READ) == list(enumerate(texts))
    assert as_lines([(True, False, 1)]) == "t\tf\t1\n"


# --- refusals


def test_the_first_refusal_is_told_and_nothing_after_it_is_done(things):
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic(), pipeline():
        run(WRITE, [(1, "one")])
        run(WRITE, [(1, "again")])
        run(WRITE, [(2, "two")])
    assert fetch(READ) == []


def test_the_connection_works_on_after_a_refusal(things):
    for _ in range(2):
        with pytest.raises(DatabaseError, match=r"(?i)nowhere"), transaction.atomic():
            fetch("SELECT 1 FROM nowhere WHERE 1 = %s", (1,))
        run(WRITE, [(1, "one")])
        assert fetch(READ) == [(1, "one")]
        run("DELETE FROM thing WHERE id = %s", [(1,)])


def test_values_of_the_wrong_kind_are_refused(things):
    only_postgresql()
    with pytest.raises(DataError), transaction.atomic():
        run(WRITE, [("seven", "one")])
    assert fetch(READ) == []


def test_what_waits_is_dropped_when_something_else_fails(things):
    with pytest.raises(KeyError), transaction.atomic(), pipeline():
        run(WRITE, [(1, "one")])
        raise KeyError
    assert fetch(READ) == []


def test_nobody_else_gets_what_waits(things):
    seen = []
    with transaction.atomic(), pipeline():
        run(WRITE, [(1, "one")])
        thread = threading.Thread(target=lambda: seen.append(driver._open.get()))
        thread.start()
        thread.join()
    assert seen == [None]


# --- what PostgreSQL keeps


def prepared():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, statement FROM pg_prepared_statements WHERE name LIKE 'demarche%'")
        return dict(cursor.fetchall())


def test_a_statement_is_prepared_once(things):
    only_postgresql()
    before = prepared()
    for number in range(3):
        run("INSERT INTO thing (name, id) VALUES (%s, %s)", [("x", number)])
    assert [statement for name, statement in prepared().items() if name not in before] == [
        "INSERT INTO thing (name, id) VALUES ($1, $2)"
    ]


def test_what_could_not_be_prepared_is_tried_again(things):
    only_postgresql()
    late = "SELECT 1 FROM later"
    with pytest.raises(ProgrammingError), transaction.atomic():
        fetch(late)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE later ()")
    assert fetch(late) == []


def test_without_leave_or_room_nothing_is_prepared(things, monkeypatch):
    only_postgresql()
    before = prepared()
    with monkeypatch.context() as patch:
        patch.setattr(connection.connection, "prepare_threshold", None)
        assert fetch("SELECT %s::integer + 1", (1,)) == [(2,)]
    with monkeypatch.context() as patch:
        known = dict.fromkeys(map(str, range(MOST_PREPARED)), b"")
        patch.setitem(postgresql._prepared, connection.connection, known)
        assert fetch("SELECT %s::integer + 2", (1,)) == [(3,)]
    assert prepared() == before


@pytest.mark.django_db(transaction=True)
def test_what_the_server_has_forgotten_is_prepared_anew():
    only_postgresql()
    statement = "SELECT %s::integer + 3"
    assert fetch(statement, (1,)) == [(4,)]
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert fetch(statement, (1,)) == [(4,)]
    assert [text for text in prepared().values() if "+ 3" in text]
    with pytest.raises(DatabaseError), transaction.atomic():
        fetch(statement, (1,))
        connection.cursor().execute("DEALLOCATE ALL")
        fetch(statement, (1,))
    with transaction.atomic():
        assert fetch(statement, (1,)) == [(4,)]


@pytest.mark.django_db(transaction=True)
def test_a_transaction_begins_where_the_server_has_forgotten_how():
    only_postgresql()
    with transaction.atomic():
        assert fetch("SELECT %s::integer + 3", (1,)) == [(4,)]
    connection.cursor().execute("DISCARD ALL")
    with transaction.atomic():
        assert fetch("SELECT %s::integer + 3", (1,)) == [(4,)]
        run("CREATE TEMPORARY TABLE begun (one integer) ON COMMIT DROP", [()])
    with pytest.raises(DatabaseError):
        fetch("SELECT * FROM begun")


KEEP = "INSERT INTO committed VALUES (%s)"


@pytest.mark.django_db(transaction=True)
def test_what_was_committed_is_not_written_once_more(committed):
    only_postgresql()
    statement = "SELECT %s::integer + 4"
    fetch(statement, (1,))
    connection.cursor().execute("DEALLOCATE ALL")
    with pytest.raises(DatabaseError), transaction.atomic(), pipeline():
        for one, values in ((KEEP, [(1,)]), ("COMMIT", [()]), (statement, [(1,)])):
            run(one, values)
    assert fetch("SELECT one FROM committed") == [(1,)]


@pytest.mark.django_db(transaction=True)
def test_half_of_a_transaction_whose_commit_is_refused_is_not_written(committed):
    """Even where it is refused for a reason that sounds like a statement that was forgotten."""
    only_postgresql()
    with connection.cursor() as cursor:
        cursor.execute("""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
            AS $$ BEGIN RAISE EXCEPTION 'never two' USING ERRCODE = '0A000'; END $$;
            CREATE CONSTRAINT TRIGGER refusal AFTER INSERT ON committed DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW WHEN (NEW.one > 1) EXECUTE FUNCTION refuse()
        """)
    with pytest.raises(DatabaseError), transaction.atomic():
        run(KEEP, [(2,)])
        with pipeline():
            run(KEEP, [(1,)])
            run("COMMIT", [()])
    assert fetch("SELECT one FROM committed") == []


@pytest.fixture
def committed(transactional_db):
    """A table that outlives a transaction."""
    only_postgresql()
    connection.cursor().execute("CREATE TABLE committed (one integer)")
    yield
    connection.cursor().execute("DROP TABLE committed; DROP FUNCTION IF EXISTS refuse")


@pytest.mark.django_db(transaction=True)
def test_a_table_that_has_changed_is_asked_anew():
    only_postgresql()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE changing (one integer)")
    try:
        assert fetch("SELECT * FROM changing") == []
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE changing ADD COLUMN two integer DEFAULT 2")
            cursor.execute("INSERT INTO changing VALUES (1)")
        assert fetch("SELECT * FROM changing") == [(1, 2)]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE changing")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_kept_of_a_connection_that_is_gone():
    only_postgresql()
    fetch("SELECT 1")
    gc.collect()
    known = len(postgresql._prepared)
    for _ in range(3):
        connection.close()
        assert fetch("SELECT 1") == [(1,)]
    gc.collect()
    assert len(postgresql._prepared) == known


def test_the_guard_holds_below_the_cursor_too(db):
    for statement in (f"DELETE FROM {sql.EVENT}", 'INSERT INTO "incidents_incident" ("id") VALUES (%s)'):
        with pytest.raises(WriteOutsideDispatchError):
            run(statement, [()])
        with pytest.raises(WriteOutsideDispatchError):
            fetch(f"{statement} RETURNING 1")
    with pytest.raises(WriteOutsideDispatchError):
        copy("COPY incidents_facet (id) FROM STDIN", [("1",)])


@pytest.mark.django_db(transaction=True)
def test_who_waits_for_the_database_holds_up_no_other_thread():
    only_postgresql()
    answered = threading.Event()

    def wait_for_the_lock():
        try:
            fetch("SELECT pg_advisory_lock(%s)", (77,))
            answered.set()
        finally:
            connections.close_all()

    fetch("SELECT pg_advisory_lock(%s)", (77,))
    thread = threading.Thread(target=wait_for_the_lock, daemon=True)
    thread.start()
    assert not answered.wait(0.3)
    fetch("SELECT pg_advisory_unlock(%s)", (77,))
    assert answered.wait(10)
    thread.join(10)


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_cut_off_is_told_as_such_and_replaced():
    only_postgresql()
    (pid,) = fetch("SELECT pg_backend_pid()")[0]
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    other.close()
    with pytest.raises(DatabaseError, match=r"(?i)terminat|closed|lost"):
        for _ in range(50):
            fetch("SELECT 1")
    connection.close()
    assert fetch("SELECT 1") == [(1,)]
