"""OpenTelemetry's instrumentation of httpx traces the requests of a client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from tests.client.stub import Reply, Stub
from zendesk_custom_objects import BearerToken, Client

RECORD = {"custom_object_record": {"id": "01J"}}


@pytest.fixture
def spans() -> Iterator[Callable[[], list[tuple[str, int]]]]:
    """Method and status of each traced request."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    instrumentor = HTTPXClientInstrumentor()
    instrumentor.instrument(tracer_provider=provider)
    try:
        yield lambda: [
            (span.name, int(str((span.attributes or {})["http.status_code"])))
            for span in exporter.get_finished_spans()
        ]
    finally:
        instrumentor.uninstrument()
        provider.shutdown()


def test_every_attempt_is_traced(
    spans: Callable[[], list[tuple[str, int]]], connect: Callable[..., Any], stub: Stub
) -> None:
    stub.will_answer(Reply(503), Reply(200, RECORD))

    assert connect().get_record("boat", "01J").id == "01J"

    assert spans() == [("GET", 503), ("GET", 200)]
    assert all(asked.headers["traceparent"] for asked in stub.asked)


def test_a_single_client_can_be_traced(stub: Stub) -> None:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    stub.will_answer(Reply(200, RECORD))

    with httpx.Client() as http_client:
        HTTPXClientInstrumentor.instrument_client(http_client, tracer_provider=provider)
        auth = BearerToken("a-token-that-nobody-may-see")
        with Client(base_url=stub.url, auth=auth, http_client=http_client) as zendesk:
            zendesk.get_record("boat", "01J")

    (span,) = exporter.get_finished_spans()
    assert "a-token-that-nobody-may-see" not in span.to_json()
    provider.shutdown()
