"""What a request changed in its session is kept, and nothing is written for what it did not."""

from courier_app.models import Audience
from courier_app.web.sessions import ServerSession


def test_a_list_that_grew_inside_a_session_is_a_change() -> None:
    session = ServerSession(Audience.STAFF, "token", {"csrf_token": "a", "messages": [["said"]]})
    session["messages"].append(["more"])
    assert session.changed
    assert session.before == {"csrf_token": "a", "messages": [["said"]]}


def test_a_session_that_was_only_read_has_not_changed() -> None:
    session = ServerSession(Audience.STAFF, "token", {"csrf_token": "a", "messages": [["said"]]})
    assert session["messages"]
    assert not session.changed
