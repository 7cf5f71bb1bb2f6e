"""The people of the tests: who records, who publishes, who only reads, and who may do neither."""

from incidents.domain.person import ANONYMOUS, Person

OWNER = Person("alice", frozenset(("curator",)))
SECOND_OWNER = Person("amir", frozenset(("curator",)))
COLLEAGUE = Person("bob", frozenset(("editor",)))
SECOND_COLLEAGUE = Person("berta", frozenset(("editor",)))
READER = Person("rita", frozenset(("reader",)))
OUTSIDER = Person("charlie")
ADMINISTRATOR = Person("dana", frozenset(("administrator",)))
PUBLIC = ANONYMOUS
