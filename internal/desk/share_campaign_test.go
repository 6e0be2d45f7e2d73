package desk_test

import (
	"testing"
	"time"

	"duban/internal/desk"
	"duban/supervision"
)

// SC-02, GS-01: a congress above sees of a campaign what is shared with it, as long as it is, and no more.
func TestShareCampaign_ShowsTheCongressAboveWhatIsShared(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	above := w.below("zhejiang")
	w.refused(supervision.NotFound, sharedWith(w, above))

	w.must(w.desk.ShareCampaign(w.ctx, w.staff(), w.id, "zhejiang", []string{"p01"}, "联动"))
	row, err := w.desk.SharedCampaign(w.ctx, above, w.id)
	w.must(err)
	w.same("hangzhou "+w.id, []string{row.HostID + " " + row.ID})
	projects, err := w.desk.SharedProjects(w.ctx, above, w.id, -1, 100)
	w.must(err)
	w.same("p01", names(projects, func(p desk.SharedProjectRow) string { return p.ID }))
	visits, err := w.desk.SharedInspections(w.ctx, above, w.id, supervision.Date{}, "", 1000)
	w.must(err)
	for _, v := range visits {
		if v.ProjectID != "p01" {
			t.Errorf("the visit %s to %s is seen", v.ID, v.ProjectID)
		}
	}
	if len(visits) == 0 {
		t.Error("no visit is seen")
	}
	_, err = w.desk.Campaign(w.ctx, above, w.id)
	w.refused(supervision.NotFound, err) // what is shared is seen as shared, and by no other way

	w.must(w.desk.UnshareCampaign(w.ctx, w.staff(), w.id, "zhejiang", "结束"))
	w.must(w.desk.UnshareCampaign(w.ctx, w.staff(), w.id, "zhejiang", "结束"))
	w.refused(supervision.NotFound, sharedWith(w, above))
}

// Whoever is not above is not shown anything, and a host that is moved elsewhere shows nothing any more.
func TestShareCampaign_OnlyUpwards(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	above := w.below("zhejiang")
	w.owned(`insert into host (id, name, kind, parent_id) values ('shangcheng', '上城区人大常委会', 'CONGRESS', 'hangzhou'),
		('ningbo', '宁波市人大常委会', 'CONGRESS', 'zhejiang'), ('jiangsu', '江苏省人大常委会', 'CONGRESS', null)`)
	for _, other := range []string{"shangcheng", "ningbo", "jiangsu", "hangzhou", "nowhere"} {
		w.refused(supervision.NotFound, w.desk.ShareCampaign(w.ctx, w.staff(), w.id, other, nil, "x"))
		w.refused(supervision.NotFound, sharedWith(w, desk.Caller{Person: "x", Host: other}))
	}
	w.refused(supervision.NotFound, w.desk.ShareCampaign(w.ctx, w.staff(), w.id, "zhejiang", []string{"p01", "p99"}, "x"))

	w.must(w.desk.ShareCampaign(w.ctx, w.staff(), w.id, "zhejiang", nil, "联动"))
	projects, err := w.desk.SharedProjects(w.ctx, above, w.id, -1, 100)
	w.must(err)
	if len(projects) != 10 {
		t.Errorf("%d projects are seen, want all 10", len(projects))
	}
	w.owned("update host set parent_id = 'jiangsu' where id = 'hangzhou'")
	w.refused(supervision.NotFound, sharedWith(w, above))
}

// The same again changes nothing: not the instant, and no line is left in the record.
func TestShareCampaign_TwiceIsOnce(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	above := w.below("zhejiang")
	w.must(w.desk.ShareCampaign(w.ctx, w.staff(), w.id, "zhejiang", []string{"p01"}, "联动"))
	first, err := w.desk.SharedCampaign(w.ctx, above, w.id)
	w.must(err)
	w.turnTo(w.now().Add(time.Hour))
	w.must(w.desk.ShareCampaign(w.ctx, w.staff(), w.id, "zhejiang", []string{"p01"}, "联动"))
	again, err := w.desk.SharedCampaign(w.ctx, above, w.id)
	w.must(err)
	if !again.SharedAt.Equal(first.SharedAt) {
		t.Errorf("shared at %s, and then at %s", first.SharedAt, again.SharedAt)
	}
	w.counted(1, "audit where verb = 'SHARE_CAMPAIGN'")
}

// below puts the world's host below another, and returns somebody there.
func (w *world) below(host string) desk.Caller {
	w.t.Helper()
	w.owned(`insert into host (id, name, kind) values ($1, $1, 'CONGRESS')`, host)
	w.owned(`update host set parent_id = $1 where id = 'hangzhou'`, host)
	return desk.Caller{Person: host + "/staff", Host: host}
}

func sharedWith(w *world, who desk.Caller) error {
	_, err := w.desk.SharedCampaign(w.ctx, who, w.id)
	return err
}

// owned changes rows as their owner.
func (w *world) owned(sql string, args ...any) {
	w.t.Helper()
	_, err := w.owner.Exec(w.ctx, sql, args...)
	w.must(err)
}
