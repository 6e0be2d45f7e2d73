package workflows

import "go.temporal.io/sdk/workflow"

// Delivery sends what waits on one channel of a host: as fast as the channel takes it, and while it is down after pauses
// that grow. It is over when nothing waits, and begins anew when something does.
func Delivery(ctx workflow.Context, ref Ref) error {
	d, err := follow(ctx, DeliveryKind, ref, TakeUpDelivery)
	for err == nil {
		var due bool
		switch due, err = d.due(ctx); {
		case err != nil:
		case due && d.Step != DeliverStep:
			err = unknown(d.Step)
		case due:
			err = d.do(ctx, Deliver)
		case !drain(d.nudges):
			return nil
		default: // something came while the process ended
			err = d.do(ctx, TakeUpDelivery)
		}
	}
	return err
}
