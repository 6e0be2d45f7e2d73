package desk

import (
	"bytes"
	"context"
	"errors"

	"duban/internal/postgres"
	"duban/supervision"
)

// SubmitNote files a deputy's note, which proves that deputy's part of the inspection. The same note again gets the
// first answer; a note after the inspection's window is kept and marked late.
func (d *Desk) SubmitNote(ctx context.Context, caller Caller, inspection, id, text string) (note postgres.NoteRow, err error) {
	r := record{verb: "SUBMIT_NOTE", object: "inspections/" + inspection + "/notes/" + id, given: text}
	digest := requestDigest(inspection, text)
	err = d.onInspection(ctx, caller, inspection, r, func(ctx context.Context, a *act, i *supervision.Inspection) error {
		if note, err = a.firstNote(ctx, id, digest); err != nil {
			return err
		}
		if note.ID != "" {
			return errUnchanged
		}
		if err := a.campaign.RequireLive(); err != nil {
			return err
		}
		note = postgres.NoteRow{ID: id, InspectionID: inspection, Text: text, SubmittedAt: a.now, RequestDigest: digest}
		if err := a.insertNote(ctx, i, &note); err != nil {
			return err
		}
		note, err = a.Note(ctx, id)
		return err
	})
	if postgres.IsTaken(err) { // by another campaign, whose lock is not this one's
		return note, errTaken
	}
	return note, err
}

// firstNote finds the note of a repeated request; its ID is empty when the id is free.
func (a *act) firstNote(ctx context.Context, id string, digest []byte) (postgres.NoteRow, error) {
	first, err := a.Note(ctx, id)
	switch {
	case errors.Is(err, postgres.ErrNone):
		return postgres.NoteRow{}, nil
	case err != nil:
		return first, err
	case a.caller.seatAmong(first.SeatID) == "" || !bytes.Equal(first.RequestDigest, digest):
		return postgres.NoteRow{}, errTaken
	}
	return first, nil
}

// insertNote stores the note of a deputy of the inspection's group and proves the deputy's part.
func (a *act) insertNote(ctx context.Context, i *supervision.Inspection, note *postgres.NoteRow) (err error) {
	if note.SeatID, err = a.seatIn(ctx, i); err != nil {
		return err
	}
	own, err := a.duty(ctx, i.DutyOf(note.SeatID))
	if err != nil {
		return err
	}
	if note.Late, err = i.Accept(a.now, own.Window, a.campaign.Customs.Zone); err != nil {
		return err
	}
	if err := own.RequireUnlocked(); err != nil {
		return err
	}
	if err := a.InsertNote(ctx, *note); err != nil {
		return err
	}
	if note.SeatID == i.Convenor {
		return nil // the convenor's part is the conclusion
	}
	return a.prove(ctx, own)
}

// seatIn is the caller's seat that has a part in the inspection; whoever has none learns nothing of it.
func (a *act) seatIn(ctx context.Context, i *supervision.Inspection) (string, error) {
	inspectors, err := a.Inspectors(ctx, a.campaign.ID, i.ID)
	if err != nil {
		return "", err
	}
	for _, in := range inspectors {
		if seat := a.caller.seatAmong(in.Holder); seat != "" {
			return seat, nil
		}
	}
	return "", supervision.Refuse(supervision.NotAllowed, "您不参加该督查", "you have no part in this inspection")
}
