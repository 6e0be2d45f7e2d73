package supervision

import "fmt"

// phases are three, or none in a government's plan, and follow one another: a day in two phases would have two sets of
// rules.
func (c *checker) phases() {
	if !c.plan.phased() {
		c.unphased()
		return
	}
	for i, w := range c.plan.Phases {
		field := place("phases", i, "window")
		switch {
		case w.isZero():
			c.noWindow(field)
		case i > 0 && !w.First.After(c.plan.Phases[i-1].Last):
			before := c.plan.Phases[i-1].Last
			c.refuse(field, "PHASE_ORDER",
				fmt.Sprintf("本阶段始于 %s，应在上一阶段结束(%s)之后", w.First, before),
				fmt.Sprintf("starts on %s; expected a day after the previous phase, which ends on %s", w.First, before))
		}
	}
	c.period()
}

// unphased allows a government to do without phases, if it says which days its campaign covers.
func (c *checker) unphased() {
	switch {
	case c.plan.Host.Kind != GovernmentHost:
		c.refuse("phases", "REQUIRED", "须写三个阶段：DEPLOYMENT、MONITORING、EVALUATION",
			"expected the three phases: DEPLOYMENT, MONITORING, EVALUATION")
	case c.plan.Period.isZero():
		c.refuse("period", "NO_WINDOW", "没有阶段的计划须写 period，如 2020年6月..2021年底",
			"a plan without phases: expected a period such as 2020年6月..2021年底")
	}
}

// period may be longer than the phases, but must hold them.
func (c *checker) period() {
	p, from, to := c.plan.Period, c.plan.Window(Deployment).First, c.plan.Window(Evaluation).Last
	if !p.isZero() && (p.First.After(from) || p.Last.Before(to)) {
		c.refuse("period", "PHASE_OUTSIDE_PERIOD",
			fmt.Sprintf("%s 未包含各阶段(%s..%s)", p, from, to),
			fmt.Sprintf("%s does not hold its phases (%s..%s)", p, from, to))
	}
}

// events that are not settled are worth a warning: what hangs on them has no firm day, or none at all.
func (c *checker) events() {
	for i, e := range c.plan.Events {
		c.unique(c.lists.events, "events", i, e.ID)
		c.line(place("events", i, "title"), e.Title)
		from, settled := e.CountFrom()
		switch {
		case from.IsZero():
			c.warn(place("events", i, "id"), "EVENT_UNDATED",
				"日期未定，挂靠的期限暂无日期", "has no date; what hangs on it has no day yet")
		case !settled:
			c.warn(place("events", i, "expected"), "EVENT_PROVISIONAL",
				fmt.Sprintf("日期未定，暂按 %s 推算", from), fmt.Sprintf("has no date; what hangs on it is counted from %s for now", from))
		}
	}
}

func (c *checker) windows() {
	for i, w := range c.plan.Windows {
		c.unique(c.lists.windows, "windows", i, w.ID)
		c.line(place("windows", i, "title"), w.Title)
		if w.Window.isZero() {
			c.noWindow(place("windows", i, "window"))
		}
	}
}

// window warns of days outside the duty's phase, which real plans have (HZ-05): 5月11日 is a day after 5月上旬.
func (c *checker) window(i int, e Entry) {
	field, phase := place("duties", i, "window"), Window{}
	if e.Phase != NoPhase && c.plan.phased() {
		phase = c.plan.Window(e.Phase)
	}
	switch {
	case e.Window.isZero():
		c.unwritten(i, e)
	case !c.plan.phased() && !c.plan.Period.isZero() && !c.plan.Period.holds(e.Window):
		c.warn(field, "OUTSIDE_PERIOD",
			fmt.Sprintf("%s 超出活动期间(%s)", e.Window, c.plan.Period), fmt.Sprintf("%s is not within the period (%s)", e.Window, c.plan.Period))
	case phase.isZero() || phase.holds(e.Window):
	case c.plan.inNoPhase(e.Window.Last):
		c.warn(field, "OUTSIDE_PERIOD",
			fmt.Sprintf("止于 %s，不在任何阶段之内", e.Window.Last),
			fmt.Sprintf("ends on %s, a day of no phase", e.Window.Last))
	default:
		c.warn(field, "OUTSIDE_PHASE",
			fmt.Sprintf("%s 超出所属阶段 %s(%s)", e.Window, e.Phase, phase),
			fmt.Sprintf("%s is not within its phase %s (%s)", e.Window, e.Phase, phase))
	}
}

