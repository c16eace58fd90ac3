"""The front door sends everybody the right way, in the language they chose."""

import re

import pytest

from courier_app.web.public.front import path_of_ours


def test_the_front_door_offers_a_door_to_each(client):
    page = client.get("/").text
    assert {"/cek", "/kurir/", "/petugas/masuk"} <= set(re.findall(r'href="([^"]+)"', page))


def test_every_way_out_of_the_front_door_leads_somewhere(client):
    links = set(re.findall(r'(?:href|src)="([^"#]+)"', client.get("/").text))
    for link in links:
        with client.get(link) as answer:
            assert answer.status_code == 200, link


@pytest.mark.parametrize(("chosen", "word"), [("en", "Check my document"), ("id", "Cek dokumen saya")])
def test_a_chosen_language_stays(client, chosen, word):
    client.post("/bahasa", data={"bahasa": chosen, "kembali": "/"})
    assert word in client.get("/").text


def test_the_choice_is_kept_for_a_year_and_is_not_sent_to_other_sites(client):
    kept = client.post("/bahasa", data={"bahasa": "en"}).headers["Set-Cookie"]
    assert kept.startswith("bahasa=en;")
    assert "Max-Age=31536000" in kept
    assert "SameSite=Lax" in kept


def test_a_language_that_we_do_not_speak_is_asked_again(client):
    answer = client.post("/bahasa", data={"bahasa": "fr"})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_after_choosing_one_is_back_where_one_was(client):
    assert client.post("/bahasa", data={"bahasa": "en", "kembali": "/cek"}).location == "/cek"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//x.example",
        "/\\x.example",
        "https://x.example",
        "x",
        "",
        "/a\r\nSet-Cookie: b=c",
        "/\tx",
        "javascript:x",
    ],
)
def test_a_way_back_leads_to_this_house_only(elsewhere):
    assert path_of_ours(elsewhere) == "/"


@pytest.mark.parametrize("path", ["/", "/cek", "/P/7K2M9QX4T1B8ZC3DA", "/petugas/paket?status=ready"])
def test_a_path_of_this_house_is_a_way_back(path):
    assert path_of_ours(path) == path


def test_the_language_page_can_be_opened_as_an_address(client):
    assert "English" in client.get("/bahasa").text


def test_crawlers_are_shown_the_front_door_only(client):
    lines = client.get("/robots.txt").text.splitlines()
    assert (lines[0], lines[-1]) == ("User-agent: *", "Disallow: /")


def test_the_small_picture_of_the_tab_is_there(client):
    with client.get("/favicon.ico") as answer:
        assert (answer.status_code, answer.mimetype) == (200, "image/png")
