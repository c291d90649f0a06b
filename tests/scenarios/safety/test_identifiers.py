"""What points to a real person is found however it is written; invented things and prose are not.

The worked examples are public ones. PNC and CRO: ministryofjustice, IdentifierValidationTest of
the data compliance service, CROIdentifierTest of hmpps-person-record, identityNumbersValidator of
digital-prison-services, after the CJS Data Standards Catalogue 6. NHS: 943 476 5919, as in
GIG-Cymru-NHS-Wales/nhs-number-using-rust. National Insurance: dwp/nino-format-validation. Prison
and probation numbers: NomisIdOrCrnRegex of hmpps-accredited-programmes-manage-and-deliver-api.
"""

import re
from re import _constants as constants
from re import _parser as parser

import pytest

from scenarios.safety import identifiers, phones, plain_text
from scenarios.safety.check_digits import cro_letters, is_nhs_number, pnc_letter
from scenarios.safety.identifiers import find_identifiers
from tests.factories import FIXTURES

PICTURES = {".png"}
TWO_MEGABYTES = 2_000_000


def kinds(text):
    return [found.kind.value for found in find_identifiers(text)]


FOUND = {
    "phone": [
        "07911 123456",
        "+44 7911 123456",
        "+44 (0)7911 123456",
        "0044 7911 123456",
        "447911123456",
        "07911.123.456",
        "079 1112 3456",
        "(01632) 961 123",
        "01632 961000",  # one past the range for drama
        "020 7946 1018",
        "020-7123-4567",
        "0113 496 1234",
        "0119 496 0123",  # no city of the list
        "01204 12345",
        "0800 123 456",
        "+33 6 12 34 56 78",
        "07911/123456",
        "07911_123456",
        "07911,123,456",
        "07911·123·456",
        "07911 12/34/56",
        "020/7123/4567",
    ],
    "postcode": [
        "SW1A 1AA",
        "sw1a 1aa",
        "Sw1a 1aa",
        "M1 1AE",
        "LS12ab",
        "GU16-7HF",
        "M1 OAA",
        "SW1A.2AA",
        "SW1A/2AA",
        "SW1A_2AA",
        "SW1A\n2AA",
    ],
    "pnc": [
        "2002/0073319Z",
        "99/123456X",
        "1999/1234567B",
        "20/9N",
        "2020/00009N",
        "21/9999M",
        "1999/1234567A",  # the letter is wrong, the shape is one
        "20020073319Z",
        "99 / 123456x",
        "85-1234567X",
        "85.1234567X",
        "1985_1234567_X",
        "85/1234567.X",
    ],
    "cro": ["097501/98T", "123456/99L", "1234/88P", "SF05/482703J", "SF11/1X", "123456/99Z"],
    "nino": ["AB123456C", "AB 12 34 56 C", "ab 12 34 56 c", "AA370773A", "AB123456"],
    "prison": ["A1234BC"],
    "probation": ["X123456"],
    "nhs": ["943 476 5919", "943-476-5919", "9434765919", "401 023 2137"],
    "email": ["a.b@police.uk.example.org.uk", "jo [at] somewhere.co.uk", "x@notexample.com"],
    "web": [
        "www.somewhere.co.uk",
        "https://a.example.co.uk/x",
        "somewhere.org.uk",
        "somebodys-pictures.com",
        "jo-of-the-north.me",
        "pictures.somebody.info",
    ],
    "birth": [
        "born 3 March 1980",
        "born on the 3rd of March 1980",
        "DOB: 03/04/1980",
        "D.O.B. 3.4.80",
        "d o b 3.4.80",
        "D. O. B. 3.4.80",
        "born 1985-4-3",
        "DOB 1985/4/13",
        "date of birth 1980-04-03",
        "March 3, 1980 (born in the north)",
        "03.04.80 (DOB)",
    ],
    "vehicle": ["AB12 CDE", "AB62CDE"],
    "digits": ["123456789", "4111 1111 1111 1111"],
}

