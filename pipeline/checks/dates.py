"""Dates and terms as people write them on Chinese forms: 2026年3月1日, 二〇二六年三月, 2026.3.1, 26/3/1, 无固定期限."""

import calendar
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum

import msgspec

_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0", "两": "2"}
_CN = "〇○零一二三四五六七八九十廿卅两"
_NUM = rf"(?:[0-9]+|[{_CN}]+)"
_PATTERNS = (
    re.compile(rf"(?P<y>{_NUM})年(?P<m>{_NUM})月(?:(?P<d>{_NUM})[日号]?)?"),
    re.compile(r"(?<![0-9])(?P<y>[0-9]{4}|[0-9]{2})(?P<sep>[./\-、])(?P<m>[0-9]{1,2})(?P=sep)(?P<d>[0-9]{1,2})(?![0-9])"),
    re.compile(r"(?<![0-9./\-])(?P<y>(?:19|20)[0-9]{2})[./\-](?P<m>[0-9]{1,2})(?P<d>)(?![0-9./\-])"),
    re.compile(r"(?<![0-9])(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-1][0-9])(?P<d>[0-3][0-9])(?![0-9])"),
)
# What stands for a numeral that was misread or written over: 3l日, 3O日, 3?日.
_ODD_NUMERAL = re.compile(r"[lIiOoQDzZSsBb丨|!?〇○]|[^年月日号自从起至到止~,，。;；:、()—–\-]{1,2}[日号]")
_RANGE = re.compile(r"[日号]?起?(?:[~—–\-]+|起)(?:[自到至])?")
# What may follow the last day of a term; anything else may mend it or take it back.
_AFTER_END = re.compile(r"[日号]?(?:$|止|终止|为止|截止|到期|期满|届满|[^\u3400-\u9fff0-9A-Za-z/?!|])")
_MENDED = re.compile(r"[续延改变废]")
PART_OF_DATE = re.compile(rf"{_NUM}[月日号]|(?:19|20)[0-9]{{0,2}}年")
_YEARS = range(1950, 2090)  # 2099 and 9999 stand for 'for ever', not for a day
_CENTURY_TURN = 70  # 26 is 2026, 98 is 1998


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A date as written. first, last: the same day, or the first and last day of the month where no day was written."""

    first: date
    last: date
    start: int
    end: int

    @property
    def to_the_day(self) -> bool:
        """Whether a day was written, not only a month."""
        return self.first == self.last


class EndKind(StrEnum):
    """What a term's end says."""

    DATE = "date"
    OPEN = "open"
    LONG = "long"
    RETIREMENT = "retirement"
    NINES = "nines"
    TASK = "task"
    BLANK = "blank"
    UNREAD = "unread"


class End(msgspec.Struct, frozen=True, kw_only=True):
    """The end of a term: its kind, and the date where it is one."""

    kind: EndKind
    on: Written | None = None


def clean(text: str) -> str:
    """Return a text with full-width forms made plain and all white space removed."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def find_dates(text: str) -> tuple[Written, ...]:
    """Return every date in a text, in reading order; what is no date of the calendar is left out."""
    plain = clean(text)
    found: list[Written] = []
    for pattern in _PATTERNS:
        found += [one for one in _dates_of(pattern, plain) if not any(one.start < other.end and other.start < one.end for other in found)]
    return tuple(sorted(found, key=lambda one: one.start))


def read_date(text: str) -> date | None:
    """Return the one day that a text says, None where it says none, several, or only a month."""
    days = {one.first for one in find_dates(text) if one.to_the_day}
    return days.pop() if len(days) == 1 else None


def read_end(text: str) -> End:
    """Return how a term ends, from the text of its end cell or of the whole term ("自…至…").

    Where a cell says two things at once (a date and 无固定期限, or two ends: the printed hint stands in it, or it was mended) it is
    unread, and so it is where parts of a date are left over: something covers the rest, and the date beside them may be the start.
    The same holds where words follow the date that may take it back (改为, 作废), and where a second term follows the first.
    """
    plain = clean(text)
    *before, tail = re.split(r"至|到|~|——", plain)
    dates = find_dates(tail)
    if dates and not before and len(dates) == 1 and re.search(r"[自从]", plain[: dates[0].start]):
        return End(kind=EndKind.UNREAD)  # only the start was read
    if dates and (_several_ends(before, tail, dates) or PART_OF_DATE.search(_without(tail, dates))):
        return End(kind=EndKind.UNREAD)
    says_open = bool(re.search(r"[无無]固定期限|解除、?终止.*止", tail))
    if says_open and dates:
        return End(kind=EndKind.UNREAD)
    if says_open:
        return End(kind=EndKind.UNREAD if "长期" in tail or "長期" in tail else EndKind.OPEN)
    if dates:
        closed = _AFTER_END.match(tail, dates[-1].end)
        return End(kind=EndKind.DATE, on=dates[-1]) if closed else End(kind=EndKind.UNREAD)
    return End(kind=_wording(tail))


def years_after(day: date, years: int) -> date:
    """Return the same day so many years later; 29 February becomes 28 February."""
    last = calendar.monthrange(day.year + years, day.month)[1]
    return date(day.year + years, day.month, min(day.day, last))


def months_before(day: date, months: int) -> date:
    """Return the same day of the month so many months earlier, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _last(part: str) -> int:
    """Return where the last date in a text ends; the text's length where it has none."""
    return max((one.end for one in find_dates(part)), default=len(part))


