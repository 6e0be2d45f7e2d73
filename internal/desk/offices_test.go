package desk_test

import (
	"testing"

	"duban/internal/postgres"
	"duban/supervision"
)

func (w *world) place(host, parent string) error {
	return w.desk.PlaceHost(w.ctx, admin(host), host, parent)
}

// A congress made its own ancestor is refused, however many stand between.
func TestPlaceHost_NobodyStandsBelowItself(t *testing.T) {
	t.Parallel()
	w := drafted(t, firstDay)
	w.neighbour("zhejiang")
	w.neighbour("xihu")
	w.must(w.place("hangzhou", "zhejiang"))
	w.must(w.place("xihu", "hangzhou"))
	w.must(w.place("xihu", "hangzhou"))
	w.counted(2, "audit where verb = 'PLACE_HOST'")
	w.refused(supervision.InvalidRequest, w.place("zhejiang", "zhejiang"))
	w.refused(supervision.InvalidRequest, w.place("zhejiang", "hangzhou"))
	w.refused(supervision.InvalidRequest, w.place("zhejiang", "xihu"))
	w.refused(supervision.NotFound, w.place("zhejiang", "atlantis"))
	w.refused(supervision.NotFound, w.desk.PlaceHost(w.ctx, admin("zhejiang"), "xihu", ""))
	path, err := w.desk.Host(w.ctx, admin("xihu"))
	w.must(err)
	if len(path) != 3 || path[0].ID != "xihu" || path[1].ID != "hangzhou" || path[2].ID != "zhejiang" {
		t.Errorf("%+v", path)
	}
	below, err := w.desk.HostsBelow(w.ctx, admin("zhejiang"), "", 10)
	w.must(err)
	if len(below) != 1 || below[0].ID != "hangzhou" {
		t.Errorf("%+v", below)
	}
	w.must(w.place("hangzhou", ""))
	w.must(w.place("zhejiang", "xihu"))
}

// Two moves of which either is allowed may not close a circle together.
func TestPlaceHost_TwoAtOnceCloseNoCircle(t *testing.T) {
	t.Parallel()
	w := drafted(t, firstDay)
	w.neighbour("xihu")
	w.neighbour("yuhang")
	w.must(w.place("yuhang", "hangzhou"))
	for range 10 {
		w.must(w.place("hangzhou", ""))
		w.must(w.place("xihu", ""))
		n := w.together(supervision.InvalidRequest,
			func() error { return w.place("hangzhou", "xihu") }, func() error { return w.place("xihu", "yuhang") })
		if n != 1 {
			t.Fatalf("%d of two moves that close a circle were made", n)
		}
	}
}

func TestSaveOffice_NoneStandsBelowItself(t *testing.T) {
	t.Parallel()
	w := drafted(t, firstDay)
	save := func(id, parent string) error {
		o := postgres.OfficeRow{ID: id, Name: id, Kind: supervision.WorkingCommittee, ParentID: parent}
		return w.desk.SaveOffice(w.ctx, admin("hangzhou"), o)
	}
	w.must(save("sc", ""))
	w.must(save("law", "sc"))
	w.must(save("law-2", "law"))
	w.must(save("law-2", "law"))
	w.counted(3, "audit where verb = 'SAVE_OFFICE'")
	w.refused(supervision.InvalidRequest, save("sc", "sc"))
	w.refused(supervision.InvalidRequest, save("sc", "law-2"))
	w.refused(supervision.InvalidRequest, save("new", "new"))
	w.refused(supervision.NotFound, save("sc", "nowhere"))
	for range 10 {
		w.must(save("a", ""))
		w.must(save("b", ""))
		if n := w.together(supervision.InvalidRequest, func() error { return save("a", "b") }, func() error { return save("b", "a") }); n != 1 {
			t.Fatalf("%d of two moves that close a circle were made", n)
		}
	}
}

// An office in which somebody may draft has its head approve once there is a head's seat; a fresh one may say so at once,
// and one that says so already can be renamed.
func TestSaveOffice_TheHeadWhoApprovesHasASeat(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	save := func(id, name string) error {
		o := postgres.OfficeRow{ID: id, Name: name, Kind: supervision.ResponsibleUnit, HeadApproves: true}
		return w.desk.SaveOffice(w.ctx, admin("hangzhou"), o)
	}
	seat := func(office, id string, part supervision.Part) {
		s := supervision.Seat{ID: id, Office: office, Role: supervision.RoleOfficial, Title: id}
		w.must(w.desk.SaveSeat(w.ctx, admin("hangzhou"), s, part))
	}
	w.refused(supervision.WrongState, save("u01", "市教育局"))
	w.counted(0, "office where head_approves")
	seat("u01", "u01-head", supervision.Head)
	w.must(save("u01", "市教育局"))
	w.must(save("fresh", "新设单位"))
	seat("fresh", "fresh-liaison", supervision.Liaison)
	w.must(save("fresh", "更名单位"))
}

// Duties rest on what a seat is and where; its title and its part in the unit may change.
func TestSaveSeat_KeepsItsRoleAndOffice(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	save := func(s supervision.Seat, part supervision.Part) error {
		return w.desk.SaveSeat(w.ctx, admin("hangzhou"), s, part)
	}
	seat := supervision.Seat{ID: "u01-official", Office: "u01", Role: supervision.RoleOfficial, Title: "市教育局联络员"}
	w.must(save(seat, supervision.Liaison))
	w.must(save(seat, supervision.Liaison))
	w.counted(1, "seat where id = 'u01-official' and title = '市教育局联络员' and part = 'LIAISON'")
	w.counted(1, "audit where verb = 'SAVE_SEAT'")
	other := seat
	other.Role = supervision.RoleStaff
	w.refused(supervision.AlreadyExists, save(other, supervision.Liaison))
	other = seat
	other.Office = "u02"
	w.refused(supervision.AlreadyExists, save(other, supervision.Liaison))
	w.refused(supervision.NotFound, save(supervision.Seat{ID: "x", Office: "nowhere", Role: supervision.RoleOfficial, Title: "x"}, ""))
	w.must(save(supervision.Seat{ID: "u01-head", Office: "u01", Role: supervision.RoleOfficial, Title: "市教育局局长"}, supervision.Head))
	w.sits("", "u01-head")
}
