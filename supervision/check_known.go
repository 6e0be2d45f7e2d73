package supervision

import (
	"fmt"
	"strings"
)

// noun is what an id stands for, in both languages.
type noun struct{ zh, en string }

// known are the ids of one list of the plan.
type known struct {
	noun  noun
	ids   []string
	first map[string]int // where each id stands first
}

func knownIDs[T any](n noun, all []T, id func(T) string) known {
	k := known{noun: n, ids: collect(all, id), first: make(map[string]int, len(all))}
	for i, id := range k.ids {
		if _, taken := k.first[id]; !taken {
			k.first[id] = i
		}
	}
	return k
}

func (k known) has(id string) bool {
	_, ok := k.first[id]
	return ok
}

// unique refuses the second use of an id in a list.
func (c *checker) unique(k known, list string, i int, id string) {
	if first := k.first[id]; first != i && id != "" {
		c.refuse(place(list, i, "id"), "DUPLICATE_ID",
			fmt.Sprintf("编号 %s 已用于 %s[%d]，请另取编号", id, list, first),
			fmt.Sprintf("id %s is taken by %s[%d]; choose another", id, list, first))
	}
}

// refer refuses a reference to what the plan does not list, and a missing one; it reports whether the id is good.
func (c *checker) refer(k known, field, id string) bool {
	switch {
	case k.has(id):
		return true
	case id == "":
		zh, en := c.choices(k, id)
		c.refuse(field, "REQUIRED", "须填写"+k.noun.zh+"的编号"+zh, "expected the id of a "+k.noun.en+en)
	default:
		zh, en := c.choices(k, id)
		c.refuse(field, "UNKNOWN_"+code(k.noun), "没有编号为 "+id+" 的"+k.noun.zh+zh, "no "+k.noun.en+" has the id "+id+en)
	}
	return false
}

// code is the last word of the noun, in capitals: UNIT of responsible unit.
func code(n noun) string {
	return strings.ToUpper(n.en[strings.LastIndexByte(n.en, ' ')+1:])
}

const (
	fewIDs       = 12  // so many are listed in full
	searchedIDs  = 500 // among so many the nearest is looked for
	readFindings = 100 // past so many nobody reads suggestions, and the search would cost minutes
)

// choices says what could stand in the place of an id: all when they are few, and the nearest one.
func (c *checker) choices(k known, id string) (zh, en string) {
	if len(k.ids) == 0 {
		return "；尚未列出任何" + k.noun.zh, "; none is listed"
	}
	if len(k.ids) <= fewIDs {
		zh, en = "；可用："+strings.Join(k.ids, "、"), "; expected one of "+strings.Join(k.ids, ", ")
	}
	if len(k.ids) <= searchedIDs && len(c.found) < readFindings {
		if near := nearest(id, k.ids); near != "" {
			zh, en = zh+"；是否指 "+near+"？", en+"; did you mean "+near+"?"
		}
	}
	return zh, en
}

// nearest is the id that a slip of the keyboard turns into the given one; empty when none is near enough to be meant.
func nearest(id string, ids []string) string {
	best, least := "", min(2, len(id)/2)
	for _, candidate := range ids {
		if d := distance(id, candidate); d <= least && candidate != "" {
			best, least = candidate, d-1
		}
	}
	return best
}

// distance counts the insertions, deletions and replacements of bytes that turn a into b (Levenshtein); ids are ASCII.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
