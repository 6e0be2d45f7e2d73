package api

// shape says in words how a text must be written.
type shape struct{ zh, en string }

// shapes are by the patterns in the protos: a clerk cannot read those.
var shapes = map[string]shape{
	`^[^\r\n\t]*$`:   {"只能写一行", "one line"},
	`^\S(.*\S)?$`:    {"应写成一行，前后不留空格", "one line, no blank before or after it"},
	personShape:      personWords,
	personShapeOrNil: personWords,
	`^([+0-9][0-9 -]{2,29})?$`: {
		"应为电话号码，3 至 30 位，只含数字、空格、连字符，可以加号开头", "a telephone number: 3 to 30 digits, blanks and hyphens, with + before them or not",
	},
	`^([^@\s]{1,64}@[^@\s]{1,190})?$`: {"应写作 name@example.cn，最多 255 个字符", "of the form name@example.cn, at most 255 characters"},
	`^([\pL\pN][\pL\pN._@-]{1,99})?$`: {
		"应以文字或数字开头，只含文字、数字和 . _ @ -，2 至 100 个字符", "letters, digits and . _ @ -, a letter or digit first, 2 to 100 characters",
	},
	`^([01][0-9]|2[0-3]):[0-5][0-9]$`: {"应写作 21:00", "of the form 21:00"},
	`^[A-Za-z]{4,60}$`:                {"应为 read、write 或接口名称", "read, write, or the name of an rpc"},
	`^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$`: {
		"应以字母或数字开头，只含字母、数字、句点、下划线和连字符，最多 200 个字符",
		"a letter or digit, then letters, digits, full stops, underscores and hyphens, at most 200 characters",
	},
	officeShape:      officeWords,
	officeShapeOrNil: officeWords,
}

const (
	personShape      = `^[^/:\s]+(/[^/:\s]+)?$`
	personShapeOrNil = `^([^/:\s]+(/[^/:\s]+)?)?$`
	officeShape      = `^[a-z0-9][a-z0-9-]{0,62}$`
	officeShapeOrNil = `^([a-z0-9][a-z0-9-]{0,62})?$`
)

var (
	personWords = shape{"应为人员编号，不含空格和冒号，最多一个斜杠", "a person's number: no blank, no colon, at most one slash"}
	officeWords = shape{
		"应为小写字母、数字和连字符，以字母或数字开头，最多 63 个字符",
		"a lower-case letter or digit, then those and hyphens, at most 63 characters",
	}
)
