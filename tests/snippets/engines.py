"""Small interpreters of workflow definitions, which send the requests of HTTP tasks.

Placeholders work as in the documentation of SimWorkflow and in the source of Conductor. JSONPath
and JSONata come from independent libraries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import httpx
import jsonpath
from jsonata import Jsonata  # type: ignore[import-untyped]

Json = Any
Auth = Mapping[str, str]
"""Headers that authenticate a request."""


class TaskFailed(Exception):
    """The remote service sent an error response."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__(response.status_code)
        self.response = response


class SimWorkflow:
    """Runs definitions over an HTTP client, with credentials saved by id."""

    def __init__(self, http: httpx.Client, credentials: Mapping[str, Auth]) -> None:
        self._http = http
        self._credentials = credentials

    def run(self, definition: Json, workflow_input: Json) -> httpx.Response:
        """Run the tasks one after the other, and return the last response."""
        state: dict[str, Any] = {"workflow": {"input": workflow_input}}
        name = definition["startTask"]
        while True:
            task = definition["tasks"][name]
            parameters = each_value(task.get("inputParameters", {}), state, self._evaluated)
            response = self.test_request(task, parameters)
            state[name] = {"input": parameters, "output": {"status": response.status_code}}
            if task.get("end"):
                return response
            name = task["nextTask"]

    def test_request(self, task: Json, parameters: Json) -> httpx.Response:
        """Send a task's request, as its button does."""
        asked = task["httpRequest"]
        request = self._http.build_request(
            asked["method"],
            self._evaluated(asked["url"], parameters),
            headers={
                **each_value(asked.get("headers", {}), parameters, self._evaluated),
                **(self._credentials[task["credentials"]] if "credentials" in task else {}),
            },
            json=each_value(asked.get("body"), parameters, self._evaluated),
        )
        attempts = task.get("retry", {}).get("maxAttempts", 0)
        return sent(self._http, request, attempts)

    @staticmethod
    def _evaluated(text: str, document: Json) -> Any:
        if text.startswith("jsonata:"):
            return Jsonata(text.removeprefix("jsonata:")).evaluate(document)
        if whole := re.fullmatch(r"\$\{([^{}]*)\}", text):
            return value_at(whole[1], document)

        def replaced(found: re.Match[str]) -> str:
            return "${" if found[1] is None else str(value_at(found[1], document))

        return re.sub(r"\$\$\{|\$\{([^{}]*)\}", replaced, text)


class Conductor:
    """Runs definitions over an HTTP client, with secrets of the installation."""

    def __init__(
        self, http: httpx.Client, secrets: Mapping[str, str], *, encodes_urls: bool = False
    ) -> None:
        self._http = http
        self._secrets = secrets
        self._encodes_urls = encodes_urls

    def run(self, definition: Json, workflow_input: Json) -> httpx.Response:
        """Run the tasks one after the other, and return the last response."""
        state = {"workflow": {"input": workflow_input, "secrets": self._secrets}}
        responses: list[httpx.Response] = []
        for task in definition["tasks"]:
            asked = each_value(task["inputParameters"], state, self._evaluated)["http_request"]
            uri = spring_encoded(asked["uri"]) if self._encodes_urls else asked["uri"]
            headers = {"Content-Type": "application/json", "Accept": "application/json"}
            headers["Content-Type"] = asked.get("contentType", headers["Content-Type"])
            headers["Accept"] = asked.get("accept", headers["Accept"])
            request = self._http.build_request(
                asked["method"],
                uri,
                headers={**headers, **asked["headers"]},
                json=asked.get("body"),
            )
            responses.append(sent(self._http, request, task.get("retryCount", 3)))
        return responses[-1]

    @staticmethod
    def _evaluated(text: str, document: Json) -> Any:
        if whole := re.fullmatch(r"\$\{([^{}]*)\}", text):
            return value_at(whole[1], document)
        filled = re.sub(
            r"(?<!\$)\$\{([^{}]*)\}", lambda found: str(value_at(found[1], document)), text
        )
        return filled.replace("$${", "${")


def sent(http: httpx.Client, request: httpx.Request, retries: int) -> httpx.Response:
    """Send a request with retries, and return its response."""
    response = http.send(request)
    for _ in range(retries):
        if response.is_success:
            break
        response = http.send(request)
    if not response.is_success:
        raise TaskFailed(response)
    return response


def each_value(node: Json, document: Json, evaluate: Callable[[str, Json], Any]) -> Any:
    """A JSON value with each text evaluated; keys stay as they are."""
    if isinstance(node, str):
        return evaluate(node, document)
    if isinstance(node, dict):
        return {key: each_value(value, document, evaluate) for key, value in node.items()}
    if isinstance(node, list):
        return [each_value(value, document, evaluate) for value in node]
    return node


def value_at(path: str, document: Json) -> Any:
    """The only value at a JSONPath, whose leading `$.` can be omitted."""
    (value,) = jsonpath.findall(path, document)
    return value


def spring_encoded(url: str) -> str:
    """A URL as Spring's RestTemplate encodes a text: its `%` is a character like any other."""
    scheme, _, rest = url.partition("://")
    path, mark, query = rest.partition("?")
    return (
        f"{scheme}://{quote(path, safe='/:@,;=+!$&*()')}{mark}{quote(query, safe='/:@,;=+!$&*()?')}"
    )
