"""Dates as pages write them, brought to ISO form as far as they are known; pure."""

import re

DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})\s*(?:[-/.年]\s*(?P<month>\d{1,2})\s*(?:[-/.月]\s*(?P<day>\d{1,2})(?!\d))?)?"
)
COMPACT = re.compile(r"\s*(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\s*")  # a whole value; else a number
# 活动时间 and 定于 tell when something happens, not when it was written.
LABEL = (
    r"(?:发布|發布|發佈|发表|發表|更新|出版|刊发|刊登|发文|發文|印发|成文|公布|公佈|公告|公开|公開|生成|签发|上載|张贴|張貼)"
    r"(?:时间|時間|日期|于|於)?\s*[:：]?\s*|(?<!\w)日期\s*[:：]?\s*|published[:：]?\s*"
)
LABELLED = re.compile(f"(?P<label>{LABEL})(?P<date>{DATE.pattern})")
# 发布时间：2024年 says so, 关于印发2024年工作要点的通知 does not.
SAYS_SO = re.compile(r"(?:时间|時間|日期|[:：])\s*$")
# Of the text beside its source or its writer, of an event else.
BARE = re.compile(rf"(?<!\w)(?:时间|時間)\s*[:：]?\s*(?P<date>{DATE.pattern})")
IN_NUMERALS = re.compile(
    r"(?P<year>[一二][〇○零一二三四五六七八九]{3})年(?P<month>十[一二]?|[一二三四五六七八九])月"
    r"(?P<day>[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])日"
)
FIGURES = str.maketrans("〇○零一二三四五六七八九", "000123456789")
OF_THE_REPUBLIC = re.compile(  # 中華民國112年5月6日, 發布日期：112-05-06
    r"(?:(?:中\s*[華华])?\s*民\s*[國国]\s*(?=\d{2})"
    r"|(?P<label>(?:發布|發佈|發表|公告|刊登|更新|上版|張貼)(?:日期|時間)\s*[:：]\s*)(?=\d{3}))"
    r"(?P<year>\d{2,3})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})(?!\d)日?"
)
YEAR_BEFORE_THE_REPUBLIC = 1911
# What a line under the title holds beside the date: the source, the writer, the agency.
BYLINE = re.compile(
    r"来源|來源|记者|記者|作者|编辑|編輯|供稿|更新|发布|發布|摄影|攝影|文[/:：]|讯(?=[(（\s])|[报網网刊社台]讯?(?=\s*\d)"
)
_OF_AN_EVENT = re.compile("[:：于於在]$|时间|時間|日期")
_OF_A_TIME = re.compile(r"(?:时间|時間)\s*[:：]?\s*$")
_BARE_NAME = re.compile(r"[\w·]{2,10}")
_GOES_ON = re.compile(r"\s*(?:[至到起前后—~～举召开-])")  # 7月1日起施行
LONGEST_BYLINE = 60  # characters
LONGEST_LINE = 120
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
    top = [_in_figures(line.strip()) for line in text.split("\n", 200)[:200] if line.strip()][:TOP_LINES]
    for line in top:
        if written := _labelled(line) or _with_the_hour(line):
            return iso(written)
    for line in top[1:BYLINES]:
        if written := _in_byline(line):
            return iso(written)
    for line in [line.strip() for line in text[-1000:].splitlines() if line.strip()][-LAST_LINES:]:
        line = _in_figures(line)
        if (day := DATE.match(line)) and day["day"] and line[day.end() :].strip() in ("", "日"):
            return iso(day.group())
    return next((iso(bare["date"]) for line in top if (bare := BARE.search(line))), None)


def _labelled(line: str) -> str | None:
    """Return the first date in a line that is said to be the text's own."""
    for match in LABELLED.finditer(line):
        if SAYS_SO.search(match["label"]):
            return match["date"]
        if match["day"] and not _GOES_ON.match(line[match.end() :].removeprefix("日")):
            return match["date"]
    bare = BARE.search(line)
    return bare["date"] if bare and BYLINE.search(line) else None


def _with_the_hour(line: str) -> str | None:
    """Return the day in a line that gives its hour, unless something is to happen then."""
    day = DATE.search(line)
    if len(line) >= LONGEST_LINE or day is None or not day["day"] or not CLOCK.search(line, day.end()):
        return None
    return None if _OF_A_TIME.search(line[: day.start()]) else day.group()


def _in_figures(line: str) -> str:
    """Return a line with dates in Chinese numerals and of the Republic as 2023-3-5."""
    line = IN_NUMERALS.sub(
        lambda date: f"{date['year'].translate(FIGURES)}-{_number(date['month'])}-{_number(date['day'])}",
        line,
    )
    return OF_THE_REPUBLIC.sub(_of_our_era, line)


def _of_our_era(date: re.Match[str]) -> str:
    year = int(date["year"]) + YEAR_BEFORE_THE_REPUBLIC
    return f"{date['label'] or ''}{year}-{date['month']}-{date['day']}"


def _number(numeral: str) -> int:
    """Return a number below a hundred: 二十一 is 21."""
    tens, ten, ones = numeral.rpartition("十")
    return int((tens or "1").translate(FIGURES)) * 10 * len(ten) + int((ones or "零").translate(FIGURES))


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
