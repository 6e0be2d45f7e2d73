package roll

import "duban/supervision"

// Row is a line of a file: a person and, where they have one, a seat with their term in it. Who sits in several seats has
// a row for each.
type Row struct {
	Line   int    // of the file, from 1; 0 where it comes from no file
	Number string // the host's for the person, or the id of somebody whom another host knows: `0012`, `ningbo/0012`
	Name   string
	Phone  string
	Email  string

	Seat   string           // its id; empty: only the person is meant
	Role   supervision.Role // of the seat; administrators have none here
	Office string           // its name, or its id; empty in none
	Title  string           // of the seat; empty: called like the role
	Part   supervision.Part
	From   supervision.Date // first day of the term; zero: the day on which the file is taken up
	To     supervision.Date // last day; zero: until further notice
}

// seated reports whether the row says anything of a seat.
func (r Row) seated() bool {
	return r.Seat != "" || r.Role != "" || r.Office != "" || r.Title != "" || r.Part != "" || !r.From.IsZero() || !r.To.IsZero()
}

// The limits of a file. They are far beyond the largest congress, and keep what a hostile file may cost within bounds.
const (
	MaxBytes    = 3_000_000 // of the file: as much as a request holds in every encoding
	MaxRows     = 20_000    // below the header
	maxTerms    = 100       // rows of a seat
	maxAll      = 24 << 20  // bytes of a workbook when unpacked
	maxParts    = 200       // files in a workbook
	maxPiece    = 1 << 20   // bytes of an element's mark-up, or of a text
	maxElements = 2_000_000 // in the parts that are read: three times as many as all cells of as many rows need
	maxDepth    = 20        // elements within each other
	maxTexts    = 300_000   // that cells share
	maxMerged   = 1000      // merged ranges
	maxCells    = 40        // in a line
	maxLetter   = 1000      // bytes of a cell
)
