package console

import (
	"context"
	"net"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"
	"google.golang.org/protobuf/proto"

	v1 "duban/api/supervisionv1"
)

// congress answers the services as the real ones do, from the fixture, over a real gRPC connection. The end-to-end
// test of the whole program looks at the same pages over real data.
type congress struct {
	v1.UnimplementedCampaignServiceServer
	v1.UnimplementedInspectionServiceServer
	v1.UnimplementedNoticeServiceServer
	v1.UnimplementedPlanServiceServer
	v1.UnimplementedRevisionServiceServer
	v1.UnimplementedSessionServiceServer
	v1.UnimplementedRecordServiceServer
	v1.UnimplementedSubmissionServiceServer
	v1.UnimplementedOfficeServiceServer
	v1.UnimplementedFeedServiceServer
	v1.UnimplementedChannelServiceServer

	mu         sync.Mutex
	campaigns  []*v1.Campaign
	notes      []*v1.Note
	inspection *v1.Inspection
	down       bool            // every call fails as a broken network does
	signedOut  bool            // every token has expired
	session    string          // the day of the session, once dated
	amended    string          // the plan that was put in the place of the city's
	saved      []proto.Message // what administrators asked for
	slow       time.Duration
	left       int    // sessions that were ended
	unsealed   bool   // nothing of the record is sealed yet
	decided    string // what the head has made of the draft: `approved`, or why it was sent back
}

func newCongress() *congress {
	return &congress{campaigns: []*v1.Campaign{city(), draft2020()}, notes: []*v1.Note{firstNote()}, inspection: autumn()}
}

// slowDown makes every call take at least so long.
func (c *congress) slowDown(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.slow = by
}