// unwritten refuses an entry without days, unless its last day is counted or its project's stage gives them.
func (c *checker) unwritten(i int, e Entry) {
	switch {
	case e.Within != "":
		c.refer(c.lists.windows, place("duties", i, "within"), e.Within)
	case e.Due == nil && e.Stage == NoStage:
		c.noWindow(place("duties", i, "window"))
	}
}

// holds reports whether a window lies within this one.
func (w Window) holds(o Window) bool { return w.Contains(o.First) && w.Contains(o.Last) }

func (p Plan) inNoPhase(day Date) bool {
	for _, w := range p.Phases {
		if w.isZero() || w.Contains(day) {
			return false
		}
	}
	return true
}

// days refuses an entry that says in two ways when it is done, or in a way that does not fit.
func (c *checker) days(i int, e Entry) {
	both := func(field, zh, en string) { c.refuse(place("duties", i, field), "WRONG_WINDOW", zh, en) }
	switch {
	case e.Phase == NoPhase && c.plan.phased():
		c.refuse(place("duties", i, "phase"), "REQUIRED",
			"须写明所属阶段：DEPLOYMENT、MONITORING、EVALUATION", "expected a phase: DEPLOYMENT, MONITORING, EVALUATION")
	case e.Within != "" && e.Written != "" && c.lists.windows.has(e.Within):
		both("within", "window 与 within 只写一个", "expected either window or within")
	case e.Stage != NoStage && e.Written != "":
		both("stage", "window 与 stage 只写一个", "expected either window or stage")
	case e.Stage != NoStage && e.Each != EachProject && e.Each != EachGroup:
		both("stage", "stage 须配合 for_each: project 或 group", "stage expects for_each: project or group")
	case e.Due != nil && (e.Every != "" || e.Stage != NoStage):
		both("due", "due 不能与 every 或 stage 同用", "expected no every and no stage beside due")
	}
	c.cadence(i, e)
	c.due(i, e)
}

func (c *checker) cadence(i int, e Entry) {
	switch {
	case e.Every == "" && (e.AtLeast != 0 || e.Weekday != nil):
		c.refuse(place("duties", i, "every"), "REQUIRED", "写了次数或星期几，还须写 every", "expected every beside at_least or weekday")
	case e.Weekday != nil && (e.Every != EveryWeek || e.AtLeast > 1):
		c.refuse(place("duties", i, "weekday"), "WRONG_CADENCE",
			"weekday 须配合 every: WEEK，每周一次", "weekday expects every: WEEK, once a week")
	case e.Every != "" && e.Window.tooLong():
		c.refuse(place("duties", i, "window"), "TOO_LONG", "周期性任务的时段不能超过十年", "a cadence: expected a window of ten years at most")
	case e.Every != "" && (e.Kind == Vote || e.Kind == JointSubmission || e.Kind == Deliberation):
		c.refuse(place("duties", i, "every"), "WRONG_CADENCE",
			fmt.Sprintf("%s 不能周期进行", e.Kind), fmt.Sprintf("expected no cadence for a %s", e.Kind))
	}
}

func (c *checker) due(i int, e Entry) {
	if e.Due == nil {
		return
	}
	field := place("duties", i, "due")
	if _, known := e.Due.Complete(); !known {
		c.refuse(field+".rule", "UNKNOWN_RULE", "没有名为 "+e.Due.Rule+" 的期限规则；duban presets 列出全部",
			"no rule that counts a day is named "+e.Due.Rule+"; `duban presets` lists them")
	}
	if years := 10; e.Due.Unit == Months && e.Due.Count > 12*years {
		c.refuse(field+".count", "TOO_LONG", "不能超过十年", "expected ten years at most")
	}
	switch {
	case e.Due.Event != "" && !e.Due.From.IsZero():
		c.refuse(field+".from", "WRONG_START", "event 与 from 只写一个", "expected either event or from")
	case e.Due.Event != "":
		c.refer(c.lists.events, field+".event", e.Due.Event)
	case e.Due.From.IsZero():
		c.refuse(field, "REQUIRED", "须写明从哪一天或哪个事件(event)起算", "expected what it is counted from: an event, or a day (from)")
	}
}
