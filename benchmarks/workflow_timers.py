"""The peer that keeps one workflow per deadline: SpiffWorkflow with a timer event, kept as text in between."""

from time import perf_counter

from SpiffWorkflow.bpmn.parser import BpmnParser  # type: ignore[import-untyped]
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer  # type: ignore[import-untyped]
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow  # type: ignore[import-untyped]

_AHEAD, _PASSED = "2999-12-31T17:00:00+00:00", "2000-12-31T17:00:00+00:00"
_PROCESS = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
             xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="deadlines">
  <process id="deadline" isExecutable="true">
    <startEvent id="start"><outgoing>given</outgoing></startEvent>
    <sequenceFlow id="given" sourceRef="start" targetRef="due"/>
    <intermediateCatchEvent id="due"><incoming>given</incoming><outgoing>passed</outgoing>
      <timerEventDefinition id="at">
        <timeDate xsi:type="tFormalExpression">"{_AHEAD}"</timeDate>
      </timerEventDefinition>
    </intermediateCatchEvent>
    <sequenceFlow id="passed" sourceRef="due" targetRef="missed"/>
    <endEvent id="missed"><incoming>passed</incoming></endEvent>
  </process>
</definitions>
"""


def measured(*, count: int) -> dict[str, float]:
    """Seconds of starting ``count`` workflows and writing each down, and of reading each, letting its timer fire and
    writing it down again. No database: the texts stay in memory. Between the two the date is set back, uncounted."""
    parser = BpmnParser()
    parser.add_bpmn_str(_PROCESS.encode())
    spec, serializer = parser.get_spec("deadline"), BpmnWorkflowSerializer()
    started = perf_counter()
    kept = [_started(spec, serializer) for _ in range(count)]
    set_up = perf_counter() - started
    due = [text.replace(_AHEAD, _PASSED) for text in kept]
    started = perf_counter()
    is_over = [_fired(text, serializer) for text in due]
    fire = perf_counter() - started
    if not all(is_over):
        raise RuntimeError(f"{is_over.count(False)} of {count} timers did not fire")
    return {"set up": set_up, "fire": fire}


def _started(spec: object, serializer: BpmnWorkflowSerializer) -> str:
    workflow = BpmnWorkflow(spec)
    workflow.do_engine_steps()
    return str(serializer.serialize_json(workflow))


def _fired(text: str, serializer: BpmnWorkflowSerializer) -> bool:
    workflow = serializer.deserialize_json(text)
    workflow.refresh_waiting_tasks()
    workflow.do_engine_steps()
    serializer.serialize_json(workflow)
    return bool(workflow.is_completed())