// dial serves the congress in memory and connects to it.
func dial(t *testing.T, c *congress) *grpc.ClientConn {
	t.Helper()
	listener := bufconn.Listen(1 << 20)
	server := grpc.NewServer(grpc.UnaryInterceptor(c.authenticate))
	v1.RegisterCampaignServiceServer(server, c)
	v1.RegisterInspectionServiceServer(server, c)
	v1.RegisterNoticeServiceServer(server, c)
	v1.RegisterPlanServiceServer(server, c)
	v1.RegisterRevisionServiceServer(server, c)
	v1.RegisterSessionServiceServer(server, c)
	v1.RegisterRecordServiceServer(server, c)
	v1.RegisterSubmissionServiceServer(server, c)
	v1.RegisterOfficeServiceServer(server, c)
	v1.RegisterFeedServiceServer(server, c)
	v1.RegisterChannelServiceServer(server, c)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	connect := func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) }
	conn, err := grpc.NewClient("passthrough:congress", grpc.WithContextDialer(connect), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

var people = map[string]*v1.WhoAmIResponse{
	"staff-token":    {Name: "办公厅经办人", HostName: "示例市人大常委会", Seats: []*v1.Seat{{Id: "office", Role: v1.Seat_STAFF}}},
	"deputy-token":   {Name: "代表甲", HostName: "示例市人大常委会", Seats: []*v1.Seat{{Id: "g03-deputy-1", Role: v1.Seat_DEPUTY}}},
	"convenor-token": {Name: "召集人乙", HostName: "示例市人大常委会", Seats: []*v1.Seat{{Id: "g03-convenor", Role: v1.Seat_DEPUTY}}},
	"auditor-token":  {Name: "审计员", HostName: "示例市人大常委会", Seats: []*v1.Seat{{Id: "auditor", Role: v1.Seat_AUDITOR}}},
	"admin-token":    {Name: "管理员丁", HostName: "示例市人大常委会", Seats: []*v1.Seat{{Id: "system-admin", Role: v1.Seat_SYSTEM_ADMIN}}},
	"official-token": {Name: "联络员丙", HostName: "示例市人大常委会", Seats: []*v1.Seat{{Id: "unit-3", Role: v1.Seat_OFFICIAL}}},
}

type callerKey struct{}

func (c *congress) authenticate(ctx context.Context, req any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	time.Sleep(c.slow)
	if c.down {
		return nil, status.Error(codes.Unavailable, "dial tcp 10.0.0.7:5432: connection refused")
	}
	md, _ := metadata.FromIncomingContext(ctx)
	for token, who := range people {
		if !c.signedOut && slices.Contains(md.Get("authorization"), "Bearer "+token) {
			return next(context.WithValue(ctx, callerKey{}, who), req)
		}
	}
	return nil, refusal(codes.Unauthenticated, v1.ErrorReason_NOT_SIGNED_IN, "未登录 / not signed in")
}

func refusal(code codes.Code, reason v1.ErrorReason_Reason, message string) error {
	s, err := status.New(code, message).WithDetails(&errdetails.ErrorInfo{Reason: reason.String(), Domain: "duban"})
	if err != nil {
		panic(err)
	}
	return s.Err()
}

var errNotFound = refusal(codes.NotFound, v1.ErrorReason_NOT_FOUND, "没有找到 / not found")

func seat(ctx context.Context) string { return ctx.Value(callerKey{}).(*v1.WhoAmIResponse).Seats[0].Id }

func (c *congress) SignOut(context.Context, *v1.SignOutRequest) (*v1.SignOutResponse, error) {
	c.left++
	return &v1.SignOutResponse{}, nil
}

func (c *congress) WhoAmI(ctx context.Context, _ *v1.WhoAmIRequest) (*v1.WhoAmIResponse, error) {
	return ctx.Value(callerKey{}).(*v1.WhoAmIResponse), nil
}

func (c *congress) ListCampaigns(context.Context, *v1.ListCampaignsRequest) (*v1.ListCampaignsResponse, error) {
	return &v1.ListCampaignsResponse{Campaigns: c.campaigns}, nil
}

func (c *congress) GetCampaign(_ context.Context, q *v1.GetCampaignRequest) (*v1.Campaign, error) {
	for _, campaign := range c.campaigns {
		if campaign.Id == q.Id {
			return campaign, nil
		}
	}
	return nil, errNotFound
}

func (c *congress) ListDuties(ctx context.Context, q *v1.ListDutiesRequest) (*v1.ListDutiesResponse, error) {
	var found []*v1.Duty
	for _, d := range cityDuties() {
		wanted := len(q.States) == 0 || slices.Contains(q.States, d.State)
		if q.Campaign == cityID && wanted && (!q.Mine || d.Holder == seat(ctx)) && (q.DueBy == "" || d.LastDay <= q.DueBy) {
			found = append(found, d)
		}
	}
	slices.SortStableFunc(found, func(a, b *v1.Duty) int { return parseDay(a.LastDay).Compare(parseDay(b.LastDay)) })
	if _, err := strconv.Atoi("0" + q.PageToken); err != nil {
		return nil, refusal(codes.InvalidArgument, v1.ErrorReason_BAD_PAGE_TOKEN, "分页标记无效 / the page token is not valid here")
	}
	page, next := cut(found, q.PageToken, q.PageSize)
	return &v1.ListDutiesResponse{Duties: page, NextPageToken: next}, nil
}

// cut is one page; its token is where the next one begins.
func cut[T any](all []T, token string, size int32) ([]T, string) {
	from, _ := strconv.Atoi(token)
	to := min(from+int(size), len(all))
	if to == len(all) {
		return all[from:to], ""
	}
	return all[from:to], strconv.Itoa(to)
}

func (c *congress) GetDuty(_ context.Context, q *v1.GetDutyRequest) (*v1.Duty, error) {
	for _, d := range cityDuties() {
		if d.Id != q.Id {
			continue
		}
		if d.Id == overdueD {
			d.Calls, d.Computation = overdueCalls(), overdueDay()
		}
		return d, nil
	}
	return nil, errNotFound
}

func (c *congress) ListGroups(_ context.Context, q *v1.ListGroupsRequest) (*v1.ListGroupsResponse, error) {
	if q.Campaign != cityID {
		return &v1.ListGroupsResponse{}, nil
	}
	page, next := cut(cityGroups(), q.PageToken, q.PageSize)
	return &v1.ListGroupsResponse{Groups: page, NextPageToken: next}, nil
}

func (c *congress) ListProjects(_ context.Context, q *v1.ListProjectsRequest) (*v1.ListProjectsResponse, error) {
	page, next := cut(cityProjects(), q.PageToken, q.PageSize)
	return &v1.ListProjectsResponse{Projects: page, NextPageToken: next}, nil
}

func (c *congress) ListNotices(context.Context, *v1.ListNoticesRequest) (*v1.ListNoticesResponse, error) {
	return &v1.ListNoticesResponse{Notices: cityNotices()}, nil
}

func (c *congress) GetInspection(_ context.Context, q *v1.GetInspectionRequest) (*v1.Inspection, error) {
	switch q.Id {
	case openID:
		return proto.CloneOf(c.inspection), nil
	case aheadID:
		return winter(), nil
	default:
		return nil, errNotFound
	}
}

func (c *congress) ListNotes(_ context.Context, q *v1.ListNotesRequest) (*v1.ListNotesResponse, error) {
	if q.Inspection != openID {
		return &v1.ListNotesResponse{}, nil
	}
	page, next := cut(slices.Clone(c.notes), q.PageToken, q.PageSize)
	return &v1.ListNotesResponse{Notes: page, NextPageToken: next}, nil
}

func (c *congress) SubmitNote(ctx context.Context, q *v1.SubmitNoteRequest) (*v1.Note, error) {
	if q.Inspection != openID {
		return nil, refusal(codes.FailedPrecondition, v1.ErrorReason_NOT_OPEN, "该督查尚未开始 / the inspection has not opened yet")
	}
	for _, n := range c.notes {
		if n.Id == q.Id {
			return n, nil
		}
	}
	n := &v1.Note{Id: q.Id, Inspection: q.Inspection, Author: seat(ctx), AuthorTitle: "第三监督小组市人大代表", Text: q.Text, SubmittedAt: at(9, 18, 10)}
	c.notes = append(c.notes, n)
	return n, nil
}

func (c *congress) ConcludeInspection(ctx context.Context, q *v1.ConcludeInspectionRequest) (*v1.Inspection, error) {
	if seat(ctx) != "g03-convenor" {
		return nil, refusal(codes.PermissionDenied, v1.ErrorReason_NOT_ALLOWED, "只有本组召集人可以作出督查结论 / only the group's convenor may conclude")
	}
	c.inspection.State, c.inspection.Conclusion, c.inspection.ConcludedAt = v1.Inspection_CONCLUDED, q.Conclusion, at(9, 18, 10)
	return proto.CloneOf(c.inspection), nil
}
