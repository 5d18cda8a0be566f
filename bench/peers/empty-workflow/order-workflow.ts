import { proxySinks, type Sinks } from '@temporalio/workflow';

export interface Ends extends Sinks {
  ends: { ended(): void };
}

const { ends } = proxySinks<Ends>();

/** An order's workflow with nothing in it. */
export async function OrderWorkflow(): Promise<void> {
  ends.ended();
}
