import re

from starlette.testclient import TestClient

from ui.api.reference import kind, page


def test_the_page_names_every_operation_and_asks_nobody_else(api: TestClient) -> None:
    told = api.get("/api/docs")
    assert told.status_code == 200
    for path, operations in api.get("/api/openapi.json").json()["paths"].items():
        for method in operations:
            assert f"{method.upper()} {path.replace('{', '&#123;').replace('}', '&#125;')}" in told.text
    assert "multipart/form-data: Body_upload_api_documents_post" in told.text
    assert "files: list of file" in told.text
    assert "<script" not in told.text
    assert {
        link for link in re.findall(r'(?:href|src)="([^"]+)"', told.text) if not link.startswith("/")
    } == set()


def test_what_a_description_says_is_shown_as_text() -> None:
    evil = "<img src=x onerror=alert(1)>"
    operation = {"summary": evil, "responses": {"200": {}}}
    html = page({"paths": {evil: {"get": operation}}, "components": {"schemas": {}}})
    assert "<img" not in html


def test_a_type_is_said_in_few_words() -> None:
    assert kind({"anyOf": [{"type": "string"}, {"type": "null"}]}) == "string | null"
    assert kind({"type": "array", "items": {"$ref": "#/components/schemas/Hit"}}) == "list of Hit"
    assert kind({"enum": ["user", "assistant"], "type": "string"}) == "user | assistant"
    assert kind({}) == "anything"
