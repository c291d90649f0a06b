"""The page of components: every one of them, in development alone, without a database."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.template import TemplateDoesNotExist

from training_site.components import COMPONENTS
from training_site.components.drawing import apart
from training_site.components.words import UNBROKEN, WELSH

TEMPLATES = Path(__file__).parent.parent.parent / "training_site" / "templates"
NOT_SHOWN = {"stylesheets.html", "page_of.html"}  # nothing to see


@pytest.fixture
def page(client, settings) -> str:
    settings.DEBUG = True
    return client.get("/components/").content.decode()


@pytest.mark.parametrize("method", ["get", "head"])
def test_there_is_no_such_page_where_debug_is_off(client, settings, method):
    settings.DEBUG = False
    assert getattr(client, method)("/components/").status_code == 404


def test_the_page_takes_nothing(client, settings):
    settings.DEBUG = True
    assert client.post("/components/").status_code == 405


def test_every_component_has_a_place_on_the_page(page):
    """A new template in components/ fails here until its states are shown."""
    templates = {f"components/{path.name}" for path in (TEMPLATES / "components").glob("*.html")}
    shown = {component.template for component in COMPONENTS}
    assert templates - {f"components/{name}" for name in NOT_SHOWN} <= shown
    for component in COMPONENTS:
        assert f'<h2 id="{component.anchor}">{component.name}</h2>' in page
        assert f'href="#{component.anchor}"' in page
        assert len(component.states) >= 1


def test_every_field_is_shown_empty_saved_wrong_long_and_read_only():
    fields = [one for one in COMPONENTS if one.template == "component_page/fields.html"]
    assert len(fields) >= 7
    for one in fields:
        names = [state.name for state in one.states]
        assert names == ["empty", "saved", "error", "long", "read-only"]


def test_the_samples_strain_the_layout(page):
    assert len(UNBROKEN) == 60
    assert " " not in UNBROKEN
    assert page.count(UNBROKEN) > 40
    assert page.count(WELSH) > 20


def test_no_id_stands_twice_and_none_is_missed(page):
    ids = Counter(re.findall(r'\sid="([^"]+)"', page))
    assert [name for name, times in ids.items() if times > 1] == []
    described = re.findall(r'\s(?:aria-labelledby|aria-describedby|for)="([^"]+)"', page)
    assert {name for names in described for name in names.split()} <= set(ids)
    assert page.count("<h1") == 1


def test_the_page_breaks_no_rule_of_the_site(page):
    assert " style=" not in page
    assert "<script>" not in page


def test_a_state_is_set_apart_without_touching_its_words():
    markup = '<label for="a b">id="a" <a href="#c">x</a></label><h1 class="y">H</h1>'
    assert apart(markup, "2") == (
        '<label for="a-2 b-2">id="a" <a href="#c-2">x</a></label><h2 class="y">H</h2>'
    )


def test_a_component_that_lost_its_template_fails_loudly(client, settings, monkeypatch):
    settings.DEBUG = True
    (component,) = [one for one in COMPONENTS if one.name == "Tag"]
    lost = type(component)("Lost", "components/lost.html", component.states)
    monkeypatch.setattr("training_site.components.COMPONENTS", (lost,))
    with pytest.raises(TemplateDoesNotExist):
        client.get("/components/")
