package console

import (
	"errors"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

// failure is an error as a person can read it.
type failure struct {
	Status int    // HTTP's
	What   string // happened, one sentence
	Do     string // about it, one sentence; may be empty
	Back   string // where the person came from; empty when that is the page that failed
}

// draft is a text that could not be sent, kept with all that is needed to send it again.
type draft struct {
	Action, ID, Text string
	SignIn           bool // first: the session is over
}

// httpStatus of each gRPC code that the services answer; every other is 503.
var httpStatus = map[codes.Code]int{
	codes.InvalidArgument:    http.StatusBadRequest,
	codes.Unauthenticated:    http.StatusUnauthorized,
	codes.PermissionDenied:   http.StatusForbidden,
	codes.NotFound:           http.StatusNotFound,
	codes.AlreadyExists:      http.StatusConflict,
	codes.FailedPrecondition: http.StatusConflict,
	codes.ResourceExhausted:  http.StatusRequestEntityTooLarge,
}

// explain turns an error into a sentence of the page's language and what to do about it. Only a service's own
// refusal is quoted; the words of a library or of the network tell a reader nothing.
func explain(f frame, err error) failure {
	if tooLong := new(http.MaxBytesError); errors.As(err, &tooLong) {
		return refuse(f, http.StatusRequestEntityTooLarge, words.TooLong, v1.ErrorReason_TOO_LARGE)
	}
	s := status.Convert(err)
	code, known := httpStatus[s.Code()]
	if s.Code() == codes.Unauthenticated {
		return refuse(f, code, words.SessionOver, v1.ErrorReason_NOT_SIGNED_IN)
	}
	reason := reasonOf(s)
	if !known || reason == v1.ErrorReason_UNSPECIFIED {
		return refuse(f, http.StatusServiceUnavailable, words.CannotAnswer, v1.ErrorReason_TRY_LATER)
	}
	if reason == v1.ErrorReason_BUSY {
		code = http.StatusTooManyRequests
	}
	return failure{Status: code, What: sentence(f.Lang, s.Message()), Do: f.say(words.Advice[reason])}
}

// refuse is a failure in the console's own words.
func refuse(f frame, code int, what words.Text, reason v1.ErrorReason_Reason) failure {
	return failure{Status: code, What: f.say(what), Do: f.say(words.Advice[reason])}
}

// reasonOf finds Duban's reason among the details.
func reasonOf(s *status.Status) v1.ErrorReason_Reason {
	for _, d := range s.Details() {
		if info, ok := d.(*errdetails.ErrorInfo); ok && info.GetDomain() == "duban" {
			return v1.ErrorReason_Reason(v1.ErrorReason_Reason_value[info.GetReason()])
		}
	}
	return v1.ErrorReason_UNSPECIFIED
}

// sentence takes the page's half of a message, which reads "中文 / English", and writes it as a sentence.
func sentence(lang words.Lang, message string) string {
	zh, en, both := strings.Cut(message, " / ")
	if !both {
		return message
	}
	first, size := utf8.DecodeRuneInString(en)
	return lang.Choose(strings.TrimSuffix(zh, "。")+"。", string(unicode.ToUpper(first))+strings.TrimSuffix(en[size:], ".")+".")
}

// keptDraft takes the text out of a form of an inspection that failed. A plan is kept by its author.
func keptDraft(r *http.Request, signedOut bool) *draft {
	text := r.PostFormValue("text")
	if text == "" || r.PathValue("inspection") == "" {
		return nil
	}
	return &draft{Action: r.URL.EscapedPath(), ID: r.PostFormValue("id"), Text: text, SignIn: signedOut}
}
