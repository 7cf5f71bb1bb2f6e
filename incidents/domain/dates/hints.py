"""What to write instead of a text that is no date."""

import re
from datetime import date

from incidents.domain.dates.value import DateError

EXAMPLES = "2024-06-21, 2024-06, 2024, 2024-06-21~, 2024-06-XX, 2024-06-19/2024-06-21, ../2024-06-21"
_WEEK_DAY = re.compile(r"[0-9]{4}-W[0-9]{2}-[1-7]")
_NUMBERS = re.compile(r"([0-9]{4})(?:([-./])([0-9]{1,2})\2([0-9]{1,2})|([0-9]{2})([0-9]{2}))")
_TIME_AFTER_BLANK = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ t]([0-9]{2}:.*)")


def unreadable(text: str) -> DateError:
    """The error for a text that fits no form, with the likeliest thing to write instead."""
    if text[0] in "-Y":
        return DateError("“{text}” is out of range: write a year from 0001 to 9999 with four digits.", text=text)
    if day := _meant_day(text):
        return DateError("“{text}” is not written as a date: write {day}.", text=text, day=day)
    if re.search(r"[?~%]{2}", text):
        return DateError("“{text}” has two qualifiers in one place: write % for uncertain and approximate.", text=text)
    if ".." in text:
        return DateError("“{text}” needs a slash: write ../2024-06-21, 2024-06-21/.. or 2024-06/2024-07.", text=text)
    if match := _TIME_AFTER_BLANK.fullmatch(text):
        sentence = "“{text}” needs a T before the time: write {day}T{time}."
        return DateError(sentence, text=text, day=match[1], time=match[2])
    sentence = "“{text}” is no date that can be read: write year-month-day, for example {examples}."
    return DateError(sentence, text=text, examples=EXAMPLES)


def _meant_day(text: str) -> str | None:
    """The day in 20240621, 2024/6/21 or 2024-W25-5; day-first numbers are not guessed at."""
    match = _NUMBERS.fullmatch(text)
    if match is None and not _WEEK_DAY.fullmatch(text):
        return None
    if match:
        text = f"{match[1]}-{match[3] or match[5]:0>2}-{match[4] or match[6]:0>2}"
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None
