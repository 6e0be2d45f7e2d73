package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"duban/api"
	"duban/internal/planfile"
	"duban/plans"
)

// published is the schema of plan files as anybody gets it, signed in or not.
func published(t *testing.T) *jsonschema.Schema {
	t.Helper()
	answer := httptest.NewRecorder()
	new(api.Edge).Handler(http.NotFoundHandler()).ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/plan.schema.json", nil))
	if answer.Code != http.StatusOK || answer.Header().Get("Content-Type") != "application/schema+json" {
		t.Fatalf("%d %s", answer.Code, answer.Header())
	}
	if !bytes.Equal(answer.Body.Bytes(), api.PlanSchema()) {
		t.Error("served is another schema than the one in the program")
	}
	document, err := jsonschema.UnmarshalJSON(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err = compiler.AddResource("plan.schema.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("plan.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// judge is what the schema says of a plan written in YAML: nil when it is well.
func judge(t *testing.T, schema *jsonschema.Schema, plan string) error {
	t.Helper()
	var content any
	if err := yaml.Unmarshal([]byte(plan), &content); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(content)
	if err != nil {
		t.Fatal(err)
	}
	instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(instance)
}

func TestSchemaTakesEveryShippedPlan(t *testing.T) {
	schema := published(t)
	for _, name := range plans.Names() {
		src, _ := plans.Source(name)
		if err := judge(t, schema, string(src)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The schema and the reader agree on what each line may hold.
func TestSchemaAgreesWithTheReader(t *testing.T) {
	schema := published(t)
	src := string(plans.Hangzhou2020())
	for _, c := range []struct {
		name, old, replacement string
		good                   bool
	}{
		{"a misspelt field", "title: 杭州市", "titel: 杭州市", false},
		{"a misspelt field in a list", "    unit: u01", "    unitt: u01", false},
		{"another field", "    unit: u01", "    unit: u01\n    colour: red", false},
		{"a wrong enum", "kind: CONGRESS", "kind: CONGRES", false},
		{"an enum in small letters", "kind: CONGRESS", "kind: congress", false},
		{"an enum that means none", "kind: CONGRESS", "kind: UNSPECIFIED", false},
		{"an enum's number", "kind: CONGRESS", "kind: 1", false},
		{"no kind of the host", ", kind: CONGRESS", "", false},
		{"a bad id", "\nid: hangzhou-2020", "\nid: Hangzhou_2020", false},
		{"an id too long", "\nid: hangzhou-2020", "\nid: " + strings.Repeat("a", 64), false},
		{"no id", "\nid: hangzhou-2020", "\n", false},
		{"no year", "\nyear: 2020", "\n", false},
		{"a year left open", "\nyear: 2020", "\nyear:", false},
		{"a year in words", "\nyear: 2020", "\nyear: 今年", false},
		{"a year of long ago", "\nyear: 2020", "\nyear: 1949", false},
		{"an empty title", "\ntitle: 杭州市2020年民生实事项目专项监督", "\ntitle: ''", false},
		{"a title too long", "\ntitle: 杭州市", "\ntitle: " + strings.Repeat("长", 200), false},
		{"the same tag twice is no matter", "tags: [六稳, 六保,", "tags: [六稳, 六稳,", true},
		{"an empty tag", "tags: [六稳, 六保,", "tags: [六稳, '',", false},
		{"a text for a list", "tags: [六稳, 六保, 普惠性, 公益性]", "tags: 六稳", false},
		{"words for a number", "target: 30", "target: 三十", false},
		{"an unknown target", "target: 30", "target: null", true},
		{"a target left open", "target: 30", "target:", true},
		{"a number with a fraction", "target: 30", "target: 30.5", true},
		{"a zone left open", "\ntime_zone: Asia/Shanghai", "\ntime_zone:", true},
		{"no zone", "\ntime_zone: Asia/Shanghai", "\n", true},
		{"for each of nothing known", "for_each: group", "for_each: village", false},
		{"for each of another", "for_each: group", "for_each: project", true},
		{"days to remind", "for_each: group", "for_each: group\n    remind_days: [30, 7]", true},
		{"a day to remind twice", "for_each: group", "for_each: group\n    remind_days: [7, 7]", false},
		{"a day to remind of years ago", "for_each: group", "for_each: group\n    remind_days: [400]", false},
		{"no phase", "phases:\n", "phases:\nevents:\n", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			spoilt := strings.Replace(src, c.old, c.replacement, 1)
			if spoilt == src {
				t.Fatalf("%q does not stand in the plan", c.old)
			}
			if err := judge(t, schema, spoilt); (err == nil) != c.good {
				t.Errorf("the schema says %v", err)
			}
			if got := mistakes(spoilt); (len(got) == 0) != c.good {
				t.Errorf("the reader says %v", got)
			}
		})
	}
}

// mistakes are those that the reader finds in the fields and by the rules of the proto, which is all a schema can see.
func mistakes(plan string) (codes []string) {
	_, found := planfile.Read([]byte(plan))
	for _, f := range found {
		if slices.Contains([]string{
			"UNKNOWN_FIELD", "WRONG_VALUE", "PATTERN", "MIN_LEN", "MAX_LEN", "NOT_IN", "IN", "GTE_LTE", "UNIQUE", "REQUIRED", "MIN_ITEMS",
		}, f.Code) {
			codes = append(codes, f.Code)
		}
	}
	return codes
}
