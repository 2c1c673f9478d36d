import re
from dataclasses import replace
from pathlib import Path

from rag.evaluation.comparison import compare
from rag.evaluation.flips import flips
from rag.evaluation.folder import Run
from rag.evaluation.gate import Line
from rag.evaluation.golden_file import GoldenSet
from rag.evaluation.record import Record
from rag.evaluation.report.comparison import comparison_page
from rag.evaluation.report.markdown import comparison_markdown, run_markdown
from rag.evaluation.report.page import run_page
from rag.evaluation.report.write import write_reports
from rag.evaluation.summary import Summary, summarise
from tests.rag.evaluation.making import BOTH, BRIDGE, LENGTH, MAYOR, SILENT, TOWN, cited, record

EVIL = "<img src=x onerror=alert(1)>"
RECORDS = {
    "length": record(
        LENGTH, f"桥长30米{EVIL}[1]", replace(cited(BRIDGE, "桥长30米"), before=EVIL, title=EVIL)
    ),
    "mayor": record(MAYOR, "三座桥[1]", cited(TOWN, "三座桥", support=0.25, verbatim=False)),
    "both": Record("both", error=f"lost {EVIL}"),
    "silent": record(SILENT),
}


def a_run(**changed: Record) -> tuple[Run, Summary]:
    golden = GoldenSet(f"{EVIL}.jsonl", (replace(LENGTH, question=EVIL, tags=(EVIL,)), MAYOR, BOTH, SILENT))
    run = Run(Path("runs/now"), golden, {"threshold": 0.5, "embedder": EVIL}, {**RECORDS, **changed})
    return run, summarise(golden.questions, run.records)


def test_nothing_of_documents_or_questions_becomes_markup() -> None:
    page = run_page(*a_run(), [Line("risk", passed=False, told=f"risk {EVIL}")])
    assert "<img" not in page
    assert page.count("&lt;img src=x onerror=alert(1)&gt;") >= 8


def test_the_page_names_nothing_outside_itself() -> None:
    page = run_page(*a_run())
    assert re.findall(r"https?:|//\w|@import|url\(|<link|<iframe| src=[^x]", page) == []
    assert "default-src 'none'" in page


def test_a_quote_is_marked_and_what_was_wanted_in_it_stressed() -> None:
    page = run_page(*a_run())
    assert "<mark>桥长<b>30米</b></mark>" in page
    assert "holds the answer" in page
    assert "does not hold the answer, not verbatim, support 0.25" in page


def test_failures_and_the_gate_are_told_at_the_top() -> None:
    gate = [Line("risk", passed=False, told="risk = 0.5"), Line("answer_f1", passed=True, told="fine")]
    page = run_page(*a_run(), gate)
    assert "<h2>1 questions failed</h2>" in page
    assert "<h2>Gate: 1 of 2 lines failed</h2>" in page
    assert "<h2>Gate: all 1 lines hold</h2>" in run_page(*a_run(), gate[1:])


def test_a_run_of_failures_only_still_makes_a_page() -> None:
    failed = {name: Record(name, error="lost") for name in RECORDS}
    page = run_page(*a_run(**failed))
    assert "4 questions failed" in page
    assert "0 of 4 questions asked, 4 failed" in run_markdown(*a_run(**failed))


def test_markdown_escapes_and_lists_what_did_not_end_well() -> None:
    told = run_markdown(*a_run(both=replace(RECORDS["both"], error="lost | *all*")))
    assert "lost \\| \\*all\\*" in told
    assert "<img" not in told.replace("\\<img", ""), "every bracket is escaped"
    assert "- `mayor` wrong: 镇长是谁？" in told
    assert "`silent`" not in told


def test_compared_runs_show_flips_side_by_side() -> None:
    first, before = a_run()
    second, after = a_run(
        mayor=record(MAYOR, "林秋白[1]", cited(TOWN, "镇长是林秋白")), silent=record(SILENT, "四十")
    )
    found = compare(before.columns, after.columns)
    page = comparison_page(("a", EVIL), found, flips(first, second))
    assert "<img" not in page
    assert "1 questions became better, 1 worse" in page
    assert page.index("三座桥") < page.index("镇长是<b>林秋白</b>") < page.index("四十")
    told = comparison_markdown(("a", "b"), found, flips(first, second))
    assert "| answer_right | 0.500 | 1.000 | +0.500 |" in told


def test_all_three_reports_are_written(tmp_path: Path) -> None:
    run, summary = a_run()
    page = write_reports(replace(run, folder=tmp_path), summary)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.html", "report.md", "summary.json"]
    assert page == tmp_path / "report.html"
