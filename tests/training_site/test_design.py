"""The design system: linked, in its layers, labelled, and readable without a context."""

import re
from pathlib import Path

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from scoring.drawings import share_bar, spread

SITE = Path(__file__).parent.parent.parent / "training_site"
STYLESHEETS = sorted((SITE / "static" / "css").rglob("*.css"))


class RatingForm(forms.Form):
    level = forms.ChoiceField(
        label="Level",
        widget=forms.RadioSelect,
        choices=[("0", "Not evident"), ("1", "Some")],
        error_messages={"required": "Choose a level"},
    )
    reason = forms.CharField(help_text="One or two sentences.", widget=forms.Textarea)


def test_every_stylesheet_is_linked_and_the_layers_come_first():
    linked = re.findall(
        r"css/[\w/]+\.css", (SITE / "templates/components/stylesheets.html").read_text()
    )
    assert linked[0] == "css/site.css"
    assert sorted(linked) == [str(p.relative_to(SITE / "static")) for p in STYLESHEETS]
    assert all(finders.find(path) for path in linked)


@pytest.mark.parametrize("path", STYLESHEETS, ids=lambda path: path.stem)
def test_a_stylesheet_stays_in_its_layer_and_asks_for_nothing(path):
    css = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S).strip()
    assert css.startswith("@layer ")
    assert "@import" not in css
    assert "url(" not in css


@pytest.mark.parametrize("path", STYLESHEETS, ids=lambda path: path.stem)
def test_only_the_tokens_and_the_printed_page_name_colours(path):
    names_colours = bool(re.search(r"#[0-9a-f]{3,8}\b", path.read_text()))
    assert names_colours == (path.stem in {"tokens", "print"})


def test_radios_have_a_legend_and_none_is_preselected():
    html = RatingForm()["level"].as_field_group()
    assert '<legend class="field-label">Level</legend>' in html
    assert html.count('class="choice"') == 2
    assert "checked" not in html


def test_an_error_stands_with_its_field_and_the_summary_links_to_the_first_radio():
    form = RatingForm({"reason": "Because."})
    html = form["level"].as_field_group()
    assert 'aria-describedby="id_level_error"' in html
    assert 'id="id_level_error"' in html
    summary = render_to_string("components/error_summary.html", {"form": form})
    assert '<a href="#id_level_0">Choose a level</a>' in summary
    assert 'id="id_level_0"' in html


def test_a_hint_is_tied_to_its_field():
    html = RatingForm()["reason"].as_field_group()
    assert 'id="id_reason_helptext"' in html
    assert 'aria-describedby="id_reason_helptext"' in html


def test_a_form_without_errors_has_no_summary():
    assert not render_to_string("components/error_summary.html", {"form": RatingForm()}).strip()


def test_the_page_for_a_fault_of_ours_needs_no_context():
    assert "Something went wrong" in render_to_string("500.html")


def test_drawings_carry_no_style_attribute_and_are_hidden_from_screen_readers():
    drawn = spread([0, 3, 9], key_levels={2}, own_level=0, off_scale=1)
    html = render_to_string("components/spread.html", {"spread": drawn})
    html += render_to_string("components/share_bar.html", {"bar": share_bar(1, 2)})
    assert "style=" not in html
    assert html.count('aria-hidden="true"') == html.count("<svg") == 2


SAVING = [
    path
    for path in sorted(SITE.parent.glob("*/templates/**/*.html"))
    if re.search(r"<form[^>]* hx-target=\"#save-status\"", path.read_text())
]


@pytest.mark.parametrize("path", SAVING, ids=lambda path: path.stem)
def test_a_form_that_saves_itself_says_whose_it_is_and_can_outlive_the_session(path):
    page = path.read_text()
    assert "components/page_of.html" in page
    assert "components/saving.html" in page
    assert "js/saving.js" in page


def test_there_are_forms_that_save_themselves():
    assert {"assess", "actions"} <= {path.stem for path in SAVING}
