package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"

	"duban/supervision"
)

// answerError writes an error of a call, or of the gateway itself.
func answerError(_ context.Context, _ *runtime.ServeMux, _ runtime.Marshaler, w http.ResponseWriter, _ *http.Request, err error) {
	if malformed, ok := errors.AsType[*runtime.HTTPStatusError](err); ok {
		err = status.Error(codes.InvalidArgument, malformed.Err.Error())
	}
	writeError(w, reasoned(status.Convert(err)))
}

// reasoned gives a reason to an error that comes from below our services: the gateway refuses a body that it cannot
// read, gRPC what it cannot carry. Only of the first does the caller learn the words.
func reasoned(s *status.Status) *status.Status {
	if reasonOf(s) != "" {
		return s
	}
	switch s.Code() { //nolint:exhaustive // nothing else concerns the caller
	case codes.InvalidArgument:
		return unreadable(s.Message())
	case codes.ResourceExhausted:
		return refused(codes.ResourceExhausted, errTooLarge)
	case codes.Unavailable, codes.Canceled, codes.DeadlineExceeded:
		return refused(s.Code(), errTryLater)
	}
	return refused(codes.Internal, errTryLater)
}

// unreadable refuses a body or a parameter. protojson writes its name before its words, and a space that is none.
func unreadable(words string) *status.Status {
	words = strings.TrimPrefix(strings.ReplaceAll(words, "\u00a0", " "), "proto: ")
	return refused(codes.InvalidArgument, supervision.Refuse(supervision.InvalidRequest,
		"请求无法读取："+words, "the request cannot be read: "+words))
}

func reasonOf(s *status.Status) supervision.Reason {
	for _, d := range s.Details() {
		if info, ok := d.(*errdetails.ErrorInfo); ok && info.GetDomain() == domain {
			return supervision.Reason(info.GetReason())
		}
	}
	return ""
}

// statusOfBody is for a body that could not be read to its end.
func statusOfBody(err error) *status.Status {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return refused(codes.ResourceExhausted, errTooLarge)
	}
	return unreadable("body: " + err.Error())
}

// answerNoRoute writes that an address, or a method at it, does not exist.
func answerNoRoute(_ context.Context, _ *runtime.ServeMux, _ runtime.Marshaler, w http.ResponseWriter, r *http.Request, code int) {
	switch code {
	case http.StatusMethodNotAllowed:
		write(w, code, refused(codes.Unimplemented, supervision.Refuse(supervision.InvalidRequest,
			"该地址不支持 "+r.Method, "this address does not take "+r.Method)))
	case http.StatusNotFound:
		write(w, code, refused(codes.NotFound, supervision.Refuse(supervision.NotFound,
			"没有这个地址，见 /openapi.json", "no such address; see /openapi.json")))
	default:
		write(w, code, unreadable(fmt.Sprintf("%.200q", r.URL.Path)))
	}
}

// writeError writes a google.rpc.Status in JSON, under the HTTP status of its code.
func writeError(w http.ResponseWriter, s *status.Status) {
	code := runtime.HTTPStatusFromCode(s.Code())
	switch {
	case s.Code() == codes.Unauthenticated:
		w.Header().Set("WWW-Authenticate", "Bearer")
	case reasonOf(s) == tooLarge:
		code = http.StatusRequestEntityTooLarge
	}
	write(w, code, s)
}

func write(w http.ResponseWriter, code int, s *status.Status) {
	body, err := protojson.Marshal(s.Proto())
	if err != nil {
		body = []byte(`{"code": 13}`) // our own details always can be written
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_, _ = w.Write(append(body, '\n')) // the caller has gone: nobody is left to be told
}
