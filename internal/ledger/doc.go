// Package ledger is the seal on the record: it hashes what the audit rows of a host say into a Merkle log, states the
// log's head in signed checkpoints, and finds in an exported record the evidence that something was changed.
//
// It is pure: it knows no database, no clock and no file; rows, instants and keys are arguments. It knows nothing of
// what the rows are about: which payloads may be absent, and by what right, it is told; see [Reduction].
//
// What it can know. A row whose line does not fit its leaf, or whose payload does not fit its line's digest, is named
// exactly; so is a row that is missing or that stands in another's place. Whoever can also compute leaves anew, and
// number the rows anew, is caught by the first checkpoint that covers the change: then the rows between that checkpoint
// and the last one that fits are named together. The more checkpoints, the nearer.
//
// What it cannot know. Rows after the largest checkpoint are only found to fit themselves: see [Report.Vouched]. So a
// line among them that says that payloads were taken away says so on nobody's word but the record's. And whoever holds the signing key can write another
// record; only checkpoints that have left the house, on paper or with others, tell the two apart. What is found is
// evidence of change; that there is none is no signature in the sense of the law.
package ledger
