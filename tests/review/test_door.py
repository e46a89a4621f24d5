"""Start links open once and not for long; sessions end."""

from pipeline.review.door import Door


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_start_link_opens_once() -> None:
    door = Door(["王芳"])
    cookie = door.enter(door.links["王芳"])
    session = door.session(cookie)
    assert session is not None
    assert session.who == "王芳"
    assert door.enter(door.links["王芳"]) is None


def test_a_start_link_opens_for_its_time_only() -> None:
    clock = Clock()
    door = Door(["a", "b"], link_s=600, now=clock)
    clock.now = 600
    assert door.enter(door.links["a"]) is not None
    clock.now = 600.1
    assert door.enter(door.links["b"]) is None


def test_a_session_ends() -> None:
    clock = Clock()
    door = Door(["a"], session_s=60, now=clock)
    cookie = door.enter(door.links["a"])
    clock.now = 60
    assert door.session(cookie) is not None
    clock.now = 61
    assert door.session(cookie) is None


def test_nobody_comes_in_by_guessing() -> None:
    door = Door(["a"])
    assert door.enter("") is None
    assert door.session(None) is None
    assert door.session("") is None
    assert door.session(door.links["a"]) is None  # a link is no cookie


def test_each_reviewer_and_each_form_has_words_of_its_own() -> None:
    door = Door(["a", "b"])
    sessions = [door.session(door.enter(link)) for link in door.links.values()]
    assert len({door.links["a"], door.links["b"], *(s.csrf for s in sessions if s)}) == 4
