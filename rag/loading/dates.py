"""Dates as pages write them, brought to ISO form as far as they are known; pure."""

import re

DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})\s*(?:[-/.年]\s*(?P<month>\d{1,2})\s*(?:[-/.月]\s*(?P<day>\d{1,2})(?!\d))?)?"
)
COMPACT = re.compile(r"\s*(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\s*")  # a whole value; else a number
# 活动时间 and 定于 tell when something happens, not when it was written.
LABEL = re.compile(
    r"(?:发布|發布|发表|更新|出版|刊发|发文|印发|成文)(?:时间|時間|日期|于|於)?\s*[:：]?\s*"
    r"|(?<!\w)(?:时间|時間|日期)\s*[:：]?\s*|published[:：]?\s*"
)
LABELLED = re.compile(f"(?:{LABEL.pattern})({DATE.pattern})")
# What a line under the title holds beside the date: the source, the writer, the agency.
BYLINE = re.compile(
    r"来源|來源|记者|記者|作者|编辑|編輯|供稿|更新|发布|發布|摄影|攝影|文[/:：]|讯(?=[(（\s])|[报網网刊社台]讯?(?=\s*\d)"
)
_OF_AN_EVENT = re.compile("[:：于於在]$|时间|時間|日期")
_BARE_NAME = re.compile(r"[\w·]{2,10}")
_GOES_ON = re.compile(r"\s*(?:[至到起前后—~～举召开-])")  # 7月1日起施行
LONGEST_BYLINE = 60  # characters
CLOCK = re.compile(r"\d{1,2}:\d{2}")
NEWS = re.compile("记者|記者|通讯员|通訊員|本报讯|本報訊")
EVENT = re.compile(
    r"(?<![\d年])(?P<month>\d{1,2})月\d{1,2}日"
)  # the day of a report, which leaves out its year
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
OPENING = 600  # characters of prose in which a report says when what it tells of happened
NEAR = 80  # characters between that day and the mention of its year
TOP_LINES = 15  # a page states its date near its title
BYLINES = 4  # the title and the lines under it
LAST_LINES = 6  # a notice is signed and dated at its end


def iso(written: str) -> str | None:
    """Return the first date in `written` as 2023, 2023-03 or 2023-03-31, or None."""
    match = DATE.search(written)
    if match and (compact := COMPACT.fullmatch(written)):
        return "-".join(compact.groups())
    if match is None:
        return None
    year, month, day = match["year"], match["month"], match["day"]
    if month is None or not 1 <= int(month) <= 12:
        return year
    if day is None or not 1 <= int(day) <= 31:
        return f"{year}-{int(month):02}"
    return f"{year}-{int(month):02}-{int(day):02}"


def stated(text: str) -> str | None:
    """Return the date a page states: labelled near its top or with the hour, or by itself at its end."""
    for line in [line for line in text.split("\n", 200)[:200] if line.strip()][:TOP_LINES]:
        if match := LABELLED.search(line):
            return iso(match[1])
        if len(line) < 120 and (day := DATE.search(line)) and day["day"] and CLOCK.search(line, day.end()):
            return iso(day.group())
    for line in [line.strip() for line in text.split("\n", 50)[:50] if line.strip()][1:BYLINES]:
        if written := _in_byline(line):
            return iso(written)
    for line in [line.strip() for line in text[-1000:].splitlines() if line.strip()][-LAST_LINES:]:
        if (day := DATE.match(line)) and day["day"] and line[day.end() :].strip() in ("", "日"):
            return iso(day.group())
    return None


def _in_byline(line: str) -> str | None:
    """Return the day in a line that gives a source or a writer, or the date alone: 县教育网 2024-08-29."""
    day = DATE.search(line)
    if len(line) > LONGEST_BYLINE or day is None or not day["day"] or re.search("[。！？；]", line):
        return None
    before, after = line[: day.start()].strip(" (（"), line[day.end() :].removeprefix("日")
    if _GOES_ON.match(after) or _OF_AN_EVENT.search(before):
        return None
    alone = (not before or not after.strip(" )）")) and not re.search("[，,、]", line)
    if not (alone or BYLINE.search(line) or _BARE_NAME.fullmatch(before)):
        return None
    return day.group()


def reported(text: str) -> str | None:
    """Return the month of a news report that states no date but tells at once of a day of a year it names.

    `昨天(3月30日)，记者从2023年…获悉` is of March 2023, for a report leaves out the year that is its own.
    """
    if not NEWS.search(text):
        return None
    opening = text[:OPENING]
    for day in EVENT.finditer(opening):
        line = opening[opening.rfind("\n", 0, day.start()) + 1 :].partition("\n")[0]
        years = {year[1] for year in YEAR.finditer(opening, max(0, day.start() - NEAR), day.end() + NEAR)}
        if len(years) == 1 and years == set(YEAR.findall(line)) and 1 <= int(day["month"]) <= 12:
            return f"{years.pop()}-{int(day['month']):02}"
    return None
