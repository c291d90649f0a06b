"""Says of every answer what it cost inside the site: SQL statements, and CPU of its thread."""

import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse


def counted(get_response: Callable[[HttpRequest], HttpResponse]) -> Any:
    """Transaction marks are not statements here: they do not pass this way."""

    def counting(request: HttpRequest) -> HttpResponse:
        statements = 0

        def count(execute: Any, *args: Any) -> Any:
            nonlocal statements
            statements += 1
            return execute(*args)

        begun = time.thread_time()
        with connection.execute_wrapper(count):
            response = get_response(request)
        response["X-Statements"] = str(statements)
        response["X-CPU"] = f"{1000 * (time.thread_time() - begun):.3f}"
        return response

    return counting
