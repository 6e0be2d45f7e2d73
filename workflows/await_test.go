package workflows_test

import (
	"strconv"
	"testing"
	"time"

	"go.temporal.io/api/common/v1"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"
	"go.temporal.io/api/taskqueue/v1"
	"go.temporal.io/sdk/converter"
	"google.golang.org/protobuf/types/known/timestamppb"

	"duban/workflows"
)

// A nudge that comes in the same task as a timer is heard (rule 8), although the timer wakes the process first. Here a
// timer has fired a little before its instant, so that nothing but the nudge says that there is something to do.
func TestAwait_NudgeBesideATimer(t *testing.T) {
	t.Parallel()
	begin := time.Date(2020, 6, 3, 1, 0, 0, 0, time.UTC)
	diary := story{at: begin}
	diary.add(&history.HistoryEvent{EventType: enums.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED, Attributes: &history.HistoryEvent_WorkflowExecutionStartedEventAttributes{
		WorkflowExecutionStartedEventAttributes: &history.WorkflowExecutionStartedEventAttributes{
			WorkflowType: &common.WorkflowType{Name: workflows.CampaignKind}, TaskQueue: &taskqueue.TaskQueue{Name: "q"}, Input: payload(workflows.Ref{Host: "h", ID: "c"}),
		},
	}})
	diary.task()
	diary.activity(workflows.TakeUpCampaign, workflows.Campaigning{NextCall: begin.Add(time.Hour), WakeAt: begin.Add(time.Hour)})
	diary.task()
	timer := diary.add(&history.HistoryEvent{EventType: enums.EVENT_TYPE_TIMER_STARTED, Attributes: &history.HistoryEvent_TimerStartedEventAttributes{
		TimerStartedEventAttributes: &history.TimerStartedEventAttributes{TimerId: "11"},
	}})
	diary.at = begin.Add(time.Hour - time.Second)
	diary.add(&history.HistoryEvent{EventType: enums.EVENT_TYPE_TIMER_FIRED, Attributes: &history.HistoryEvent_TimerFiredEventAttributes{
		TimerFiredEventAttributes: &history.TimerFiredEventAttributes{TimerId: "11", StartedEventId: timer},
	}})
	diary.add(&history.HistoryEvent{EventType: enums.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED, Attributes: &history.HistoryEvent_WorkflowExecutionSignaledEventAttributes{
		WorkflowExecutionSignaledEventAttributes: &history.WorkflowExecutionSignaledEventAttributes{SignalName: workflows.LookAgain},
	}})
	diary.task()
	diary.activity(workflows.TakeUpCampaign, workflows.Campaigning{Over: true})
	diary.task()
	if err := replayer(workflows.Processes()).ReplayWorkflowHistory(nil, &history.History{Events: diary.events}); err != nil {
		t.Error(err)
	}
}

// story is a history as it is written.
type story struct {
	at     time.Time
	events []*history.HistoryEvent
}

// add adds an event, and answers its id.
func (s *story) add(e *history.HistoryEvent) int64 {
	e.EventId, e.EventTime = int64(len(s.events)+1), timestamppb.New(s.at)
	s.events = append(s.events, e)
	return e.GetEventId()
}

// task lets the process act on what it has learnt.
func (s *story) task() {
	scheduled := s.add(&history.HistoryEvent{EventType: enums.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED})
	started := s.add(&history.HistoryEvent{EventType: enums.EVENT_TYPE_WORKFLOW_TASK_STARTED})
	s.add(&history.HistoryEvent{EventType: enums.EVENT_TYPE_WORKFLOW_TASK_COMPLETED, Attributes: &history.HistoryEvent_WorkflowTaskCompletedEventAttributes{
		WorkflowTaskCompletedEventAttributes: &history.WorkflowTaskCompletedEventAttributes{ScheduledEventId: scheduled, StartedEventId: started},
	}})
}

// activity is asked for and answers.
func (s *story) activity(name string, answer any) {
	scheduled := s.add(&history.HistoryEvent{EventType: enums.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED})
	s.events[scheduled-1].Attributes = &history.HistoryEvent_ActivityTaskScheduledEventAttributes{
		ActivityTaskScheduledEventAttributes: &history.ActivityTaskScheduledEventAttributes{
			ActivityId: strconv.FormatInt(scheduled, 10), ActivityType: &common.ActivityType{Name: name}, TaskQueue: &taskqueue.TaskQueue{Name: "q"},
		},
	}
	started := s.add(&history.HistoryEvent{EventType: enums.EVENT_TYPE_ACTIVITY_TASK_STARTED, Attributes: &history.HistoryEvent_ActivityTaskStartedEventAttributes{
		ActivityTaskStartedEventAttributes: &history.ActivityTaskStartedEventAttributes{ScheduledEventId: scheduled},
	}})
	s.add(&history.HistoryEvent{EventType: enums.EVENT_TYPE_ACTIVITY_TASK_COMPLETED, Attributes: &history.HistoryEvent_ActivityTaskCompletedEventAttributes{
		ActivityTaskCompletedEventAttributes: &history.ActivityTaskCompletedEventAttributes{ScheduledEventId: scheduled, StartedEventId: started, Result: payload(answer)},
	}})
}

func payload(v any) *common.Payloads {
	p, err := converter.GetDefaultDataConverter().ToPayloads(v)
	if err != nil {
		panic(err)
	}
	return p
}
