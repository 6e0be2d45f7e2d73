package supervision

// Phase is one of the three parts of a year of supervision.
type Phase int

// The phases, in order.
const (
	NoPhase    Phase = iota
	Deployment       // 部署发动
	Monitoring       // 监督推进
	Evaluation       // 总结测评
)

var phaseNames = [...]string{"", "DEPLOYMENT", "MONITORING", "EVALUATION"}

// String returns the phase's name in the plan language.
func (p Phase) String() string { return phaseNames[p] }

// ParsePhase is the inverse of String; an unknown name is NoPhase.
func ParsePhase(name string) Phase {
	for p, n := range phaseNames {
		if n == name {
			return Phase(p)
		}
	}
	return NoPhase
}

// Phases lists the three phases in order.
func Phases() [3]Phase { return [3]Phase{Deployment, Monitoring, Evaluation} }

// PhasesOfYear lists the plan's phases in order: all three, or none.
func (p Plan) PhasesOfYear() []Phase {
	if !p.phased() {
		return nil
	}
	all := Phases()
	return all[:]
}

// Window returns the days the plan gives a phase.
func (p Plan) Window(phase Phase) Window { return p.Phases[phase-Deployment] }
