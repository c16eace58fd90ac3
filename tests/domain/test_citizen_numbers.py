"""A NIK in any dress is recognised, and what only looks long is not."""

import pytest

from courier_app.domain.citizen_numbers import holds_citizen_number


@pytest.mark.parametrize(
    "text",
    [
        "3317011708909901",
        "NIK: 3317011708909901.",
        "331701 170890 9901",
        "3317 0117 0890 9901",
        "3317-0117-0890-9901",
        "33.17.01.17.08.90.99.01",
        "\uff13\uff13\uff11\uff17\uff10\uff11\uff11\uff17\uff10\uff18\uff19\uff10\uff19\uff19\uff10\uff11",
        "\u0663\u0663\u0661\u0667\u0660\u0661\u0661\u0667\u0660\u0668\u0669\u0660\u0669\u0669\u0660\u0661",
    ],
)
def test_sixteen_digits_are_a_citizen_number(text: str) -> None:
    assert holds_citizen_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Jl. Melati 3 RT 02/RW 05, Rembang 59217",
        "081234567890",
        "+62 812 3456 7890",
        "50123 08123456789",
        "470/1234/2026",
        "331701170890990",
        "33170117089099011",
        "-6.7046100, 111.3448200",
    ],
)
def test_other_numbers_pass(text: str) -> None:
    assert not holds_citizen_number(text)
