"""The routes of the reviewers' page: each asks the desk, lets a view be printed, or records one act."""

import base64
import hashlib
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from pipeline.checks.base import Lang
from pipeline.datamodel.picture import Picture
from pipeline.decisions.trail import Act, StaleError
from pipeline.errors import OutputError
from pipeline.reports import document, files, notice
from pipeline.reports.findings import findings, page_title
from pipeline.reports.sheets import OPEN
from pipeline.review import acts, exports
from pipeline.review.desk import Desk, Entry
from pipeline.review.door import Door, Session, same
from pipeline.review.guard import Guard
from pipeline.review.live import Linked, Live
from pipeline.review.view import Views

STATIC = {"review.css": "text/css; charset=utf-8", "review.js": "text/javascript; charset=utf-8", "icon.svg": "image/svg+xml"}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def build(desk: Desk, live: Live, door: Door, lang: Lang, *, hosts: set[str]) -> FastAPI:
    """Return the application. hosts: the values of `Host` that are ours; the server adds its port once it knows it."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    views = Views(desk, lang)
    _add_entrance(app, door, views)
    session = _session_of(door)
    entry = _entry_of(desk)
    _add_pages(app, desk, live, views, session, entry)
    _add_acts(app, desk, live, views, session, entry)
    _add_exports(app, desk, session)
    app.add_middleware(Guard, hosts=hosts)
    return app


def _add_entrance(app: FastAPI, door: Door, views: Views) -> None:
    @app.get("/start")
    def start(request: Request, token: str = "") -> Response:
        name = _cookie_name(request)
        if door.session(request.cookies.get(name)) is not None and not token:
            return RedirectResponse("/", 303)
        cookie = door.enter(token)
        if cookie is None:
            return HTMLResponse(views.message("no_entry", "no_entry_help"), 403)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(name, cookie, httponly=True, samesite="strict", path="/")
        return answer

    @app.get("/static/{name}")
    def static(name: str) -> Response:
        if name not in STATIC:
            raise HTTPException(404)
        body = resources.files("pipeline.review").joinpath("static", name).read_bytes()
        if name == "review.css":  # the panels that reports show as well
            body += resources.files("pipeline.reports").joinpath("templates", "panels.css").read_bytes()
        return Response(body, media_type=STATIC[name])

    @app.exception_handler(HTTPException)
    def refused(_request: Request, error: HTTPException) -> Response:
        if error.status_code == 401:  # noqa: PLR2004 - HTTP's own number
            return HTMLResponse(views.message("no_entry", "no_entry_help"), 401)
        return HTMLResponse(views.message("no_page" if error.status_code == 404 else str(error.detail)), error.status_code)  # noqa: PLR2004 - as above

    @app.exception_handler(OutputError)
    def unwritten(_request: Request, error: OutputError) -> Response:
        return HTMLResponse(views.message(str(error)), 500)


def _add_pages(
    app: FastAPI,
    desk: Desk,
    live: Live,
    views: Views,
    session: Callable[..., Session],
    entry: Callable[..., Entry],
) -> None:
    @app.get("/")
    def queue(me: Annotated[Session, Depends(session)], show: str = "open") -> Response:
        return HTMLResponse(views.queue(me, show=show if show in {"open", "done", "all"} else "open"))

    @app.get("/next")
    def following(_me: Annotated[Session, Depends(session)], after: str = "") -> Response:
        found = desk.after(after)
        return RedirectResponse("/" if found is None else f"/a/{found.key}", 303)

    @app.get("/a/{key}")
    def case(me: Annotated[Session, Depends(session)], one: Annotated[Entry, Depends(entry)]) -> Response:
        wanted = live.sheets(one)
        live.ask(one)
        detail = {
            "proposal": str(one.record["proposal"]),
            "findings": str(len(one.record["findings"])),
            "pages": ", ".join(page_title(sheet.key, one.record, "zh") for sheet in wanted),
        }
        desk.trail.note(who=me.who, application=one.application, act=Act.OPENED, detail=detail, record=one.shown)
        page = HTMLResponse(views.case(me, one, Linked(one, wanted)))
        behind = desk.after(one.key)
        if behind is not None:
            live.ask(behind)
        return page

    @app.get("/a/{key}/pages/{page}.jpg")
    def whole(_me: Annotated[Session, Depends(session)], one: Annotated[Entry, Depends(entry)], page: int) -> Response:
        return _jpeg(_picture(live, one, page).whole)

    @app.get("/a/{key}/pages/{page}/{crop}.jpg")
    def detail(_me: Annotated[Session, Depends(session)], one: Annotated[Entry, Depends(entry)], page: int, crop: int) -> Response:
        box = live.sheets(one)[page].crops[crop : crop + 1] if 0 <= page < len(live.sheets(one)) and crop >= 0 else ()
        found = [data for at, data in _picture(live, one, page).crops if at in box]
        if not found:
            raise HTTPException(404)
        return _jpeg(found[0])

    @app.get("/a/{key}/notice.html")
    def letter(_me: Annotated[Session, Depends(session)], one: Annotated[Entry, Depends(entry)]) -> Response:
        state = desk.state(one)
        page = notice.letter(one.record, acts.told(one, state, desk.profile), issued=bool(state.issued))
        style = page.split("<style>", 1)[1].split("</style>", 1)[0]
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
        return HTMLResponse(page, headers={"content-security-policy": policy})

    @app.get("/a/{key}/notice.docx")
    def paper(_me: Annotated[Session, Depends(session)], one: Annotated[Entry, Depends(entry)]) -> Response:
        state = desk.state(one)
        body = document.letter(one.record, acts.told(one, state, desk.profile), issued=bool(state.issued))
        return Response(body, media_type=DOCX, headers={"content-disposition": f'attachment; filename="notice-{one.key}.docx"'})


def _add_acts(
    app: FastAPI,
    desk: Desk,
    live: Live,
    views: Views,
    session: Callable[..., Session],
    entry: Callable[..., Entry],
) -> None:
    @app.post("/a/{key}/{act}")
    def do(
        me: Annotated[Session, Depends(session)],
        one: Annotated[Entry, Depends(entry)],
        act: Act,
        form: Annotated[dict[str, str], Depends(_form)],
    ) -> Response:
        if not same(form.get("csrf", ""), me.csrf):
            raise HTTPException(403, "This form is not one of this session's own.")
        images = Linked(one, live.sheets(one))
        written = form.get("reason", "") or form.get("text", "")
        state, seen = desk.state(one), form.get("revision", "")
        if form.get("record", one.sha256) != one.sha256:  # judged anew since it was shown
            return HTMLResponse(views.case(me, one, images, warning="stale", written=written), 409)
        try:
            said = acts.detail(act, form, one, state, who=me.who, profile=desk.profile)
            desk.append(one, me.who, int(seen) if seen.isdecimal() else -1, act, said)
        except StaleError:
            return HTMLResponse(views.case(me, one, images, warning="stale", written=written), 409)
        except acts.RefusedError as error:
            stale = seen != str(state.revision)  # what cannot be done any more because somebody else was faster
            word, status = ("stale", 409) if stale else (error.word, 422)
            return HTMLResponse(views.case(me, one, images, warning=word, written=written), status)
        me.last = one.key
        if act is Act.ISSUE:
            _issue(desk, one)
        return RedirectResponse(_onwards(desk, one, act, form), 303)


def _add_exports(app: FastAPI, desk: Desk, session: Callable[..., Session]) -> None:
    @app.get("/export/{name}")
    def export(me: Annotated[Session, Depends(session)], name: str) -> Response:
        if name not in exports.WRITERS:
            raise HTTPException(404)
        media, write = exports.WRITERS[name]
        body = write(desk.trail.events())
        desk.trail.note(who=me.who, application="", act=Act.EXPORTED, detail={"what": name}, record=("", b""))
        return Response(body, media_type=media, headers={"content-disposition": f'attachment; filename="{name}"'})


def _session_of(door: Door) -> Callable[..., Session]:
    def session(request: Request) -> Session:
        found = door.session(request.cookies.get(_cookie_name(request)))
        if found is None:
            raise HTTPException(401)
        return found

    return session


def _entry_of(desk: Desk) -> Callable[..., Entry]:
    def entry(key: str) -> Entry:
        found = desk.find(key)
        if found is None:
            raise HTTPException(404)
        return found

    return entry


async def _form(request: Request) -> dict[str, str]:
    """Return a form's fields; files are no fields of ours."""
    async with request.form(max_files=0, max_fields=20) as sent:
        return {name: value for name, value in sent.items() if isinstance(value, str)}


