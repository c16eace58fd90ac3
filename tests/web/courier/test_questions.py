"""The office asks a courier about a package; he answers on his phone, and only he."""

import pytest

from courier_app.domain.disputes import Verdict
from courier_app.domain.packages import Status
from courier_app.models import Answer, Role
from courier_app.queries.disputes import lines_of, open_cases
from courier_app.queries.scopes import Scope
from courier_app.services.claims import Word, state_receipt
from courier_app.services.disputes import Ruling, ask_courier, decide_dispute
from courier_app.services.moves import Actor, walk
from tests.house import NOON
from tests.town import a_package, a_user, an_office
from tests.web.courier.doors import a_postman, sign_in


@pytest.fixture
def town(house, ports):
    """A courier who is asked, another who is not, and the case's id."""
    with house.transaction() as session:
        office = an_office(session)
        budi = a_postman(session, office)
        a_postman(session, office, "joko")
        package = a_package(session, ports, office, status=Status.OUT_FOR_DELIVERY, courier=budi).package
        walk(session, package, (Status.DELIVERED,), by=Actor(), at=(NOON, NOON))
        officer = a_user(session, Role.OFFICER, office=office)
        state_receipt(session, ports, package.id, Word(Answer.NOT_RECEIVED, "Tidak ada."), now=NOON)
        case = open_cases(session, Scope(None))[0].id
        ask_courier(session, case, by=officer.id, now=NOON)
        return {"case": case, "alias": package.alias}


def phone_of(app, username):
    client = app.test_client()
    assert sign_in(client, username).status_code == 200
    return client


def answer(client, case, **said):
    members = {"account": "to_family", "text": "Kepada adiknya."} | said
    return client.put(f"/kurir/api/questions/{case}", json=members)


def test_the_question_names_the_package_and_nobody(app, town):
    asked = phone_of(app, "budi").get("/kurir/api/questions")
    assert [one["alias"] for one in asked.json["questions"]] == [town["alias"]]
    assert not [word for word in ("Siti", "Melati", "Tidak ada.") if word in asked.text]


def test_an_answer_is_kept_once_and_the_question_is_gone(app, town, house):
    client = phone_of(app, "budi")
    assert [answer(client, town["case"]).status_code for _ in range(2)] == [204, 204]
    assert client.get("/kurir/api/questions").json == {"questions": [], "verdicts": []}
    with house.reading() as session:
        said = [line.said.value for line in lines_of(session, town["case"])]
    assert said == ["citizen", "asked", "account"]


def test_another_courier_is_asked_nothing_and_answers_nothing(app, town):
    client = phone_of(app, "joko")
    assert client.get("/kurir/api/questions").json == {"questions": [], "verdicts": []}
    assert answer(client, town["case"]).json["type"].endswith("/unknown-package")


@pytest.mark.parametrize("said", [{"account": "maybe"}, {"text": "x" * 501}, {"text": "3317011708909901"}])
def test_what_cannot_be_kept_is_refused_and_not_repeated(app, town, said):
    refused = answer(phone_of(app, "budi"), town["case"], **said)
    assert refused.status_code == 422
    assert str(next(iter(said.values()))) not in refused.text


def test_the_courier_reads_the_verdict_and_neither_its_reason_nor_a_citizen(app, town, house, ports):
    with house.transaction() as session:
        officer = a_user(session, Role.OFFICER)
        ruling = Ruling(town["case"], officer.id, Verdict.NOT_DELIVERED, "Siti tidak di rumah hari itu.")
        decide_dispute(session, ports, ruling, now=NOON)
    told = phone_of(app, "budi").get("/kurir/api/questions")
    found = [(one["alias"], one["verdict"]) for one in told.json["verdicts"]]
    assert found == [(town["alias"], "not_delivered")]
    assert not [word for word in ("Siti", "Melati", "Tidak ada.") if word in told.text]
    assert phone_of(app, "joko").get("/kurir/api/questions").json["verdicts"] == []