def _several_ends(before: Sequence[str], tail: str, dates: Sequence[Written]) -> bool:
    """Return whether more than one end stands in a cell: two days that are no start and end, or a term before the last one."""
    if any(find_dates(part) for part in before[1:]) or (before and _MENDED.search(before[-1][_last(before[-1]) :])):
        return True
    if len({(one.first, one.last) for one in dates}) < 2:  # noqa: PLR2004 - one day said twice is one end
        return False
    start, end = dates[0], dates[-1]
    between = tail[start.end : end.start]
    return bool(before) or len(dates) > 2 or start.first > end.last or not _RANGE.fullmatch(between)  # noqa: PLR2004 - a start and an end


def _wording(tail: str) -> EndKind:
    for kind, words in (
        (EndKind.NINES, r"9{4}|2099|2999"),
        (EndKind.LONG, r"[长長]期|永久|无限期|无期限|不限|终身|^今"),
        (EndKind.RETIREMENT, r"退休"),
        (EndKind.TASK, r"工作任务"),
    ):
        if re.search(words, tail):
            return kind
    left = re.sub(r"[年月日号自从起至到止_/\\\-—–~.·。:：,，、()（）]", "", tail)
    return EndKind.UNREAD if left else EndKind.BLANK


def _without(plain: str, dates: Sequence[Written]) -> str:
    """Return a text in which a bar stands for each date."""
    for one in reversed(dates):
        plain = f"{plain[: one.start]}|{plain[one.end :]}"
    return plain


def _dates_of(pattern: re.Pattern[str], plain: str) -> Iterator[Written]:
    for match in pattern.finditer(plain):
        year, month = _year(match["y"]), _number(match["m"])
        if year not in _YEARS or not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
            continue
        last = calendar.monthrange(year, month)[1]
        day = _number(match["d"]) if match["d"] else None
        if day is not None and not 1 <= day <= last:
            continue
        if match.group()[-1] not in "日号" and _odd(plain, match.end(), day):
            continue
        yield Written(first=date(year, month, day or 1), last=date(year, month, day or last), start=match.start(), end=match.end())


def _odd(plain: str, end: int, day: int | None) -> bool:
    """Return whether something follows a date without its 日 that is, or hides, a numeral of the day."""
    after = _ODD_NUMERAL.match(plain, end)
    return after is not None and (day is not None or after.group()[-1] in "日号")


def _year(written: str) -> int:
    """Return a year of two or four digits, Arabic or Chinese; 0 where it is none."""
    digits = "".join(_DIGITS.get(c, c) for c in written)
    if not digits.isdecimal() or len(digits) not in {2, 4}:
        return 0
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= _CENTURY_TURN else 2000)  # noqa: PLR2004 - a written-out year


def _number(written: str) -> int:
    """Return a number below one hundred, Arabic or Chinese (十二, 二十一, 廿一, 一二); 0 where it is none."""
    if written.isdecimal() and written.isascii():
        return int(written)
    written = written.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = written.partition("十")
    if not ten:
        digits = "".join(_DIGITS.get(c, "") for c in written)
        return int(digits) if digits else 0
    if any(len(part) > 1 or part == "十" for part in (tens, ones)):
        return int(_DIGITS.get(ones[-1], "0")) if not ones else 0
    return 10 * int(_DIGITS.get(tens, "1")) + int(_DIGITS.get(ones, "0"))
