package api

import (
	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/supervision"
)

func poll(r desk.PollRow) *v1.Poll {
	return &v1.Poll{
		Id: r.ID, Campaign: r.CampaignID, Title: r.Title, State: pollState(r.State),
		OpenedAt: stored(r.OpenedAt), ClosesAt: stored(r.ClosesAt), ClosedAt: stored(r.ClosedAt), Rule: voteRule(r.Rule),
		Members: count(r.Members), Voted: count(r.Voted),
	}
}

// pollState hides the moment between the campaign's call and the opening.
func pollState(s supervision.PollState) v1.Poll_State {
	if s == supervision.PollCalled {
		s = supervision.PollPlanned
	}
	return v1.Poll_State(v1.Poll_State_value[string(s)])
}

func voteRule(r supervision.VoteRule) *v1.VoteRule {
	return &v1.VoteRule{
		Denominator:  v1.VoteRule_Denominator(v1.VoteRule_Denominator_value[string(r.Denominator)]),
		HalfIsEnough: r.HalfIsEnough, Source: r.Source,
	}
}

func pollResult(r desk.ResultRow) *v1.PollResult {
	return &v1.PollResult{
		Project: r.Project, Satisfied: count(r.Satisfied), BasicallySatisfied: count(r.Basically),
		Dissatisfied: count(r.Dissatisfied), Abstained: count(r.Abstain), Outcome: grade(r.Outcome),
	}
}

func grade(g supervision.Grade) v1.BallotChoice_Grade {
	return v1.BallotChoice_Grade(v1.BallotChoice_Grade_value[string(g)])
}