# Each may stand: invented, kept for drama or tests, or prose that only has digits in it.
PASSES = [
    "week 14 of licence",
    "D3.6",
    "TR-0007",
    "Risk Matrix 2000 (static, sexual): low. OSP/DC: medium.",
    "aged 46, at 09:30, for £1,250,000",
    "Training ref 07911123456",
    "Training ref: 12345678901",
    "TR-07911123456",
    "07700 900123 or +44 7700 900999",
    "01632 960000, 01632 960999",
    "020 7946 0000, (029) 2018 0123, 0191 498 0001",
    *(f"{code} 496 0123" for code in ("0113", "0118", "0121", "0131", "0141", "0151", "0161")),
    "QX7 4CK, V1 1AA, X1 1AA, M1 1CA",
    "QQ123456C, QQ 12 34 56 C, GB123456A",
    "a.person@police.example, x@mail.example.com, y@z.test, w@a.invalid, v@example.org",
    "https://training.example/a and www.example.net",
    "999 123 4560, 9991234560",
    "01/02/2024 09:30, 01-02-2024 09 30, 1.2.24",
    "0 1 2 3 4 5 6 7 8 9 10",
    "20 24 28 32 36 40 44 48 52",
    "07:15, 08:20 and 09:30 to 10:45",
    "W14 2nd visit, W6 1st, E2 9hr, A4 5pm",
    "section 24/7b, 24/7, 2023/24, flat 3/2",
    "born in week 3; his birthday is in May; 46 years old on 3 March",
    "at 10 20 30",
    "3 in 10 of 100 000 people",
    "MAPPA category 1, level 2",
    "i.e.this and e.g.me",
    "P01 to P12, X01, N50, RM2000",
    "999, 101, 112 and 116 123",
    "0830 12/03/24, 0930 1/03/2024, 0915 12/3/2024 and 1930 on 01/02/2024",
    "visits 12/03, 14/03, 16/03/2024; 0900/1700/1930",
    "007, 008, 009, 010, 011, 012, 013",
    "44, 20, 31, 52, 18",
    "£44,123,456 or 100,000,000",
    "on the A1.\n4th of May, at the B2/2nd floor, by W1_3rd",
    "2024 2025 2026 2027, 1999-2000-2001-2002",
    "etc.me, he said no.me neither; it was over.info came later",
    "<p>07</p><p>9111</p> and <b>2</b> of <i>3</i>, 3 < 4 > 2",
]


@pytest.mark.parametrize(
    ("kind", "text"), [(k, text) for k, texts in FOUND.items() for text in texts]
)
def test_what_points_to_a_real_person_is_found(kind, text):
    assert kinds(f"He wrote {text}, she said.") == [kind]
    assert kinds(text) == [kind]


@pytest.mark.parametrize("text", PASSES)
def test_what_is_invented_or_only_has_digits_in_it_passes(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("０７９１１ １２３４５６", "０７９１１ １２３４５６"),
        ("a 07911\u00a0123\u202f456 b", "07911\u00a0123\u202f456"),
        ("é07911\u200b1234\u2060\u00ad56.", None),
        ("é 07911\u200b1234\u2060\u00ad56.", "07911\u200b1234\u2060\u00ad56"),
        ("call O7911 l2345O", "O7911 l2345O"),
        ("٠٧٩١١ ١٢٣٤٥٦", "٠٧٩١١ ١٢٣٤٥٦"),
        ("07911‑123–456", "07911‑123–456"),
        ("**07911** `123456`", "07911** `123456"),
        ("07911&nbsp;123&#52;56", "07911&nbsp;123&#52;56"),
        ("07911\n123456", "07911\n123456"),
        ("99⁄123456X", "99⁄123456X"),
        ("ring 0791<!-- -->1 123456.", "0791<!-- -->1 123456"),
        ("ring 079<b></b>11 <i class='x'>123</i>456.", "079<b></b>11 <i class='x'>123</i>456"),
        ("<td>07911</td><td>123456</td>", "07911</td><td>123456"),
        ("<https://somewhere.co.uk>", "https://somewhere.co.uk"),
        ("<!-- 07911 123456 -->", "07911 123456"),
        ("<b title='07911 123456'>", "07911 123456"),
        ("ring О7911 123456", "О7911 123456"),
        ("at SW1А 2АА.", "SW1А 2АА"),
        ("at ΜΕ4 4ΕΖ.", "ΜΕ4 4ΕΖ"),
        ("0\u20e37911 123456", "0\u20e37911 123456"),
    ],
)
def test_nothing_hides_in_how_it_is_encoded_and_the_place_is_that_of_the_original(text, shown):
    found = find_identifiers(text)
    assert [one.text for one in found] == ([shown] if shown else [])
    assert [text[one.start : one.end] for one in found] == [one.text for one in found]


