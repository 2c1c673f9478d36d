import pytest
from starlette.testclient import TestClient

from tests.ui.fakes import ROOTS, FakeLibrary
from tests.ui.served import built
from ui.api.rest import HISTORY_TURNS, TURN_LENGTH
from ui.json_lines import answer_record


def test_ask_returns_the_object_of_the_command(api: TestClient, library: FakeLibrary) -> None:
    answer = api.post("/api/ask", json={"question": "什么是根系工程？"})
    assert answer.status_code == 200
    assert answer.json() == answer_record(library.answer("什么是根系工程？"))


def test_ask_hands_the_history_on(api: TestClient, library: FakeLibrary) -> None:
    history = [{"role": "user", "content": "什么是根系工程？"}, {"role": "assistant", "content": "是项目。"}]
    api.post("/api/ask", json={"question": "有几个方向？", "history": history})
    assert [(turn.role, turn.content) for turn in library.heard[-1][1]] == [
        ("user", "什么是根系工程？"),
        ("assistant", "是项目。"),
    ]


def test_ask_without_history_may_say_so(api: TestClient, library: FakeLibrary) -> None:
    assert api.post("/api/ask", json={"question": "有几个方向？", "history": None}).status_code == 200
    assert library.heard[-1] == ("有几个方向？", [])


def test_ask_looks_at_the_last_turns_of_a_long_history(api: TestClient, library: FakeLibrary) -> None:
    turns = [{"role": "user", "content": f"{number}？"} for number in range(HISTORY_TURNS)]
    turns.append({"role": "assistant", "content": "长" * 2 * TURN_LENGTH})
    assert api.post("/api/ask", json={"question": "有几个方向？", "history": turns}).status_code == 200
    heard = [turn.content for turn in library.heard[-1][1]]
    assert (len(heard), heard[0], heard[-1]) == (HISTORY_TURNS, "1？", "长" * TURN_LENGTH)


def test_search_returns_hits_whose_text_is_the_range(api: TestClient) -> None:
    hits = api.post("/api/search", json={"question": "根系工程", "k": 1}).json()["hits"]
    assert [hit["document_id"] for hit in hits] == [ROOTS.id]
    assert hits[0]["text"] == ROOTS.text[hits[0]["start"] : hits[0]["end"]]


def test_documents_are_listed_shown_added_updated_and_removed(api: TestClient) -> None:
    name = "../../etc/河 道#1.txt"
    added = api.post("/api/documents", files=[("files", (name, "初稿。".encode()))])
    assert added.json()["added"] == 1
    assert api.post("/api/documents", files=[("files", (name, "定稿。".encode()))]).json()["updated"] == 1
    listed = {row["id"] for row in api.get("/api/documents").json()["documents"]}
    assert "河 道#1.txt" in listed
    path = "/api/documents/%E6%B2%B3%20%E9%81%93%231.txt"
    assert api.get(path).json()["text"] == "定稿。"
    assert api.delete(path).json() == {"removed": ["河 道#1.txt"]}
    assert api.get(path).status_code == 404


def test_an_id_with_slashes_is_one_document(api: TestClient) -> None:
    assert api.get(f"/api/documents/{ROOTS.id}").json()["title"] == ROOTS.title


def test_a_file_that_cannot_be_read_is_named_without_its_folder(api: TestClient) -> None:
    report = api.post("/api/documents", files=[("files", ("坏.txt", b"\xff\xff"))]).json()
    assert report["failed"] == [{"path": "坏.txt", "error": "坏.txt is not text"}]


def test_two_files_of_one_name_are_one_document_and_one_failure(api: TestClient) -> None:
    files = [("files", ("同名.txt", b"1")), ("files", ("甲/同名.txt", b"2"))]
    report = api.post("/api/documents", files=files).json()
    assert (report["added"], [failure["path"] for failure in report["failed"]]) == (1, ["同名.txt"])
    assert api.get("/api/documents/同名.txt").json()["text"] == "1"
    api.delete("/api/documents/同名.txt")


@pytest.mark.parametrize(
    ("method", "path", "sent", "status", "code"),
    [
        pytest.param(
            "POST", "/api/ask", {"json": {"question": ""}}, 400, "bad_question", id="empty_question"
        ),
        pytest.param("POST", "/api/ask", {"json": {}}, 422, "invalid_request", id="missing_field"),
        pytest.param("POST", "/api/ask", {"content": b"{"}, 422, "invalid_request", id="invalid_json"),
        pytest.param("POST", "/api/ask", {"data": {"question": "?"}}, 422, "invalid_request", id="form_body"),
        pytest.param(
            "POST", "/api/search", {"json": {"question": "?", "k": 0}}, 422, "invalid_request", id="k"
        ),
        pytest.param("GET", "/api/documents/none", {}, 404, "unknown_document", id="unknown_document"),
        pytest.param("DELETE", "/api/documents/../x", {}, 404, "not_found", id="dots_are_a_path_elsewhere"),
        pytest.param(
            "DELETE", "/api/documents/..%2f..%2fetc", {}, 404, "unknown_document", id="encoded_dots"
        ),
        pytest.param("GET", "/api/ask", {}, 405, "method_not_allowed", id="wrong_method"),
        pytest.param("GET", "/api/nothing", {}, 404, "not_found", id="unknown_route"),
        pytest.param(
            "POST", "/api/documents", {"files": [("files", ("..", b"x"))]}, 422, "load_error", id="name"
        ),
    ],
)
def test_errors_are_problem_documents(
    api: TestClient, method: str, path: str, sent: dict[str, object], status: int, code: str
) -> None:
    answer = api.request(method, path, **sent)  # type: ignore[arg-type]
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["code"], answer.json()["status"]) == (status, code, status)
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"content": '{"question": "?"}'}, "Content-Type: application/json"),
        ({"content": "{", "headers": {"Content-Type": "application/json"}}, "not valid JSON"),
    ],
)
def test_a_body_that_is_no_json_is_told_what_to_do(
    api: TestClient, sent: dict[str, object], told: str
) -> None:
    answer = api.post("/api/ask", **sent)  # type: ignore[arg-type]
    assert answer.status_code == 422
    assert told in answer.json()["detail"]


def test_a_wrong_method_says_which_is_right(api: TestClient) -> None:
    assert api.get("/api/ask").headers["allow"] == "POST"


@pytest.mark.parametrize(
    ("asked_for", "name_refused", "sent_twice"),
    [
        pytest.param({}, "'..' cannot be a file name here", "sent twice in one request", id="nothing"),
        pytest.param(
            {"accept-language": "zh-CN,en"}, "“..”不能作文件名", "一次上传里有两个同名文件", id="zh"
        ),
    ],
)
def test_what_is_wrong_is_said_in_the_language_asked_for(
    library: FakeLibrary, asked_for: dict[str, str], name_refused: str, sent_twice: str
) -> None:
    held = library.held
    with TestClient(built(library), base_url="http://127.0.0.1", headers=asked_for) as client:
        refused = client.post("/api/documents", files=[("files", ("..", b"x"))])
        assert (refused.status_code, refused.json()["code"]) == (422, "load_error")
        assert refused.json()["detail"].startswith(name_refused)
        assert int(refused.headers["content-length"]) == len(refused.content)
        twice = client.post("/api/documents", files=[("files", ("a.txt", b"x"))] * 2)
        assert twice.json()["failed"][0]["error"].startswith(sent_twice)
    library.held = held
