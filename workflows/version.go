package workflows

import "fmt"

// Version is the version of the processes' code: the workflows here, and the names and arguments by which they call
// activities. It must be raised with every change after which a history recorded before does not replay: another
// activity, timer or order of them. What still replays, such as other options of an activity or a step behind
// workflow.GetVersion, needs no new version. Raised, it takes every process over: the keepers of the newer workers end
// the runs of the older version and start them anew from the rows, and the histories in testdata are recorded again.
const Version = 2

// queues is the form of the names of task queues.
const queues = "duban-%d"

// Queue is the task queue of all workflows and activities of a version: each is worked by workers of that version alone.
func Queue(version int) string { return fmt.Sprintf(queues, version) }

// VersionOf is the version whose task queue this is; 0 for any other.
func VersionOf(queue string) (version int) {
	if _, err := fmt.Sscanf(queue, queues, &version); err != nil {
		return 0
	}
	return version
}
