"""Cells that say the same are drawn once for a page, and no cell is taken for another."""

from reports.tables import Cell, Row, number, text
from reports.templatetags.tables import drawn_rows


def test_every_row_has_its_heading_and_its_own_cells():
    html = drawn_rows([Row((text("<Asha>"), number(1))), Row((text("Tomos"), number(2)), True)])
    assert html == (
        '<tr><th scope="row">&lt;Asha&gt;</th><td class="num">1</td></tr>\n'
        '<tr class="is-total"><th scope="row">Tomos</th><td class="num">2</td></tr>'
    )


def test_cells_that_look_alike_keep_the_values_behind_them():
    rows = [Row((text("Asha"), Cell(1, "all"), Cell(1.0, "all"), Cell(True, "all")))]
    html = drawn_rows(rows)
    assert [value in html for value in ('value="1"', 'value="1.0"', 'value="True"')] == [True] * 3
