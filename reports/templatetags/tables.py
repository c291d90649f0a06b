"""Drawing the rows of a report's table."""

from collections.abc import Iterable

from django import template
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from reports.tables import Row

register = template.Library()


@register.simple_tag
def drawn_rows(rows: Iterable[Row]) -> SafeString:
    """The rows, the first cell of each as its heading.

    A thousand people have the same few cells over and over: each is drawn once for the page.
    """
    cell_template = get_template("reports/includes/cell.html")
    drawn: dict[int, str] = {}  # by the cell itself, which is quicker to find than by its words
    alike: dict[tuple[str | int, ...], str] = {}
    lines: list[str] = []
    for row in rows:
        heading, *cells = row.cells
        for cell in cells:
            if id(cell) not in drawn:
                words = (cell.machine, cell.text, cell.css_class, cell.shape, cell.span)
                if words not in alike:
                    alike[words] = cell_template.render({"cell": cell}).strip()
                drawn[id(cell)] = alike[words]
        lines.append(
            format_html(
                '<tr{}><th scope="row">{}</th>{}</tr>',
                # words of our own, with nothing from outside in them
                mark_safe(' class="is-total"') if row.is_total else "",
                heading.text,
                mark_safe("".join(drawn[id(cell)] for cell in cells)),  # noqa: S308 - as drawn above
            )
        )
    return mark_safe("\n".join(lines))  # noqa: S308 - lines of format_html
