package words

// The record of what was done. What the seal shows is evidence of change, and no signature in the sense of the law.
var (
	Record      = Text{"操作记录", "Record"}
	RecordIntro = Text{
		"本机关的每项操作都记入操作记录，并在数秒内封存。记下或打印下面的条数与根值：日后记录若被改动，两相比对即为变更证据。",
		"Everything that is done is recorded, and sealed within seconds. Keep or print the size and root below: " +
			"should the record be changed later, they are evidence of change.",
	}
	RecordEmpty  = Text{"尚无封存的记录。", "Nothing is sealed yet."}
	RecordHead   = Text{"首部", "Head"}
	RecordRows   = Text{"记录明细", "Rows"}
	RecordRow    = Text{"第%d条", "Row %d"}
	RecordHost   = Text{"机关", "Congress or office"}
	RecordSize   = Text{"条数", "Rows"}
	RecordAt     = Text{"时间", "At"}
	RecordRoot   = Text{"根值（%s）", "Root (%s)"}
	RecordKey    = Text{"公钥", "Public key"}
	RecordVerify = Text{
		"核验：请审计员导出记录，用保存的检查点和公钥离线核对：",
		"To verify, have the auditor export the record, and compare it offline with a checkpoint that was kept and the key:",
	}
	RecordActor   = Text{"操作人", "Who"}
	RecordVerb    = Text{"操作", "What"}
	RecordObject  = Text{"对象", "On what"}
	RecordReason  = Text{"理由", "Why"}
	RecordSeq     = Text{"库内序号", "Number in the database"}
	RecordLeaf    = Text{"叶值", "Leaf"}
	RecordDigest  = Text{"内容摘要", "Digest of the payload"}
	RecordPayload = Text{"内容", "Payload"}
	RecordReduced = Text{"内容已缩减，摘要仍在。", "The payload was reduced; its digest stays."}
	Checkpoint    = Text{"检查点", "Checkpoint"}
	Checkpoints   = Text{"历次检查点", "Checkpoints"}
	CheckpointOf  = Text{"%d条", "%d rows"}
)
