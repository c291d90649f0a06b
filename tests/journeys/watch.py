"""What must never happen in a browser, whoever looks at whichever page."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

# Said in the console of every answer from 400 up; those are judged as answers, below.
STATUS_IN_CONSOLE = "Failed to load resource: the server responded with a status of"


class Watch:
    """Collects console errors (refusals of the content policy among them), requests to another
    host, and answers from 400 up, but for those that a test says it expects."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.faults: list[str] = []
        self._statuses: set[int] = set()
        self._words: list[str] = []
        self._events = (
            ("console", self._console),
            ("weberror", self._error),
            ("request", self._request),
            ("response", self._response),
        )

    def expect(self, *what: int | str) -> None:
        """Let these pass from now on: a status below 500, or words of a console error."""
        self._statuses |= {each for each in what if isinstance(each, int) and each < 500}
        self._words += [each for each in what if isinstance(each, str)]

    def follow(self, context: BrowserContext) -> None:
        for event, seen in self._events:
            context.on(event, seen)

    def leave(self, context: BrowserContext) -> None:
        for event, seen in self._events:
            context.remove_listener(event, seen)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(STATUS_IN_CONSOLE):
            self._fault(f"console: {message.text}")

    def _error(self, error: WebError) -> None:
        self._fault(f"uncaught: {error.error}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:", "about:")):
            self._fault(f"another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self._statuses:
            self._fault(f"{response.status}: {response.request.method} {response.url}")

    def _fault(self, words: str) -> None:
        if not any(expected in words for expected in self._words):
            self.faults.append(words)
