package words

import v1 "duban/api/supervisionv1"

// Channels: how people are reached, and what somebody reads who sets one up.
var (
	Channels      = Text{"消息渠道", "Channels"}
	ChannelsIntro = Text{
		"渠道是一个机构通知本机构人员的途径。本机构没有的，用上级机构的，再用本级人大的。由系统管理员设立和试发。",
		"A channel is one way of one office to reach its people. Who has none of their own is reached by that of an office above, then by the congress's.",
	}
	ChannelsOf    = Text{"消息渠道：%s", "Channels: %s"}
	AllChannels   = Text{"全部渠道", "All channels"}
	NoOwnChannels = Text{
		"本机构没有自己的渠道，用上级机构的，再用本级人大的。",
		"This office has no channel of its own: its people are reached by that of an office above, then by the congress's.",
	}
	NoChannels = Text{
		"还没有渠道。在设立之前，所有消息只写入服务器上的日志文件，谁也收不到。",
		"There is no channel yet. Until there is, all messages go into a log file on the server and reach nobody.",
	}
	EveryHosts      = Text{"不用设立的渠道", "What is always there"}
	CallListNote    = Text{"没有其他途径的人员列入名单，由值班人员打电话。", "Whoever has no other way is put on a list, and somebody rings."}
	LogNote         = Text{"只在一个渠道也没有时使用，谁也收不到。", "Used only where there is no channel at all, and reaches nobody."}
	ChannelOn       = Text{"启用", "on"}
	ChannelOff      = Text{"已停用", "off"}
	ChannelRests    = Text{"出错，暂停到%s", "failed, rests until %s"}
	ChannelFails    = Text{"出错，正在重试", "failed, is tried again"}
	ChannelSent     = Text{"最近发送：%s", "last sent %s"}
	ChannelUnsent   = Text{"还没有发送过", "nothing sent yet"}
	ChannelMayIn    = Text{"可发往内网", "may lead inside the network"}
	NewChannel      = Text{"设立渠道", "Make a channel"}
	NewChannelKinds = Text{"选择渠道类型：", "Of which kind?"}
	ChangeChannel   = Text{"修改", "Change it"}
	ChannelOfficeIs = Text{"所属机构", "Office"}
	ChannelKindIs   = Text{"渠道类型", "Kind"}
	ChannelNumber   = Text{"渠道编号", "Id"}
	ChannelNumberIs = Text{"小写字母、数字和连字符，例如 %s。保存后不能改。", "Small letters, digits and hyphens, such as %s. It stays."}
	ChannelTitle    = Text{"名称，可不填", "Title, may be empty"}
	ChannelTitleIs  = Text{"例如 %s", "Such as %s (in the office's own words)"}
	ChannelLast     = Text{"最近发送", "Last sent"}
	ChannelState    = Text{"状态", "State"}
	ChannelWhy      = Text{"出错原因", "Why it failed"}
	ChannelInRow    = Text{"连续 %d 次", "%d in a row"}
	ChannelSender   = Text{"发件人", "Sender"}
	ChannelSenderIs = Text{
		"例如 督办 <duban@example.cn>。多数邮件服务器只接受与登录用户相同的发件地址。",
		"Such as Duban <duban@example.cn>. Most servers take no sender but the user who signs in.",
	}
	SecretKept     = Text{"不填则沿用原来的；地址改了须重新填写。", "Empty: as it is. With another address it has to be given again."}
	SecretAgain    = Text{"请重新填写：密钥不会显示出来。", "Give it again: it is shown nowhere."}
	AddressAgain   = Text{"请重新粘贴整条地址：其中的令牌不会显示出来。", "Paste the whole address again: the token in it is shown nowhere."}
	ChannelTaken   = Text{"这个编号已经有渠道了，请换一个。", "There is a channel of this id: choose another."}
	ChannelRefused = Text{"没有保存。", "It was not saved."}
	ChannelMend    = Text{"请按下面的提示修改。", "Mend what is marked below."}
	SwitchOff      = Text{"停用", "Turn it off"}
	SwitchOffNote  = Text{"停用后，排着的消息立即改走下一个渠道。", "What waits on it goes to the next channel at once."}
	SwitchOn       = Text{"启用", "Turn it on"}
	Inside         = Text{"内网地址", "Addresses inside the network"}
	InsideNote     = Text{
		"默认不向内网地址发送，以免有人借渠道探查内部网络。确认地址无误后可以放行；地址一改，放行即失效。",
		"Nothing is sent inside the network unless you let this channel, so that nobody explores it by a channel. Another address ends it.",
	}
	InsideNo       = Text{"不能发往内网；需要时由安全管理员放行", "may not lead inside the network, unless the security administrator lets it"}
	LetInside      = Text{"放行内网地址", "Let it inside"}
	KeepOutside    = Text{"取消放行", "Keep it outside"}
	ReceiptAddress = Text{"回执地址", "Address of receipts"}
	RobotNote      = Text{
		"机器人在群里说话，群里人人看得见。所以它只发本机构的督办清单，不发给某一个人的消息，也不能用作个人的接收方式。",
		"A robot speaks to a group, and everybody in it reads that. So it carries the office's list alone, never what one person is told, and is nobody's own way.",
	}
	MailNote = Text{
		"给本机构和下级机构的人员发邮件。人员名册上要有邮箱。",
		"Mail to the people of the office and of those below it. The roll has to have their addresses.",
	}
	WebhookNote = Text{
		"把消息交给机构已有的平台（政务办公等），由平台转给本人。消息里只有编号和姓名，没有电话号码，平台要有自己的通讯录；编号可从人员名册导出。每条消息都带签名。",
		"Signed messages go to what the office already has, which passes them on. They name people by id, with no telephone, so the receiver has a list of its own.",
	}
)

