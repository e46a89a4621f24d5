"""What the pages of the review show: the queue, one application with its evidence, and plain messages."""

from collections.abc import Mapping
from typing import Any

from pipeline.checks.base import Lang
from pipeline.decisions.lessons import overruled
from pipeline.decisions.state import State
from pipeline.decisions.trail import Event
from pipeline.reports import labels
from pipeline.reports.facing import concerned, facing
from pipeline.reports.findings import facts, findings, group_of, plates
from pipeline.reports.html import common
from pipeline.reports.outline import contract, days
from pipeline.reports.photo import photos
from pipeline.reports.sheets import OPEN
from pipeline.reports.templating import render
from pipeline.reports.wording import retold
from pipeline.review.acts import candidates
from pipeline.review.desk import Desk, Entry
from pipeline.review.door import Session
from pipeline.review.live import Linked
from pipeline.review.words import ACTS, KEYS, WORDS

PACKAGE = "pipeline.review"


class Views:
    """The pages in one language; everything that is printed goes through the house's one door to the templates."""

    def __init__(self, desk: Desk, lang: Lang) -> None:
        self._desk, self._lang = desk, lang

    def queue(self, session: Session, *, show: str) -> str:
        """Return the queue; show: "open", "done" or "all"."""
        queue = self._desk.queue()
        kept = [(e, s) for e, s in queue if show == "all" or (s.decided is None) == (show == "open")]
        rows = [
            {
                "entry": entry,
                "state": state,
                "facts": facts(entry.record),
                "open": sum(group_of(f) in {"return", "review", "not-assessed"} for f in entry.record["findings"]),
                "word": self._standing(state),
            }
            for entry, state in kept
        ]
        states = {entry.application: state for entry, state in queue}
        return self._page(
            "queue.html",
            session,
            rows=rows,
            show=show,
            counts={
                "open": sum(s.decided is None for _, s in queue),
                "done": sum(s.decided is not None for _, s in queue),
                "all": len(queue),
            },
            statistics=overruled(states),
            last=self._last(session),
        )

    def case(self, session: Session, entry: Entry, images: Linked, *, warning: str = "", written: str = "") -> str:
        """Return the page of one application; warning: a sentence to show first; written: what the reviewer had written."""
        record, state, profile = retold(entry.record, self._lang), self._desk.state(entry), self._desk.profile
        shown = findings(record, profile, self._lang, images)
        queue = self._desk.queue()
        place = next((i for i, (other, _) in enumerate(queue, start=1) if other.key == entry.key), 0)
        words = labels.spoken(WORDS, self._lang)
        return self._page(
            "case.html",
            session,
            entry=entry,
            record=record,
            facts=facts(record),
            state=state,
            standing=self._standing(state),
            open=[one for one in shown if one.entry["outcome"] in OPEN or one.key in state.words],
            passed=[one for one in shown if one.entry["outcome"] not in OPEN and one.key not in state.words],
            plates=plates(record, shown, images, self._lang),
            sides=facing(record, self._lang, images),
            names_open=concerned(record),
            photos=photos(record, profile, self._lang, images),
            contract=contract(record, self._lang),
            days=days(record, self._lang),
            items=candidates(entry, state, profile),
            events=[(event, self._said(event)) for event in self._desk.trail.events(entry.application)],
            place=place,
            before=queue[place - 2][0].key if place > 1 else "",
            total=len(queue),
            left=sum(s.decided is None for _, s in queue),
            warning=words.get(warning, warning),
            written=written,
            last=self._last(session),
        )

    def message(self, word: str, help_word: str = "") -> str:
        """Return a page that says one thing, for whoever is not let in or asks for what is not there."""
        words = labels.spoken(WORDS, self._lang)
        values = {"message": words.get(word, word), "help": words.get(help_word, help_word)}
        return render("message.html", {**common(self._lang), "w": words, **values}, package=PACKAGE)

    def _page(self, template: str, session: Session, **values: object) -> str:
        words = {
            "w": labels.spoken(WORDS, self._lang),
            "acts": labels.spoken(ACTS, self._lang),
            "keys": [(key, text.zh if self._lang == "zh" else text.en) for key, text in KEYS],
        }
        return render(template, {**common(self._lang), **words, "session": session, **values}, package=PACKAGE)

    def _standing(self, state: State) -> str:
        """Return in a word how an application stands, "" where nothing was decided."""
        words = labels.spoken(WORDS, self._lang)
        if state.issued:
            return words["issued"]
        return "" if state.decided is None else words["accepted" if state.decided.decision == "accept" else "returned"]

    def _last(self, session: Session) -> Mapping[str, Any] | None:
        """Return what the reviewer could take back: the application last changed, where its last act is the reviewer's own."""
        entry = self._desk.find(session.last) if session.last else None
        if entry is None:
            return None
        state = self._desk.state(entry)
        if not state.acts or state.issued or state.acts[-1].who != session.who:
            return None
        return {"entry": entry, "state": state, "said": self._said(state.acts[-1])}

    def _said(self, event: Event) -> str:
        """Return an act in words: what was done and to what."""
        words = labels.spoken(WORDS, self._lang)
        detail = event.detail
        parts = [labels.spoken(ACTS, self._lang)[event.act]]
        if "verdict" in detail:
            parts += [detail["message"], words[detail["verdict"]]]
        if "decision" in detail:
            parts.append(words[detail["decision"]])
        parts += [detail[name] for name in ("text", "items", "what") if detail.get(name)]
        if "item" in detail:
            parts += [detail["message"], *([words["put_back"]] if detail.get("back") else [])]
        if detail.get("undone"):
            parts.append(labels.spoken(ACTS, self._lang)[detail["undone"]])
        if detail.get("reason"):
            parts.append(f"{words['reason']}: {detail['reason']}")
        return " · ".join(parts)
