"""Each code of a refusal has a page that explains it."""

import pytest

from courier_app.domain.refusals import REFUSALS, Refusal
from courier_app.web.problems import STATUS_OF
from courier_app.web.public.problem_words import EXPLAINED


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.code)
def test_the_address_of_a_refusal_explains_it(client, refusal: type[Refusal]):
    page = client.get(f"/problems/{refusal.code}").text
    assert all(part in page for part in (refusal.title, str(STATUS_OF[refusal]), refusal.code))


def test_every_explained_code_is_one_that_we_send():
    assert set(EXPLAINED) == {refusal.code for refusal in REFUSALS}


def test_a_code_that_we_never_send_has_no_page(client):
    assert client.get("/problems/sky-is-falling").status_code == 404
