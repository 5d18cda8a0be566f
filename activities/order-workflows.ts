/** The workflows of orders, as reconciliation sees them from outside. */
export interface OrderWorkflows {
  /** False also where Temporal has forgotten it. */
  isRunning(orderId: string): Promise<boolean>;
  /** Orders whose workflow has ended since, however it did: up to `limit`. Temporal may tell of one some time later. */
  endedSince(time: Date, limit: number): Promise<string[]>;
}
