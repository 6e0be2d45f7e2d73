package roll

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"duban/supervision"
)

// tidy trims cells and drops the empty ones at the end.
func tidy(cells []string) (kept []string, empty bool) {
	kept = make([]string, len(cells))
	last := -1
	for i, c := range cells {
		if kept[i] = strings.TrimSpace(c); kept[i] != "" {
			last = i
		}
	}
	return kept[:last+1], last < 0
}

var (
	numbers = regexp.MustCompile(`^[^/:\s]+(/[^/:\s]+)?$`)
	seats   = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)
	phones  = regexp.MustCompile(`^[+0-9][0-9 -]{2,29}$`)
	emails  = regexp.MustCompile(`^[^@\s]{1,64}@[^@\s]{1,190}$`)
)

func readNumber(into *string, text string) *problem {
	text = whole(text)
	switch {
	case supervision.IsResidentNumber(text[strings.LastIndexByte(text, '/')+1:]): // with a host before it, or without
		return &problem{"RESIDENT_NUMBER", "请勿使用身份证号作编号；请自定编号", "this is a resident identity number; choose a number of your own"}
	case !numbers.MatchString(text):
		return &problem{
			"BAD_NUMBER", fmt.Sprintf("编号“%s”不能含空格、冒号，最多一个斜杠", text),
			fmt.Sprintf("the number %q may hold no blank, no colon and at most one slash", text),
		}
	}
	return readText(into, text)
}

// whole is a number as a clerk sees it in Excel, which stores large ones in scientific notation.
func whole(text string) string {
	if v, err := strconv.ParseFloat(text, 64); err == nil && strings.ContainsAny(text, "eE") && strings.Contains(text, "+") {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return text
}

// readText reads a line of text.
func readText(into *string, text string) *problem {
	switch {
	case utf8.RuneCountInString(text) > 100:
		return &problem{"TOO_LONG", "超过 100 个字", "there are more than 100 characters"}
	case strings.ContainsFunc(text, supervision.Unseen):
		return &problem{"CONTROL_CHARACTER", "含有换行或看不见的字符", "the text holds line breaks or characters that cannot be seen"}
	}
	*into = text
	return nil
}

func readName(into *string, text string) *problem { return readText(into, supervision.PlainName(text)) }

func readRole(into *supervision.Role, text string) *problem {
	if slices.Contains(administrators, strings.ToLower(text)) {
		return &problem{
			"ADMINISTRATOR", "管理员席位由安全管理员逐一指定，不能导入",
			"administrators are named by the security administrator, one by one, and not imported",
		}
	}
	for _, r := range roles {
		if text == r.name || strings.EqualFold(text, string(r.role)) {
			*into = r.role
			return nil
		}
	}
	return &problem{
		"UNKNOWN_ROLE", fmt.Sprintf("没有角色“%s”；应为人大代表、人大工作人员、责任单位人员、常委会组成人员或街道居民议事组织成员", text),
		fmt.Sprintf("there is no role %q; expected DEPUTY, STAFF, OFFICIAL, MEMBER or RESIDENT", text),
	}
}

func roleName(role supervision.Role) string {
	for _, r := range roles {
		if r.role == role {
			return r.name
		}
	}
	return string(role)
}

func readSeat(into *string, text string) *problem {
	if !seats.MatchString(text) {
		return &problem{
			"BAD_SEAT", fmt.Sprintf("席位“%s”应只含小写字母、数字和连字符，最多 63 个字符", text),
			fmt.Sprintf("the seat %q should hold only lower-case letters, digits and hyphens, at most 63", text),
		}
	}
	*into = text
	return nil
}

func readPart(into *supervision.Part, text string) *problem {
	for _, p := range parts {
		if text == p.name || strings.EqualFold(text, string(p.part)) {
			*into = p.part
			return nil
		}
	}
	return &problem{"UNKNOWN_PART", fmt.Sprintf("分工“%s”应为负责人或联络员", text), fmt.Sprintf("the part %q should be HEAD or LIAISON", text)}
}

func partName(part supervision.Part) string {
	for _, p := range parts {
		if p.part == part {
			return p.name
		}
	}
	return string(part)
}

func readPhone(into *string, text string) *problem {
	text = whole(text)
	if !phones.MatchString(text) {
		return &problem{"BAD_PHONE", fmt.Sprintf("“%s”不是电话号码", text), fmt.Sprintf("%q is no telephone number", text)}
	}
	*into = text
	return nil
}

func readEmail(into *string, text string) *problem {
	if !emails.MatchString(text) {
		return &problem{"BAD_EMAIL", fmt.Sprintf("“%s”不是邮箱地址", text), fmt.Sprintf("%q is no mail address", text)}
	}
	*into = text
	return nil
}
