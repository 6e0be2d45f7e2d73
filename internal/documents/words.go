package documents

import "duban/supervision"

// word is said in Chinese or in English.
type word struct{ zh, en string }

var phaseWords = map[supervision.Phase]word{
	supervision.Deployment: {"部署发动", "Deployment"},
	supervision.Monitoring: {"监督推进", "Monitoring"},
	supervision.Evaluation: {"总结测评", "Evaluation"},
}
