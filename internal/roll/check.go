package roll

import "fmt"

// check refuses rows that say two things of one person, or seat two people at a time.
func check(read *File, f *findings) {
	people, seats := sayings{}, map[string][]Row{}
	for _, r := range read.Rows {
		if complete(read, r, f); f.more {
			return
		}
		if r.Number == "" || r.Name == "" {
			continue
		}
		people.compare(read, r.Number, r, f)
		if r.Seat == "" {
			continue
		}
		seats[r.Seat] = append(seats[r.Seat], r)
		oneAtATime(read, seats[r.Seat], f)
	}
	once(read, f)
}

// complete refuses a row without what it needs, unless something else in it is refused already.
func complete(read *File, r Row, f *findings) {
	if f.about(r.Line) {
		return
	}
	for _, c := range []struct{ column, text string }{{Number, r.Number}, {Name, r.Name}} {
		if _, there := read.columns[c.column]; there && c.text == "" {
			f.add(read.At(r, c.column, "EMPTY", c.column+"不能为空", "it may not be empty"))
		}
	}
	if r.Seat == "" && r.seated() {
		f.add(read.At(r, Seat, "EMPTY", "填了角色、单位、职务、分工或任期的，须填席位", "who has a role, office, title, part or term needs a seat"))
	}
	if !r.From.IsZero() && !r.To.IsZero() && r.To.Before(r.From) {
		f.add(read.At(r, To, "WRONG_ORDER", fmt.Sprintf("任期止 %s 早于任期起 %s", r.To, r.From),
			fmt.Sprintf("the term ends on %s, before it begins on %s", r.To, r.From)))
	}
}

// about reports whether something in the line is refused.
func (f *findings) about(line int) bool {
	for _, one := range f.all {
		if one.Line == line {
			return true
		}
	}
	return false
}

// sayings are what the rows so far say of people.
type sayings map[struct{ person, column string }]saying

// saying is what a cell says, and in which line first.
type saying struct {
	text string
	line int
}

// compare refuses a second name, phone or address for somebody: it was written for two people. A phone need not be written
// twice, and wherever it is written it holds for all rows.
func (s sayings) compare(read *File, person string, r Row, f *findings) {
	for _, c := range []struct{ column, is string }{{Name, r.Name}, {Phone, r.Phone}, {Email, r.Email}} {
		if c.is == "" {
			continue
		}
		key := struct{ person, column string }{person, c.column}
		was, again := s[key]
		if !again {
			s[key] = saying{c.is, r.Line}
		} else if was.text != c.is {
			f.add(read.At(r, c.column, "TWO_PEOPLE", fmt.Sprintf("编号 %s 在第 %d 行是“%s”，这里是“%s”；一人一号，各行一致", r.Number, was.line, was.text, c.is),
				fmt.Sprintf("number %s is %q in line %d and %q here; one number for each person, and the same in every row", r.Number, was.text, was.line, c.is)))
		}
	}
}

// oneAtATime compares the last of a seat's rows with those above. No seat has so many that this takes long.
func oneAtATime(read *File, rows []Row, f *findings) {
	again := rows[len(rows)-1]
	if len(rows) > maxTerms {
		f.add(read.At(again, Seat, "TOO_MANY_TERMS", fmt.Sprintf("席位 %s 超过 %d 行；请分成几个文件", again.Seat, maxTerms),
			fmt.Sprintf("the seat %s has more than %d rows; use several files", again.Seat, maxTerms)))
		return
	}
	for _, first := range rows[:len(rows)-1] {
		if agree(read, first, again, f); f.more {
			return
		}
	}
}

// agree refuses two rows of a seat that have a day in common, or say two things of the seat itself.
func agree(read *File, first, again Row, f *findings) {
	for _, c := range []struct{ column, was, is string }{
		{Role, string(first.Role), string(again.Role)},
		{Office, first.Office, again.Office},
		{Title, first.Title, again.Title},
		{Part, string(first.Part), string(again.Part)},
	} {
		if c.was != c.is {
			f.add(read.At(again, c.column, "TWO_SEATS", fmt.Sprintf("席位 %s 与第 %d 行写的不一致", again.Seat, first.Line),
				fmt.Sprintf("the seat %s is not as line %d has it", again.Seat, first.Line)))
		}
	}
	if apart(first, again) {
		return
	}
	f.add(read.At(again, Seat, "SEAT_TAKEN", fmt.Sprintf("席位 %s 同时有两人：第 %d 行 %s、本行 %s；请填写前任的任期止", again.Seat, first.Line, first.Name, again.Name),
		fmt.Sprintf("the seat %s is held by two at a time: %s in line %d and %s here; say when the first leaves", again.Seat, first.Name, first.Line, again.Name)))
}

// apart reports whether the terms have no day in common. One that begins when the file is taken up may begin on any day.
func apart(a, b Row) bool {
	before := func(a, b Row) bool { return !a.To.IsZero() && !b.From.IsZero() && a.To.Before(b.From) }
	return before(a, b) || before(b, a)
}

// once refuses somebody's second row without a seat.
func once(read *File, f *findings) {
	rows := map[string]int{}
	for _, r := range read.Rows {
		if r.Seat != "" || r.Number == "" {
			continue
		}
		if first, again := rows[r.Number]; again {
			f.add(read.At(r, Number, "DUPLICATE_PERSON", fmt.Sprintf("编号 %s 已在第 %d 行", r.Number, first),
				fmt.Sprintf("number %s is in line %d already", r.Number, first)))
		} else {
			rows[r.Number] = r.Line
		}
	}
}
