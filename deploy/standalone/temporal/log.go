package temporal

import (
	"errors"
	"runtime"

	"go.temporal.io/server/common/log"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

// serverLog keeps the server's warnings in a file. An entry that would end the whole
// process is delivered to fatal instead, so that the rest can stop cleanly.
type serverLog struct {
	logger log.Logger
	fatal  chan error
}

func newLog(file string) *serverLog {
	l := &serverLog{fatal: make(chan error, 1)}
	l.logger = log.NewZapLogger(
		log.BuildZapLogger(log.Config{Level: "warn", OutputFile: file}).WithOptions(zap.WithFatalHook(l)),
	)
	return l
}

// OnWrite ends the goroutine that cannot go on, in place of the process.
func (l *serverLog) OnWrite(entry *zapcore.CheckedEntry, _ []zapcore.Field) {
	select {
	case l.fatal <- errors.New(entry.Message):
	default:
	}
	runtime.Goexit()
}
