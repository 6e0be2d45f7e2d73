package words

// Calendar feeds.
var (
	Feed      = Text{"日历订阅", "Calendar feed"}
	FeedIntro = Text{
		"把任务期限、督查和会议显示在手机或电脑的日历里，改期和取消会自动更新。知道地址的人都能看到，请勿转发。改了口令，请重新生成。",
		"Deadlines, visits and sessions in the calendar of your telephone or computer. What moves, moves there too." +
			" Whoever knows the address can read it. With another password, make another address.",
	}
	OwnFeed     = Text{"我的日历", "My calendar"}
	NoFeed      = Text{"还没有订阅地址。", "It has no address yet."}
	FeedMade    = Text{"%s 设立", "address made %s"}
	FeedRead    = Text{"最近读取：%s", "last read %s"}
	FeedUnread  = Text{"尚未读取", "not read yet"}
	MakeFeed    = Text{"生成订阅地址", "Make an address"}
	RenewFeed   = Text{"换一个地址（原地址失效）", "Make another address (this one ends)"}
	RevokeFeed  = Text{"停用", "Revoke it"}
	FeedAddress = Text{"订阅地址只显示这一次：", "The address is shown this once:"}
	FeedCopy    = Text{
		"在本机日历中打开，或复制上面的地址，在日历应用的“订阅日历”中粘贴。",
		"Open it in this device's calendar, or copy the address above and paste it where your calendar program subscribes to calendars.",
	}
	FeedOpen = Text{"在日历中打开", "Open in the calendar"}
)
