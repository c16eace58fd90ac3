"""A server that moved to another address still knows the labels that it printed, and no others."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from courier_app import create_app
from courier_app.config import Settings
from courier_app.domain.labels import label_url
from courier_app.domain.packages import Status
from courier_app.models import Package
from tests.house import on_both
from tests.town import a_package, a_user, an_office
from tests.web.staff.desk import Desk

OLD, NEW = "localhost:8000", "192.168.1.7:8443"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, label_host=OLD)


@pytest.fixture
def people(house):
    with house.transaction() as session:
        office = an_office(session)
        return office, a_user(session, office=office)


@pytest.fixture
def package(house, ports, people) -> Package:
    with house.transaction() as session:
        return a_package(session, ports, people[0]).package


@pytest.fixture
def moved(app, settings, clock):
    """The same installation under another address, as after `PORT=…` or `make run-lan`."""
    made: list[Flask] = []

    def move(**said: Any) -> Flask:
        other = create_app(replace(settings, label_host=NEW, **said))
        other.extensions["suratsampai_clock"] = clock
        other.config["TESTING"] = True
        made.append(other)
        return other

    yield move
    for one in made:
        one.extensions["suratsampai_db"].engine.dispose()


def print_one(app: Flask, people, package: Package) -> None:
    answer = Desk(app, people[1]).post(
        "/petugas/label", pilihan="these", paket=str(package.id), alamat="tidak"
    )
    assert answer.mimetype == "application/pdf"
    answer.get_data()
    answer.close()


def scanned(app: Flask, people, package: Package, host: str) -> str:
    desk = Desk(app, people[1])
    return desk.send("/petugas/cari", cari=label_url(host, package.label_id)).request.path


def page(package: Package) -> str:
    return f"/petugas/paket/{package.id}"


@on_both
def test_a_label_printed_under_an_earlier_address_is_still_ours(app, moved, people, package):
    print_one(app, people, package)
    assert scanned(moved(), people, package, OLD) == page(package)


def test_a_host_that_we_never_printed_is_foreign(app, moved, people, package):
    assert scanned(moved(), people, package, OLD) != page(package)


def test_todays_address_needs_no_printing(app, moved, people, package):
    assert scanned(moved(), people, package, NEW) == page(package)


def test_the_setting_names_hosts_of_another_installation(app, moved, people, package):
    said = {"older_label_hosts": ("lama.example.go.id",)}
    assert scanned(moved(**said), people, package, "lama.example.go.id") == page(package)


def test_handing_over_takes_labels_of_both_addresses(app, moved, house, people, package):
    print_one(app, people, package)
    with house.transaction() as session:
        session.get_one(Package, package.id).status = Status.READY
    desk = Desk(moved(), people[1])
    form = {"serah_terima": "0" * 32, "pindai": label_url(OLD, package.label_id)}
    assert str(package.id) in desk.post("/petugas/serah-terima/pindai", **form).text


def test_the_couriers_app_is_told_all_of_them_todays_first(app, moved, people, package):
    print_one(app, people, package)
    shell = moved().test_client().get("/kurir/").text
    assert f'data-hosts="{NEW} {OLD}"' in shell


def test_printing_twice_keeps_the_host_once(app, moved, people, package):
    print_one(app, people, package)
    print_one(app, people, package)
    shell = moved().test_client().get("/kurir/").text
    assert f'data-hosts="{NEW} {OLD}"' in shell