// Trying a channel.
var (
	TryChannel    = Text{"试发一条", "Send a test"}
	Trial         = Text{"试发结果", "What the test says"}
	TrialWaits    = Text{"正在发送，对方还没有回答…", "Under way: no answer yet…"}
	TrialLong     = Text{"对方还没有回答。可以离开本页，过一会儿再看。", "There is no answer yet. You can leave and look again later."}
	TrialTaken    = Text{"对方已收下", "The other side has taken it"}
	TrialRead     = Text{"对方已读", "The other side has read it"}
	TrialFailed   = Text{"没有发出去", "It was not taken"}
	TrialSaid     = Text{"对方的回答", "What was said"}
	TrialSilent   = Text{"对方没有附言", "nothing more"}
	TrialTries    = Text{"已试次数", "Times tried"}
	TrialAgain    = Text{"查看最新结果", "Look again"}
	TrialLater    = Text{"渠道暂停到%s，排着的消息到时再发。改好后可以马上再试。", "The channel rests until %s, and what waits is sent then. Once mended, it can be tested at once."}
	TrialInside   = Text{"如果确实是内网地址，请安全管理员在渠道页面上放行。", "If it is meant to lead inside, the security administrator lets it on the channel's page."}
	BackToChannel = Text{"返回渠道", "Back to the channel"}
)

// An office's order of channels.
var (
	OfficeOrder     = Text{"消息次序", "Order of channels"}
	OfficeOrderOf   = Text{"消息次序：%s", "Order of channels: %s"}
	OfficeOrderNote = Text{
		"本机构人员没有自己设置的，按这个次序通知，前一个不通就用下一个，最后总是电话名单。都不选则按上级机构的次序，仍没有就先用邮件，再用推送接口。代表等没有机构的人按人大工作机构的次序。",
		"Who has set none of their own is reached in this order, and in the end by telephone. With none chosen, it is that of the office above, " +
			"else by mail, then by webhook. Whoever has no office, as deputies have none, is reached as the congress's own has it.",
	}
	RobotsNotHere  = Text{"群机器人不在其中：它对全群说话，不能通知某一个人。", "Robots are not among them: they speak to groups."}
	AsOfficeAbove  = Text{"按上级机构的设置", "as the office above has it"}
	OrderUnset     = Text{"没有设置，按上级机构的次序；仍没有就先用邮件，再用推送接口，最后打电话。", "Not set: as the office above has it, and else by mail, by webhook, then by telephone."}
	OfficeChannels = Text{"本机构的渠道", "Channels of this office"}
)

// ChannelNote says what a channel of the kind is for.
var ChannelNote = map[v1.Channel_Kind]Text{
	v1.Channel_MAIL: MailNote, v1.Channel_DINGTALK: RobotNote, v1.Channel_WECOM: RobotNote, v1.Channel_WEBHOOK: WebhookNote,
	v1.Channel_CALL_LIST: CallListNote, v1.Channel_LOG: LogNote,
}

// TryNote says to whom a test goes.
var TryNote = map[v1.Channel_Kind]Text{
	v1.Channel_MAIL:     {"发到您本人在人员名册上的邮箱。", "It goes to your own address on the roll."},
	v1.Channel_DINGTALK: {"发到群里，群里人人看得见。", "It goes to the group, where everybody reads it."},
	v1.Channel_WECOM:    {"发到群里，群里人人看得见。", "It goes to the group, where everybody reads it."},
	v1.Channel_WEBHOOK:  {"以您本人为收件人，交给对方平台。", "It goes to the receiver, for yourself."},
}

