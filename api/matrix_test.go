package api_test

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// cell is one question of the matrix: may somebody of this role, who sits there, do this by this door?
type cell struct {
	rule
	method               protoreflect.MethodDescriptor
	role, relation, host string
	door                 string
}

func (c cell) String() string {
	return fmt.Sprintf("%s as %s of %s by %s", c.rpc, c.role, c.relation, c.door)
}

// withoutPage is 1 where nothing but the stand-in for a page is asked: see byPage.
func (c cell) withoutPage() int64 {
	if c.door == "page" && c.page == "" {
		return 1
	}
	return 0
}

// hasSeat tells whether the caller can sign in.
func (c cell) hasSeat() bool { return c.role != noSeat && c.role != signedOut }

// doors are the ways in; each asks for what stands behind the names given.
var doors = map[string]func(*matrix, cell, map[string]string) reply{
	"gRPC": (*matrix).byGRPC, "REST": (*matrix).byREST, "page": (*matrix).byPage,
}

// reply is what a caller gets, with the names that were asked for taken out.
type reply struct {
	kind string // may, refused, absent, signed out, or what went wrong
	text string
}

// Who may call what, of which congress, by which door, is as the model has it: each rpc, role, relation and door is tried,
// and none left out. What somebody may not see is answered like what is not there.
func TestMatrix(t *testing.T) {
	m := newMatrix(t)
	var cells, deviations, withoutPage atomic.Int64
	t.Run("everybody", func(t *testing.T) {
		for _, r := range relations {
			for _, role := range everyRole {
				t.Run(r.name+" "+role, func(t *testing.T) {
					t.Parallel()
					for _, c := range everyCell(t, r.name, r.host, role) {
						cells.Add(1)
						withoutPage.Add(c.withoutPage())
						if wrong := m.try(c); wrong != "" {
							deviations.Add(1)
							t.Errorf("%s: %s", c, wrong)
						}
					}
				})
			}
		}
	})
	want := int64(len(model) * len(everyRole) * len(relations) * len(doors))
	if cells.Load() != want {
		t.Errorf("%d cells were tried, want %d", cells.Load(), want)
	}
	t.Logf("cells=%d deviations=%d without_page=%d", cells.Load(), deviations.Load(), withoutPage.Load())
}

// everyCell lists what somebody can ask. Each rpc is in the model, once for each kind of thing that tells callers apart.
func everyCell(t *testing.T, relation, host, role string) (all []cell) {
	t.Helper()
	for _, method := range everyRPC(t) {
		before := len(all)
		for _, r := range model {
			if r.rpc != string(method.Name()) {
				continue
			}
			for door := range doors {
				all = append(all, cell{r, method, role, relation, host, door})
			}
		}
		if len(all) == before {
			t.Errorf("the model says nothing of %s", method.Name())
		}
	}
	return all
}

// try asks, and says what is wrong with the answer.
func (m *matrix) try(c cell) string {
	if c.open {
		m.door.Lock()
		defer m.door.Unlock()
	}
	ask := doors[c.door]
	got := ask(m, c, m.withOwn(c))
	want := c.want()
	switch {
	case want == "absent":
		return m.hides(c, got)
	case got.kind != want:
		return fmt.Sprintf("%s, want %s\n%.600s", got.kind, want, got.text)
	case want == "may" && c.anybodys() && c.relation != "OWN" && !c.shown():
		return tells(got)
	}
	return ""
}

// hides says what is wrong with an answer that must tell nothing: what is there is answered like what is not.
func (m *matrix) hides(c cell, got reply) string {
	empty := c.filter && got.kind == "may"
	if got.kind != "absent" && got.kind != "refused" && !empty {
		return fmt.Sprintf("%s, want absent\n%.600s", got.kind, got.text)
	}
	if nothing := doors[c.door](m, c, m.things[1]); nothing != got {
		return fmt.Sprintf("what is there is answered with\n%.600s\nand what is not with\n%.600s", got.text, nothing.text)
	}
	return ""
}

// tells says where an answer tells of what is the city's.
func tells(got reply) string {
	of := []string{"hangzhou-shared", "hangzhou-doomed", "hangzhou/"}
	for _, name := range taken {
		of = append(of, "{{"+name+"}}")
	}
	for _, of := range of {
		if strings.Contains(got.text, of) {
			return fmt.Sprintf("tells of %s\n%.600s", of, got.text)
		}
	}
	return ""
}

// shown reports whether the list is of what is shared with the congress above.
func (c cell) shown() bool { return c.relation == "PARENT" && strings.HasPrefix(c.rpc, "ListShared") }

// want is what the model expects.
func (c cell) want() string {
	if c.open {
		return "may"
	}
	in := func(roles string) bool { return slices.Contains(strings.Fields(roles), c.role) }
	own := c.relation == "OWN" || c.anybodys()
	if c.door == "page" && c.onPage != "" {
		c.may = c.onPage
	}
	switch {
	case c.role == signedOut, c.role == noSeat, c.door == "page" && c.page == "":
		return "signed out"
	case own && in(c.may), c.relation == "PARENT" && in(c.above):
		return "may"
	case own && in(c.refused):
		return "refused"
	}
	return "absent"
}
