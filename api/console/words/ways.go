package words

import v1 "duban/api/supervisionv1"

// ChannelKind names a way to reach people.
var ChannelKind = map[v1.Channel_Kind]Text{
	v1.Channel_MAIL:      {"邮件", "mail"},
	v1.Channel_DINGTALK:  {"钉钉群机器人", "DingTalk robot"},
	v1.Channel_WECOM:     {"企业微信群机器人", "WeCom robot"},
	v1.Channel_WEBHOOK:   {"推送接口", "webhook"},
	v1.Channel_CALL_LIST: {"电话", "telephone"},
	v1.Channel_LOG:       {"日志文件", "log file"},
}

// DeliveryCause says in plain words why a message was not taken, by the word with which its reason begins.
var DeliveryCause = map[string]Text{
	"MALFORMED":   {"内容或渠道设置不符合要求，未发出", "not fit to be sent, so nothing was"},
	"FORBIDDEN":   {"地址在内网，未获安全管理员准许", "the address lies inside the network, and the security administrator has not allowed that"},
	"UNREACHABLE": {"连不上对方", "the other side cannot be reached"},
	"UNTRUSTED":   {"对方证书不可信，未发出", "the other side's certificate cannot be trusted, so nothing was sent"},
	"TIMED_OUT":   {"对方长时间没有回应", "the other side did not answer in time"},
	"DENIED":      {"对方不认可口令、令牌或签名", "the other side does not accept the password, token or signature"},
	"THROTTLED":   {"发送过快，对方限流", "too many at a time for the other side"},
	"BROKEN":      {"对方系统出错", "the other side is at fault"},
	"REFUSED":     {"对方拒收这条消息", "the other side refuses this message"},
}
