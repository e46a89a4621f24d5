"""What is refused before any page is asked, and what every answer carries."""

from pathlib import Path

import pytest

from tests.review import desk


@pytest.fixture
def office(tmp_path: Path) -> desk.Office:
    return desk.Office(desk.lay(tmp_path, "2026-1"))


@pytest.mark.parametrize("path", ["/", "/next", "/a/aaaa", "/a/aaaa/pages/0.jpg", "/a/aaaa/notice.docx", "/export/decisions.json"])
def test_without_a_session_nothing_is_told(office: desk.Office, path: str) -> None:
    answer = office.stranger().get(path)
    assert answer.status_code == 401
    assert "2026-1" not in answer.text


def test_a_used_link_says_what_to_do(office: desk.Office) -> None:
    office.reviewer()
    answer = office.stranger().get("/start", params={"token": office.door.links["王芳"]})
    assert answer.status_code == 403
    assert "重新运行" in answer.text


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(office: desk.Office) -> None:
    answer = office.stranger().get("/start", params={"token": office.door.links["王芳"]})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert office.door.links["王芳"] not in answer.headers["location"] + cookie


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:8001", "127.0.0.1:8000.evil.example"])
def test_another_name_for_this_machine_is_refused(office: desk.Office, host: str) -> None:
    assert office.reviewer().get("/", headers={"host": host}).status_code == 421


def test_no_page_may_run_or_load_anything_from_elsewhere(office: desk.Office) -> None:
    client = office.reviewer()
    key = office.entry("2026-1").key
    for path in ("/", f"/a/{key}", "/static/review.js", "/nowhere", f"/a/{key}/notice.html"):
        answer = client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
    page = client.get(f"/a/{key}").text
    assert "style=" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count('<script src="/static/') == 1


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"content-length": "70000"}, 413),
    ],
)
def test_forms_of_other_sites_and_endless_forms_are_refused(office: desk.Office, headers: dict[str, str], code: int) -> None:
    client, key = office.reviewer(), office.entry("2026-1").key
    body = b"x" * 70000 if "content-length" in headers else b"decision=accept"
    answer = client.post(f"/a/{key}/decide", content=body, headers={"content-type": "application/x-www-form-urlencoded", **headers})
    assert answer.status_code == code
    assert office.desk.trail.events() == ()


def test_a_form_without_its_session_s_word_is_refused(office: desk.Office) -> None:
    key = office.entry("2026-1").key
    client = office.reviewer()
    assert client.post(f"/a/{key}/decide", data={"decision": "return", "revision": "0"}).status_code == 403
    assert client.post(f"/a/{key}/decide", data={"decision": "return", "revision": "0", "csrf": "x"}).status_code == 403
    assert office.desk.trail.events() == ()


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_are_refused(office: desk.Office, method: str) -> None:
    assert office.reviewer().request(method, "/").status_code == 405