def test_each_is_said_once_with_the_line_it_begins_on():
    text = "Nothing here.\r\n\r\nRing 07911 123456 or 020 7123 4567,\nat SW1A 1AA.\n"
    assert [(one.kind.value, one.text, one.line) for one in find_identifiers(text)] == [
        ("phone", "07911 123456", 3),
        ("phone", "020 7123 4567", 3),
        ("postcode", "SW1A 1AA", 4),
    ]


def test_an_allowed_number_does_not_cover_the_one_after_it():
    assert [one.text for one in find_identifiers("01632 960123 07911 123456 14")] == [
        "07911 123456"
    ]


def test_check_letters_are_those_of_published_examples():
    pnc = {"99/123456": "X", "1999/1234567": "B", "20/9": "N", "21/9999": "M", "2002/0073319": "Z"}
    assert {text: pnc_letter(*text.split("/")) for text in pnc} == pnc
    cro = {"98/97501": "T", "99/123456": "L", "88/1234": "P", "11/1": "X", "83/50058": "Z"}
    assert [
        text for text, letter in cro.items() if letter not in cro_letters(*text.split("/"))
    ] == []
    assert [is_nhs_number(n) for n in ("9434765919", "9434765918", "1234567890")] == [
        True, False, False
    ]  # fmt: skip


@pytest.mark.parametrize(
    "path",
    [
        path
        for part in ("cases", "courses")
        for path in sorted((FIXTURES / part).rglob("*.*"))
        if path.suffix not in PICTURES
    ],
    ids=lambda path: path.name,
)
def test_the_cases_and_lessons_that_come_with_the_site_pass_clean(path):
    assert find_identifiers(path.read_text(encoding="utf-8")) == []


def patterns():
    modules = (identifiers, phones, plain_text)
    named = [(m.__name__.split(".")[-1], n, v) for m in modules for n, v in vars(m).items()]
    return {f"{m}.{n}": v for m, n, v in named if isinstance(v, re.Pattern)}


def repeats(parsed):
    """The most repetitions of every loop in a pattern, the inner ones as well."""
    for operator, argument in parsed:
        if operator in (constants.MAX_REPEAT, constants.MIN_REPEAT):
            yield argument[1]
        for part in argument if isinstance(argument, (tuple, list)) else ():
            for inner in part if isinstance(part, list) else [part]:
                if isinstance(inner, parser.SubPattern):
                    yield from repeats(inner)


@pytest.mark.parametrize("name", patterns())
def test_no_pattern_looks_further_than_a_fixed_way_from_where_it_begins(name):
    parsed = parser.parse(patterns()[name].pattern, patterns()[name].flags)
    assert max(repeats(parsed), default=0) <= 500
    assert parsed.getwidth()[1] <= 700


def test_the_walk_over_patterns_sees_a_loop_within_a_loop_that_never_ends():
    assert constants.MAXREPEAT in set(repeats(parser.parse("(?:a|(?:b+c){2})?")))


def test_two_megabytes_of_hostile_text_are_read_to_the_end():
    pieces = ("1 ", "07911 ", "a@", "born ", "\u200b😀", "0(-", "SW1A 1A", "1/", "<!--", "<b ")
    share = TWO_MEGABYTES // len(pieces)
    hostile = "".join(piece * (share // len(piece)) for piece in pieces) + " 07911 123457"
    assert len(hostile) > TWO_MEGABYTES * 0.99
    assert find_identifiers(hostile)[-1].text == "07911 123457"
