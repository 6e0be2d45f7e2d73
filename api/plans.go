package api

import (
	"context"
	"fmt"
	"sync"
	"time"

	"google.golang.org/protobuf/proto"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/internal/planfile"
	"duban/plans"
	"duban/supervision"
)

// A rehearsal of the largest plan takes seconds and tens of megabytes, so few run at a time; whoever comes then waits a
// little before being sent away.
const (
	rehearsalsAtATime = 2
	rehearsalPatience = 5 * time.Second
)

var (
	errBadPlan = supervision.Refuse(supervision.InvalidPlan, "方案有误，不能彩排", "the plan has errors and cannot be rehearsed")
	errBusy    = supervision.Refuse(busy, "正在彩排的方案太多，请稍后再试", "too many rehearsals are under way; try again in a moment")
	errLong    = supervision.Refuse(tooLarge, "彩排的结果超过 16 MiB，请用命令 duban rehearse", "the rehearsal is larger than 16 MiB; use the command duban rehearse")
)

// planService serves PlanService.
type planService struct {
	v1.UnimplementedPlanServiceServer
	desk *desk.Desk
	room *room
}

func newPlanService(d *desk.Desk) *planService {
	return &planService{desk: d, room: newRoom(rehearsalsAtATime, rehearsalPatience, errBusy)}
}

// shippedPlans are the plans that come with the program: they are read once, and not changed after.
var shippedPlans = sync.OnceValues(func() (*v1.ListPlansResponse, error) {
	answer := &v1.ListPlansResponse{}
	for _, name := range plans.Names() {
		source, _ := plans.Source(name)
		plan, _ := planfile.Read(source)
		if plan == nil {
			return nil, fmt.Errorf("the plan %s that comes with the program cannot be read", name)
		}
		answer.Plans = append(answer.Plans, &v1.PlanText{Id: plan.ID, Title: plan.Title, Yaml: string(source)})
	}
	return answer, nil
})

func (s *planService) ListPlans(context.Context, *v1.ListPlansRequest) (*v1.ListPlansResponse, error) {
	return shippedPlans()
}

func (s *planService) GetPlan(ctx context.Context, req *v1.GetPlanRequest) (*v1.PlanText, error) {
	title, source, err := s.desk.PlanSource(ctx, callerOf(ctx), req.GetCampaign())
	return &v1.PlanText{Id: req.GetCampaign(), Title: title, Yaml: string(source)}, err
}

func (s *planService) RehearsePlan(ctx context.Context, req *v1.RehearsePlanRequest) (*v1.Rehearsal, error) {
	leave, err := s.room.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	calendar, err := s.desk.Calendar(ctx, callerOf(ctx))
	if err != nil {
		return nil, err
	}
	rehearsal, err := rehearse(req, calendar)
	if err != nil {
		return nil, err
	}
	answer := Rehearsed(rehearsal)
	if req.GetDetails() {
		answer = RehearsedInDetail(rehearsal)
	}
	if proto.Size(answer) > maxAnswer {
		return nil, errLong
	}
	return answer, nil
}