// ChannelAddress is what the address of each kind is called.
var ChannelAddress = map[v1.Channel_Kind]Text{
	v1.Channel_MAIL:     {"邮件服务器", "Mail server"},
	v1.Channel_DINGTALK: {"机器人的 Webhook 地址", "The robot's webhook address"},
	v1.Channel_WECOM:    {"机器人的 Webhook 地址", "The robot's webhook address"},
	v1.Channel_WEBHOOK:  {"接收消息的地址", "Where messages are posted"},
}

// ChannelAddressIs says what is written there, with an example, and where it comes from.
var ChannelAddressIs = map[v1.Channel_Kind]Text{
	v1.Channel_MAIL: {
		"例如 smtps://duban@mail.example.cn:465，@ 前面是登录用户名。用 587 端口的写 smtp://，也会加密。内网里不加密的服务器写 smtp+insecure://主机:25，另须放行内网。",
		"Such as smtps://duban@mail.example.cn:465. For port 587 write smtp://, encrypted too; for an old server inside, smtp+insecure://host:25.",
	},
	v1.Channel_DINGTALK: {
		"在钉钉群里：群设置 → 机器人 → 添加机器人 → 自定义，添加后复制“Webhook”，整条粘贴，例如 https://oapi.dingtalk.com/robot/send?access_token=566cc69d…。其中的令牌加密保存，以后不再显示。",
		"Copied whole from the robot's settings, such as https://oapi.dingtalk.com/robot/send?access_token=566cc69d…. Its token is sealed, and not shown again.",
	},
	v1.Channel_WECOM: {
		"在企业微信群里：群设置 → 消息推送（群机器人）→ 添加，复制 Webhook 地址，整条粘贴，例如 https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-…。其中的 key 加密保存，以后不再显示。",
		"Copied whole from the robot's settings, such as https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-…. Its key is sealed, and not shown again.",
	},
	v1.Channel_WEBHOOK: {
		"例如 https://oa.example.cn/duban/messages，由接收方提供。",
		"Such as https://oa.example.cn/duban/messages, as its receiver says.",
	},
}

// ChannelSecret is what the secret of each kind is called; a robot of WeCom has it in its address.
var ChannelSecret = map[v1.Channel_Kind]Text{
	v1.Channel_MAIL:     {"口令或授权码", "Password"},
	v1.Channel_DINGTALK: {"加签密钥", "Signing key"},
	v1.Channel_WEBHOOK:  {"签名密钥", "Signing key"},
}

// ChannelSecretIs says where the secret comes from.
var ChannelSecretIs = map[v1.Channel_Kind]Text{
	v1.Channel_MAIL: {
		"QQ、163 等邮箱要填在邮箱设置里生成的授权码，不是登录网页的口令。",
		"Some providers want a code that their settings make for programs, and not the password of their web pages.",
	},
	v1.Channel_DINGTALK: {
		"添加机器人时在“安全设置”里勾选“加签”，复制框里以 SEC 开头的一串，例如 SECb0e1f5c9a7d34826…。没有勾选加签的不填。",
		"Tick the signature among the robot's security settings and copy the text beginning with SEC, such as SECb0e1f5c9a7d34826…. Without a signature: empty.",
	},
	v1.Channel_WEBHOOK: {
		"至少 16 个字符，与接收方约定，例如用 openssl rand -base64 32 生成。",
		"16 characters or more, shared with the receiver, such as openssl rand -base64 32 makes.",
	},
}

// ChannelField says what may stand in a field, where the field's form alone is wrong.
var ChannelField = map[string]Text{
	"id":      {"只能用小写字母、数字和连字符，以字母或数字开头，最多 63 个字符。", "Of small letters, digits and hyphens, beginning with a letter or digit, at most 63."},
	"office":  {"请选择机构。", "Choose an office."},
	"kind":    {"没有这种渠道。", "There is no such kind."},
	"title":   {"一行以内，最多 100 个字符，不能只有空格。", "One line of at most 100 characters, and not blank."},
	"address": {"要填写，最多 500 个字符，不能只有空格。", "At least one and at most 500 characters, and not blank."},
	"sender":  {"最多 320 个字符，不能有控制字符。", "At most 320 characters, none of them a control."},
	"secret":  {"最多 256 个字符，不能有控制字符。", "At most 256 characters, none of them a control."},
}
