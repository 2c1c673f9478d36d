from rag.chunking.headings import lines

PARAGRAPH = (
    "本办法自公布之日起施行，由青石镇人民政府负责解释，原有规定与本办法不一致的，以本办法为准，请遵照执行。"
)


def headings(text: str) -> dict[str, str]:
    return {text[line.start : line.end]: line.heading for line in lines(text)}


def test_a_section_ends_where_the_next_number_stands() -> None:
    found = headings(f"报名须知\n{PARAGRAPH}\n一、报名条件\n{PARAGRAPH}。\n二、报名时间\n3月1日至5日。")
    assert found["3月1日至5日。"] == "二、报名时间"
    assert headings(f"一、报名条件\n{PARAGRAPH}\n二、{PARAGRAPH}\n完。")["完。"] == ""


def test_a_numbered_line_that_is_no_heading_does_not_end_what_encloses_it() -> None:
    found = headings(f"报名须知\n{PARAGRAPH}\n一、居民凭证件报名；\n二、报名费用全免。\n完。")
    assert found["完。"] == "报名须知"
    found = headings(f"一、报名条件\n{PARAGRAPH}\n（一）对象\n居民。")
    assert found["居民。"] == "一、报名条件 › （一）对象"


def test_a_line_that_only_names_its_section_is_no_heading() -> None:
    assert [line.level for line in lines("二、报名时间\n3月1日至5日。")] == [0, 0]
