"""What the office asks a courier about a package whose citizen has not received it, and his answer."""

from datetime import timedelta
from uuid import UUID

from flask import Response

from courier_app.db import reading, transaction
from courier_app.domain.disputes import Account, Said
from courier_app.domain.refusals import Invalid
from courier_app.queries.case_endings import Ending, endings_for
from courier_app.queries.disputes import Question, questions_for
from courier_app.services.disputes import Line, give_account
from courier_app.services.moves import Actor
from courier_app.web.answers import json_of
from courier_app.web.contract import Contract, promises
from courier_app.web.courier.blueprint import bp, sender
from courier_app.web.courier.bodies import JSON, json_body
from courier_app.web.courier.schemas import AccountIn, QuestionOut, QuestionsOut, VerdictOut
from courier_app.web.ports import clock, ports
from courier_app.web.typed_notes import problem_of, tidied

TOLD_FOR = timedelta(days=14)


@bp.get("/api/questions")
@promises(
    Contract(
        says="Packages about which the office asks this courier", returns={200: QuestionsOut}, problems=(401,)
    )
)
def get_questions() -> Response:
    with reading() as session:
        asked = questions_for(session, sender().courier_id)
        ended = endings_for(session, sender().courier_id, since=clock() - TOLD_FOR)
    told = [_verdict_out(one) for one in ended]
    return json_of(QuestionsOut(questions=[_question_out(one) for one in asked], verdicts=told))


@bp.put("/api/questions/<uuid:dispute_id>")
@promises(
    Contract(
        says="What the courier remembers; repeat freely, the first answer counts",
        takes=JSON,
        body=AccountIn,
        returns={204: None},
        problems=(401, 415, 422),
    )
)
def answer_question(dispute_id: UUID) -> Response:
    """Refuses with UnknownPackage whoever was not asked, with CaseClosed, and with Invalid a text that cannot be
    kept."""
    body = json_body(AccountIn)
    text = tidied(body.text)
    problem = problem_of(text)
    if problem:
        raise Invalid(problem)
    by = Actor(courier_id=sender().courier_id)
    line = Line(dispute_id, Said.ACCOUNT, by, text, Account(body.account))
    with transaction() as session:
        give_account(session, ports(), line, now=clock())
    return Response(status=204)


def _question_out(one: Question) -> QuestionOut:
    return QuestionOut(
        id=str(one.dispute_id), alias=one.alias, handed_over_at=one.handed_over_at, asked_at=one.asked_at
    )


def _verdict_out(one: Ending) -> VerdictOut:
    return VerdictOut(
        id=str(one.dispute_id),
        alias=one.alias,
        handed_over_at=one.handed_over_at,
        verdict=one.verdict.value,
        decided_at=one.decided_at,
    )