def _cookie_name(request: Request) -> str:
    """Return the cookie's name: browsers keep cookies by host, so the port, which tells servers apart, is in the name."""
    return f"prescreen-{request.url.port or 80}"


def _onwards(desk: Desk, one: Entry, act: Act, form: dict[str, str]) -> str:
    """Return where to go after an act: to the next application after a decision, else back, to the next finding not judged yet."""
    if act is Act.DECIDE:
        behind = desk.after(one.key)
        return "/" if behind is None else f"/a/{behind.key}"
    if act is Act.VERDICT:
        state = desk.state(one)
        shown = findings(one.record, desk.profile, "zh", Linked(one, ()))
        place = next((f.number for f in shown if f.key == form["finding"]), 0)
        left = [f.number for f in shown if f.entry["outcome"] in OPEN and f.key not in state.words and f.number > place]
        return f"/a/{one.key}#f{left[0] if left else place}"
    return f"/a/{one.key}#notice" if act in {Act.STRIKE, Act.ADD, Act.ISSUE} else f"/a/{one.key}"


def _issue(desk: Desk, one: Entry) -> None:
    """Write the issued notice beside the decisions, as a page and as a document; later runs leave it alone."""
    folder: Path = desk.results.folder / "review" / "issued"
    files.make_folder(folder)
    told = acts.told(one, desk.state(one), desk.profile)
    files.write_whole(folder / f"{one.stem}.html", notice.letter(one.record, told, issued=True).encode())
    files.write_whole(folder / f"{one.stem}.docx", document.letter(one.record, told, issued=True))


def _picture(live: Live, one: Entry, page: int) -> Picture:
    try:
        found = live.picture(one, page)
    except TimeoutError as error:
        raise HTTPException(503, "It is still being taken.") from error
    if found is None:
        raise HTTPException(404)
    return found


def _jpeg(data: bytes) -> Response:
    return Response(data, media_type="image/jpeg")
