package console

import (
	"math"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

// recordPages are those of the record that an auditor goes between.
var recordPages = []struct {
	path  string
	title words.Text
}{
	{"/record", words.RecordHead}, {"/record/rows", words.RecordRows}, {"/record/checkpoints", words.Checkpoints},
}

type rowMember struct{ name, value string }

// rowMembers are what a row says, but for its hashes and its payload.
func rowMembers(f frame, at clock, r *v1.RecordRow) []rowMember {
	return []rowMember{
		{f.say(words.RecordAt), at.moment(r.GetAt())},
		{f.say(words.RecordActor), r.GetActor()},
		{f.say(words.RecordVerb), f.done(r.GetVerb())},
		{f.say(words.RecordObject), r.GetObject()},
		{f.say(words.RecordReason), r.GetReason()},
		{f.say(words.RecordSeq), strconv.FormatInt(r.GetSeq(), 10)},
	}
}

// showRecord shows everybody where the record stands.
func (c *console) showRecord(r *http.Request, f frame) (templ.Component, error) {
	head, err := c.records.GetRecordHead(r.Context(), &v1.GetRecordHeadRequest{})
	return recordPage(f, c.clock(f.Lang, ""), head), err
}

func (c *console) listRecordRows(r *http.Request, f frame) (templ.Component, error) {
	got, err := c.records.ListRecordRows(r.Context(), &v1.ListRecordRowsRequest{PageSize: aPage, PageToken: r.FormValue("page")})
	return recordRowsPage(f, c.clock(f.Lang, ""), got.GetRows(), nextPage(r, got.GetNextPageToken())), err
}

func (c *console) showRecordRow(r *http.Request, f frame) (templ.Component, error) {
	index, err := strconv.ParseUint(r.PathValue("index"), 10, 63)
	if err != nil {
		index = math.MaxInt64 // which no record reaches, as the service says
	}
	row, err := c.records.GetRecordRow(r.Context(), &v1.GetRecordRowRequest{Index: index})
	return recordRowPage(f, c.clock(f.Lang, ""), row), err
}

func (c *console) listCheckpoints(r *http.Request, f frame) (templ.Component, error) {
	got, err := c.records.ListCheckpoints(r.Context(), &v1.ListCheckpointsRequest{PageSize: aPage, PageToken: r.FormValue("page")})
	return checkpointsPage(f, c.clock(f.Lang, ""), got.GetCheckpoints(), nextPage(r, got.GetNextPageToken())), err
}

func rowPath(index uint64) string { return "/record/rows/" + strconv.FormatUint(index, 10) }

// inFours parts a text into groups of four, to be read aloud and compared by eye.
func inFours(text string) (groups []string) {
	for ; len(text) > 4; text = text[4:] {
		groups = append(groups, text[:4])
	}
	return append(groups, text)
}
