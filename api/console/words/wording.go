package words

import v1 "duban/api/supervisionv1"

// How messages read.
var (
	Wordings      = Text{"消息文字", "Message texts"}
	WordingsIntro = Text{
		"督办消息的标题和正文按下列模板生成。可以改成本机关的说法；消息里不会出现理由、地点、姓名以外的个人信息或问题内容。",
		"The subjects and texts of messages are made by these templates. They can be changed to your own words; no reason, place or problem can get into a message.",
	}
	WordingOwn        = Text{"本机关文字", "your own words"}
	WordingDefault    = Text{"系统默认文字", "the program's words"}
	WordingSaved      = Text{"%s 于 %s 保存", "saved by %s, %s"}
	WordingStale      = Text{"模板已不适用，暂用默认文字", "no longer fits; the program's words are used"}
	WordingRefused    = Text{"模板有误，不能使用。", "The template has mistakes and cannot be used."}
	WordingMend       = Text{"请按下列提示修改后再保存。", "Mend what is listed below and save again."}
	WordingFaults     = Text{"逐行检查", "Line by line"}
	WordingSubject    = Text{"标题", "Subject"}
	WordingText       = Text{"正文", "Text"}
	WordingBy         = Text{"用谁的消息预览", "Preview by the messages of"}
	WordingReader     = Text{"%s，%s的消息", "%s, as of %s"}
	WordingMadeUp     = Text{"示例内容", "made-up content"}
	WordingMadeUpNote = Text{"以上为示例内容，并非真实事项。", "This content is made up; none of it is real."}
	WordingPreview    = Text{"预览", "Preview"}
	WordingNoPreview  = Text{"改正后才能预览。", "There is no preview before the mistakes are mended."}
	WordingBack       = Text{"恢复默认文字", "Go back to the program's words"}
	WordingBackNote   = Text{"恢复后，这类消息重新使用系统默认文字。", "Messages of this kind then read as the program has them."}
	WordingFields     = Text{"可以使用的字段", "What can be used"}
	WordingFieldsNote = Text{"字段写在两层花括号里，发送时换成实际内容。", "A field stands in double braces and is replaced when a message is sent."}
	WordingBlocksNote = Text{
		"有内容才写的一段，前一行写 {{if .Link}}，后一行写 {{end}}；逐项列出，前一行写 {{range .Lines}}，后一行写 {{end}}。",
		"What needs a link stands between the lines {{if .Link}} and {{end}}; what is written for each thing, between {{range .Lines}} and {{end}}.",
	}
	WordingLineFields = Text{"列表之内可以使用的字段", "What can be used within a list"}
)

// WordingKind names what a message is for.
var WordingKind = map[v1.Wording_Kind]Text{
	v1.Wording_DIGEST: {"每日提醒", "Daily digest"},
	v1.Wording_UNIT:   {"单位督办清单", "A unit's list"},
	v1.Wording_URGENT: {"急办消息", "Urgent message"},
	v1.Wording_TEST:   {"测试消息", "Test message"},
}

// WordingLanguage names the language that a message is written in.
var WordingLanguage = map[string]Text{"zh": {"中文", "Chinese"}, "en": {"英文", "English"}}
