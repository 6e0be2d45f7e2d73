package api

import (
	"fmt"
	"net/url"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"github.com/grpc-ecosystem/grpc-gateway/v2/utilities"
	"google.golang.org/protobuf/proto"
)

// strictQuery reads the parameters of an address and refuses those that the request does not have: a filter that is
// misspelt would otherwise show everything.
type strictQuery struct{ known runtime.DefaultQueryParser }

// Parse sets the fields of a request from parameters, by their names in the proto or in JSON.
func (q strictQuery) Parse(req proto.Message, values url.Values, filter *utilities.DoubleArray) error {
	fields := req.ProtoReflect().Descriptor().Fields()
	for name := range values {
		if fields.ByTextName(name) == nil && fields.ByJSONName(name) == nil {
			return fmt.Errorf("unknown parameter %.40q", name)
		}
	}
	return q.known.Parse(req, values, filter)
}
