"""Nothing that is uncertain is left out: each variant and each grade is asked about, or omitted."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.probing.contract_places import graded_places
from zendesk_custom_objects import Client, Sandbox
from zendesk_custom_objects.probing.omissions import OMISSIONS, Omission
from zendesk_custom_objects.probing.question import Question, variant_value
from zendesk_custom_objects.probing.questions import QUESTIONS
from zendesk_custom_objects.probing.steps import STEPS
from zendesk_custom_objects.sandbox.variants import variant_choices

VARIANTS = {question.id: question for question in QUESTIONS if question.is_variant}


def test_each_variant_is_probed_or_omitted() -> None:
    omitted = [omission.id for omission in OMISSIONS if omission.is_variant]
    assert Counter([*VARIANTS, *omitted]) == Counter(list(variant_choices()))


@pytest.mark.parametrize("question", VARIANTS.values(), ids=list(VARIANTS))
def test_the_answers_about_a_variant_are_its_values(question: Question) -> None:
    values = tuple(variant_value(answer) for answer in question.answers)
    choices = variant_choices()[question.id]
    assert values[0] == choices[0]
    assert set(values) == set(choices)


def test_each_uncertain_place_of_the_contract_is_probed_or_omitted() -> None:
    asked = {place for question in QUESTIONS for place in question.places}
    omitted = {place for omission in OMISSIONS for place in omission.places}
    assert asked | omitted == graded_places()
    assert asked & omitted == set()


def test_ids_are_unique_and_facts_fit_their_column() -> None:
    everything: list[Question | Omission] = [*QUESTIONS, *OMISSIONS]
    assert len({each.id for each in everything}) == len(everything)
    assert [each.fact for each in everything if len(each.fact) > 40] == []


def test_answers_fit_their_column() -> None:
    answers = [answer for each in QUESTIONS for answer in (*each.answers, *each.others)]
    assert [answer for answer in answers if len(answer) > 14] == []


def test_what_questions_and_steps_need_comes_before() -> None:
    names = [step.name for step in STEPS]
    assert len(set(names)) == len(names)
    for position, step in enumerate(STEPS):
        after = [] if step.after is None else [step.after[0]]
        assert {*step.needs, *after} <= set(names[:position])
    assert {name for question in QUESTIONS for name in question.needs} <= set(names)


def test_each_step_is_needed() -> None:
    """No request is sent that answers nothing."""
    needed = {name for question in QUESTIONS for name in question.needs}
    needed |= {name for step in STEPS for name in step.needs}
    with_results = {step.name for step in STEPS if step.name.startswith("job_")}
    assert {step.name for step in STEPS} - needed - with_results == set()


def test_the_sandbox_is_what_the_questions_say_it_is(
    zendesk: Client, zendesk_sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> None:
    report = zendesk.probe(note=tmp_path_factory.mktemp("probe") / "note")
    assert {each.id: each.account for each in report.findings} == {
        each.id: each.sandbox for each in report.findings
    }
    assert report.requests == len(zendesk_sandbox.requests)
