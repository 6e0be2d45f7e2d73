package api

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"io"
	"net/http"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/encoding/protojson"

	v1 "duban/api/supervisionv1"
)

// What is published of the API: openapi.json describes REST, plan.schema.json the plan files.
var (
	//go:embed openapi/openapi.json
	openAPI []byte
	//go:embed openapi/plan.schema.json
	planSchema []byte
)

// PlanSchema is the JSON Schema of plan files, draft 2020-12.
func PlanSchema() []byte { return bytes.Clone(planSchema) }

// Handler serves REST under /v1/, calendars under /feeds/, the description of REST at /openapi.json, that of plan files at /plan.schema.json, and pages
// everywhere else.
func (e *Edge) Handler(pages http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/v1/", bounded(e.gateway))
	mux.Handle("GET /feeds/{name}", e.feeds)
	mux.Handle("/openapi.json", document("application/json", openAPI))
	mux.Handle("/plan.schema.json", document("application/schema+json", planSchema))
	mux.Handle("/", pages)
	return located(e.proxies, mux)
}

// newGateway translates REST to calls on a connection. JSON names are lowerCamel, enums are their short names, and
// fields without a value are written too, so that a reader sees what there is. What it does not know it refuses.
func newGateway(conn grpc.ClientConnInterface) (http.Handler, error) {
	mux := runtime.NewServeMux(
		runtime.WithMarshalerOption(runtime.MIMEWildcard, &runtime.JSONPb{
			MarshalOptions: protojson.MarshalOptions{EmitDefaultValues: true},
		}),
		runtime.WithIncomingHeaderMatcher(noHeader),
		runtime.WithOutgoingHeaderMatcher(noHeader),
		runtime.WithDisablePathLengthFallback(),
		runtime.WithDisableHTTPMethodOverride(),
		runtime.SetQueryParameterParser(strictQuery{}),
		runtime.WithErrorHandler(answerError),
		runtime.WithRoutingErrorHandler(answerNoRoute),
	)
	ctx := context.Background() // is not used: the connection is the caller's
	return mux, errors.Join(
		v1.RegisterCampaignServiceHandlerClient(ctx, mux, v1.NewCampaignServiceClient(conn)),
		v1.RegisterInspectionServiceHandlerClient(ctx, mux, v1.NewInspectionServiceClient(conn)),
		v1.RegisterSubmissionServiceHandlerClient(ctx, mux, v1.NewSubmissionServiceClient(conn)),
		v1.RegisterPollServiceHandlerClient(ctx, mux, v1.NewPollServiceClient(conn)),
		v1.RegisterNoticeServiceHandlerClient(ctx, mux, v1.NewNoticeServiceClient(conn)),
		v1.RegisterPlanServiceHandlerClient(ctx, mux, v1.NewPlanServiceClient(conn)),
		v1.RegisterRevisionServiceHandlerClient(ctx, mux, v1.NewRevisionServiceClient(conn)),
		v1.RegisterLinkageServiceHandlerClient(ctx, mux, v1.NewLinkageServiceClient(conn)),
		v1.RegisterPeopleServiceHandlerClient(ctx, mux, v1.NewPeopleServiceClient(conn)),
		v1.RegisterRollServiceHandlerClient(ctx, mux, v1.NewRollServiceClient(conn)),
		v1.RegisterOfficeServiceHandlerClient(ctx, mux, v1.NewOfficeServiceClient(conn)),
		v1.RegisterRecordServiceHandlerClient(ctx, mux, v1.NewRecordServiceClient(conn)),
		v1.RegisterSessionServiceHandlerClient(ctx, mux, v1.NewSessionServiceClient(conn)),
		v1.RegisterAccountServiceHandlerClient(ctx, mux, v1.NewAccountServiceClient(conn)),
		v1.RegisterWordingServiceHandlerClient(ctx, mux, v1.NewWordingServiceClient(conn)),
		v1.RegisterFeedServiceHandlerClient(ctx, mux, v1.NewFeedServiceClient(conn)),
		v1.RegisterChannelServiceHandlerClient(ctx, mux, v1.NewChannelServiceClient(conn)),
	)
}

// noHeader lets none pass; Authorization passes all the same, by the gateway's own rule, and is the only one trusted.
func noHeader(string) (string, bool) { return "", false }

// bounded refuses a body that is too large: by what it says of itself before a byte is read, else at the first byte
// too many. Of the headers it leaves only those that are understood, so that no other can steer the gateway.
func bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength > maxRequest {
			w.Header().Set("Connection", "close") // what follows is not worth reading
			writeError(w, refused(codes.ResourceExhausted, errTooLarge))
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequest))
		if err != nil {
			writeError(w, statusOfBody(err))
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		r.Header = http.Header{"Authorization": r.Header["Authorization"]}
		next.ServeHTTP(w, r)
	})
}

// document shows a text that anybody may read.
func document(contentType string, text []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			answerNoRoute(r.Context(), nil, nil, w, r, http.StatusMethodNotAllowed)
			return
		}
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write(text) // the reader has gone: nobody is left to be told
	})
}
