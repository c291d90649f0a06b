"""The reading grade: published worked examples, sentences of case papers, and advice."""

import pytest

from scenarios.quality.reading import Counts, counts_of, reading_findings, reading_of
from scenarios.quality.sentences import split_sentences
from scenarios.quality.syllables import syllables
from scenarios.quality.texts import Piece
from tests.factories.texts import make_paper, make_text

# Word and number of syllables, as dictionaries have them.
SYLLABLES = """
licence 2 police 2 probation 3 supervision 4 intelligence 4 interview 3 handover 3 released 2
asked 1 waited 2 apologised 4 bicycles 3 neighbourly 3 conviction 3 unsupervised 4 declared 2
history 3 families 3 trusted 2 pornography 4 material 4 psychological 5 assessment 3 complaint 2
furniture 3 boiler 2 workmate 2 tablets 2 brother 2 seven 2 evenings 2 people 2 quiet 2 doing 2
riot 2 violent 3 media 3 radio 3 serious 3 actual 3 graduate 3 continuous 4 situation 4 patience 2
special 2 social 2 initial 3 anxiety 4 earlier 3 carrier 3 video 3 museum 3 table 2 handled 2
criticism 4 changes 2 boxes 2 miles 1 notes 1 needed 2 planned 1 reality 4 poet 2 trial 2 denial 3
union 2 million 2 religious 3 delicious 3 period 3 experience 4 audience 3 client 2 immediate 4
usual 3 sexual 3 individual 5 quality 3 equal 2 guard 1 language 2 fruit 1 ruin 2 fuel 2 value 2
league 1 goes 1 committee 3 agreed 2 series 2 studies 2 tried 1 carrying 3 playing 2 employer 3
power 2 hour 1 nothing 2 something 2 safely 2 largely 2 statement 2 management 3 household 2
didn't 2 couldn't 2 he'd 1 nurse's 2 paula's 2 monitored 3 eighteen 2 opportunity 5 preoccupation
5 congruence 3 hostility 4 protective 3 commitment 3 emotional 4 overall 3 temperature 4 different
3 primary 3 colleague 2 dialogue 3 technique 2 society 4 geography 4
"""


def test_syllables_are_right_on_19_words_of_20():
    known = SYLLABLES.split()
    pairs = list(zip(known[::2], map(int, known[1::2]), strict=True))
    wrong = [word for word, count in pairs if syllables(word) != count]
    assert len(wrong) <= len(pairs) / 20, wrong


# Published with the Flesch reading ease (Wikipedia, "Flesch-Kincaid readability tests"), which is
# of the same two averages; the grade follows from them.
EXAMPLES = [
    ("The cat sat on the mat.", 116, -1.45),
    (
        "This sentence, taken as a reading passage unto itself, is being used to prove a point.",
        69,
        7.6,
    ),
    (
        "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.",
        37.5,
        11.3,
    ),
]


@pytest.mark.parametrize(("sentence", "ease", "grade"), EXAMPLES, ids=["cat", "point", "platypus"])
def test_published_examples_come_out_as_published(sentence, ease, grade):
    ((_sentence, counts),) = counts_of([sentence])
    by_words, by_syllables = counts.words / counts.sentences, counts.syllables / counts.words
    assert 206.835 - 1.015 * by_words - 84.6 * by_syllables == pytest.approx(ease, abs=0.5)
    assert counts.grade == pytest.approx(grade, abs=0.05)


def test_the_grade_of_published_averages_is_the_published_one():
    """Green Eggs and Ham: 5.7 words a sentence, 1.02 syllables a word, grade −1.3."""
    assert Counts(5700, 1000, 5814).grade == pytest.approx(-1.3, abs=0.05)
    assert Counts(1, 1, 1).grade == pytest.approx(-3.4, abs=0.005)  # the least there is
    assert Counts().grade is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr A. Croll met DC T. Brannock of St. Mary's at 2.20pm.",
        "He rang PC D. Amory, e.g. about No. 4 and p. 12, on 3.5 days.",
        "Write to a.person@police.example. or not at all.",
        "Mrs. Bell and Dr. Lister came in vs. Prof. Wren.",
    ],
)
def test_a_full_stop_within_a_sentence_does_not_end_it(sentence):
    assert list(split_sentences(sentence)) == [sentence]


@pytest.mark.parametrize(
    ("block", "sentences"),
    [
        ("I saw the PC. He left at 4 p.m. No. Then \"Why?\" Then on… And on.",
         ["I saw the PC.", "He left at 4 p.m.", "No.", 'Then "Why?"', "Then on…", "And on."]),
        ("So did I. He went.", ["So did I.", "He went."]),
        ("", []),
        ("...", ["..."]),
    ],
)  # fmt: skip
def test_a_sentence_ends_where_a_reader_ends_it(block, sentences):
    assert list(split_sentences(block)) == sentences


def test_list_items_and_table_rows_are_sentences_of_their_own():
    text = "He had:\n- a key\n- a lead for\n  the dog\n1. wage slips\n\n|a|b|\n|---|---|\n|1|2|"
    assert Piece("", text).sentences == (
        "He had:", "a key", "a lead for the dog", "wage slips", "a, b", "1, 2"
    )  # fmt: skip


HARD = (
    "Notwithstanding considerable organisational difficulties, the responsible practitioner "
    "subsequently recommended additional psychological assessment regarding his continuing "
    "preoccupation, emotional deterioration and increasingly unsatisfactory accommodation. "
)


def test_a_hard_paper_is_advice_and_its_hardest_sentence_has_a_place():
    reading = reading_of(make_text("He was in. " * 30, HARD * 3))
    (finding,) = reading_findings(reading)
    assert (finding.ref, finding.blocks) == ("D2", False)
    assert reading.papers[0].grade < 3 < 9 < reading.papers[1].grade
    assert {one.ref for one in reading.hardest} == {"D2.1"}


def test_a_paper_of_few_words_has_no_grade():
    (paper,) = reading_of(make_text(HARD)).papers
    assert (paper.grade, paper.is_hard) == (None, False)


def test_what_counts_as_hard_is_a_setting(settings):
    settings.READING_GRADE_MOST = 1
    assert list(reading_findings(reading_of(make_text("The officer was in again. " * 30))))


def test_papers_add_up_to_the_whole():
    reading = reading_of(make_text(make_paper("He was in. " * 30), make_paper(HARD * 3, number=2)))
    assert reading.words == sum(paper.words for paper in reading.papers)
