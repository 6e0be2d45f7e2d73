package console

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

// rollLimit is the most that a form with a file of people may hold, in bytes: what the services take, in base64.
const rollLimit = 8 << 20

// importForm takes a file of people.
type importForm struct {
	frame
	Refusal *failure
	Errors  []string // what is wrong with the file, each at its cell
	Done    bool     // a file has just been imported
}

// importView is what a file would change, with the form that makes it so.
type importView struct {
	frame
	*v1.RollImport
	File string // in base64
}

// changes is how many rows change something.
func (v importView) changes() int { return int(v.GetAdded() + v.GetChanged() + v.GetEnded()) }

func (c *console) showImport(r *http.Request, f frame) (templ.Component, error) {
	return importPage(importForm{frame: f, Done: r.FormValue("done") != ""}), nil
}

// previewImport shows what a file would change, or the form and what is wrong with the file.
func (c *console) previewImport(r *http.Request, f frame) (templ.Component, error) {
	form := importForm{frame: f}
	file, err := uploaded(r)
	if err != nil {
		return nil, err
	}
	if file == "" {
		refusal := refuse(f, http.StatusBadRequest, words.NoFileChosen, v1.ErrorReason_UNSPECIFIED)
		form.Refusal = &refusal
		return importPage(form), nil
	}
	seen, err := c.rolls.PreviewImport(r.Context(), &v1.PreviewImportRequest{File: []byte(file)})
	if reasonOf(status.Convert(err)) == v1.ErrorReason_INVALID_FILE {
		refusal := refuse(f, http.StatusBadRequest, words.FileRefused, v1.ErrorReason_INVALID_FILE)
		form.Refusal, form.Errors = &refusal, mistakes(f.Lang, err)
		return importPage(form), nil
	}
	return previewPage(importView{f, seen, base64.RawURLEncoding.EncodeToString([]byte(file))}), err
}

// mistakes are what a refusal lists, each as a sentence.
func mistakes(lang words.Lang, err error) (all []string) {
	for _, d := range status.Convert(err).Details() {
		if bad, ok := d.(*errdetails.BadRequest); ok {
			for _, v := range bad.GetFieldViolations() {
				_, text, _ := strings.Cut(v.GetDescription(), v.GetReason()+" ")
				all = append(all, sentence(lang, text))
			}
		}
	}
	return all
}

// importPeople takes up the file that was looked at.
func (c *console) importPeople(r *http.Request) (string, error) {
	file, err := base64.RawURLEncoding.DecodeString(r.PostFormValue("file"))
	if err != nil {
		return "", status.Error(codes.InvalidArgument, "the file is not in base64")
	}
	_, err = c.rolls.ImportPeople(r.Context(), &v1.ImportPeopleRequest{File: file, Digest: r.PostFormValue("digest")})
	return "/people/import?done=yes", err
}

// exportPeople lets the roll, or an empty form, be kept as a file.
func (c *console) exportPeople(w http.ResponseWriter, r *http.Request) {
	ctx, who, err := c.whoAmI(r.Context(), c.sessionCode(r))
	f := c.signedIn(r, who)
	var file *v1.PeopleFile
	if err == nil {
		file, err = c.rolls.ExportPeople(ctx, &v1.ExportPeopleRequest{
			Format: v1.ExportPeopleRequest_Format(v1.ExportPeopleRequest_Format_value[r.FormValue("format")]), Template: r.FormValue("template") != "",
		})
	}
	if err != nil {
		c.fail(w, r, f, err)
		return
	}
	w.Header().Set("Content-Type", file.GetContentType())
	w.Header().Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(file.GetName()))
	_, _ = w.Write(file.GetFile()) // the reader has gone: nobody is left to be told
}
