package words

import v1 "duban/api/supervisionv1"

// The people of a host.
var (
	People        = Text{"人员名册", "People"}
	PeopleSearch  = Text{"按姓名查找", "Find by name"}
	PeopleHint    = Text{"一个字也可以，简体繁体都行。", "One character will do, simplified or traditional."}
	Find          = Text{"查找", "Find"}
	SeatsRole     = Text{"角色", "Role"}
	AnyRole       = Text{"全部角色", "All roles"}
	NobodyFound   = Text{"没有找到。", "Nobody was found."}
	NobodyYet     = Text{"名册里还没有人员。", "There is nobody on the roll yet."}
	StandIn       = Text{"尚未指定人员", "nobody is named yet"}
	NoSeatNow     = Text{"目前没有席位", "no seat at present"}
	NameColumn    = Text{"姓名", "Name"}
	SeatsColumn   = Text{"席位", "Seats"}
	ReachColumn   = Text{"联系方式", "Phone and mail"}
	ExportExcel   = Text{"导出 Excel", "Export to Excel"}
	ExportCSV     = Text{"导出 CSV", "Export to CSV"}
	PersonNumber  = Text{"编号", "Number"}
	Phone         = Text{"手机", "Phone"}
	Email         = Text{"邮箱", "Mail"}
	Terms         = Text{"任期", "Terms of office"}
	NoTerms       = Text{"没有任期记录。", "There are no terms."}
	TermSince     = Text{"自 %s 起", "since %s"}
	TermFromTo    = Text{"%s 至 %s", "%s to %s"}
	ImportPeople  = Text{"导入名册", "Import people"}
	ImportIntro   = Text{"选择 Excel（.xlsx）或 CSV 文件。先预览，确认后才写入。", "Choose an Excel (.xlsx) or CSV file. Nothing is written before you have seen what it changes."}
	ImportLeaves  = Text{"文件里没有的人员和空白的单元格不作更改。", "Whom the file does not name, and what it leaves blank, stays as it is."}
	TemplateExcel = Text{"下载 Excel 模板", "Download the Excel template"}
	TemplateCSV   = Text{"下载 CSV 模板", "Download the CSV template"}
	RollFile      = Text{"名册文件", "File"}
	RollFileHint  = Text{"不超过 3 MB、2 万行；CSV 可为 UTF-8 或 GB18030 编码。", "At most 3 MB and 20,000 rows; CSV in UTF-8 or GB18030."}
	Preview       = Text{"预览", "Preview"}
	NoFileChosen  = Text{"请选择文件。", "Choose a file."}
	FileRefused   = Text{"文件有误，未导入任何内容。", "The file has errors; nothing of it was taken up."}
	ImportErrors  = Text{"需要修改的地方", "What has to be mended"}
	PreviewOf     = Text{"导入预览", "What the import would change"}
	ImportSums    = Text{"新增 %d 行，变更 %d 行，终止任期 %d 行，不变 %d 行。", "Rows added: %d, changed: %d, terms that end: %d, unchanged: %d."}
	RollUnchanged = Text{"文件与名册一致，没有需要写入的内容。", "The file says what the roll says: there is nothing to write."}
	ImportNow     = Text{"确认导入", "Import"}
	ChooseAnother = Text{"重新选择文件", "Choose another file"}
	ImportDone    = Text{"已导入。", "The file was imported."}
	LineColumn    = Text{"行", "Line"}
	EffectColumn  = Text{"变化", "Change"}
	MoreEffects   = Text{"只列出前 %d 行。", "Only the first %d rows are listed."}
	FromToValue   = Text{"%s：由“%s”改为“%s”", "%s: from “%s” to “%s”"}
)

// EffectKind names what an import makes of a row.
var EffectKind = map[v1.RollImport_Kind]Text{
	v1.RollImport_UNCHANGED: {"不变", "Unchanged"},
	v1.RollImport_ADDED:     {"新增", "Added"},
	v1.RollImport_CHANGED:   {"变更", "Changed"},
	v1.RollImport_ENDED:     {"终止", "Ends"},
}
