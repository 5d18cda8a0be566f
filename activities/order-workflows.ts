/** The workflows of orders, as reconciliation sees them from outside. */
export interface OrderWorkflows {
  /** False also where Temporal has forgotten it. */
  isRunning(orderId: string): Promise<boolean>;
  /** Orders whose workflow has ended since, however it did: up to `limit`. Temporal may tell of one some time later. */
  endedSince(time: Date, limit: number): Promise<string[]>;
}

/** A workflow to which something has happened since a moment. */
export interface WorkflowSeen {
  orderId: string;
  isRunning: boolean;
  /** The order's status as the list of workflows shows it. */
  status: string | null;
  /** When something last happened to it. */
  at: Date;
}

/** The workflows of orders after a restore. */
export interface LaterWorkflows {
  /** Those to which something has happened since. Each that is open is looked at. */
  goneOnSince(time: Date): Promise<WorkflowSeen[]>;
  /** Ends it where it stands, without compensations; one that has ended is fine. */
  terminate(orderId: string, reason: string): Promise<void>;
}
