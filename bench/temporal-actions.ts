import type { temporal } from '@temporalio/proto';

export type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** What Temporal Cloud would bill for a workflow, as far as its history tells. */
export interface Actions {
  /** All but the two below. */
  order: number;
  /** Apart: when a return window or a hold ends is the shop's business, not the saga's cost. */
  timers: number;
  /** Apart: what takes the money after it was authorized. */
  captures: number;
}

/**
 * Counts the billable actions of one execution by Temporal's definition, https://docs.temporal.io/cloud/actions (read
 * in its version of 2026): a start, a signal, an update accepted, a search attribute upsert (however many attributes it
 * sets; those set at the start are free), a timer, each attempt of an activity; all markers of one workflow task, so
 * all its local activities, are one, and each heartbeat of a workflow task that they stretch is one more.
 * Not in a history, and not counted: queries, heartbeats of activities, rejected updates.
 */
export function actionsOf(history: readonly HistoryEvent[]): Actions {
  const actions: Actions = { order: 0, timers: 0, captures: 0 };
  const activityTypes = new Map<string, string>();
  const markers = new Map<string, 'order' | 'captures'>();

  for (const [index, event] of history.entries()) {
    const scheduled = event.activityTaskScheduledEventAttributes;
    const started = event.activityTaskStartedEventAttributes;
    const marker = event.markerRecordedEventAttributes;
    if (scheduled) activityTypes.set(String(event.eventId), scheduled.activityType?.name ?? '');
    if (event.timerStartedEventAttributes) actions.timers += 1;
    if (started) {
      // Written when the activity ends, with the number of the attempt that ended it.
      const type = activityTypes.get(String(started.scheduledEventId)) ?? '';
      actions[isCapture(type) ? 'captures' : 'order'] += started.attempt ?? 1;
    }
    if (marker) {
      const task = String(marker.workflowTaskCompletedEventId);
      const kind = isCapture(localActivityType(marker)) && markers.get(task) !== 'order' ? 'captures' : 'order';
      markers.set(task, kind);
    }
    if (isOneAction(event) || isTaskHeartbeat(event, history[index + 1])) actions.order += 1;
  }
  for (const kind of markers.values()) actions[kind] += 1;
  return actions;
}

/** @throws Error for what the bench's workflows do not do, and this does not know the price of */
function isOneAction(event: HistoryEvent): boolean {
  if (
    event.startChildWorkflowExecutionInitiatedEventAttributes ||
    event.signalExternalWorkflowExecutionInitiatedEventAttributes ||
    event.nexusOperationScheduledEventAttributes
  ) {
    throw new Error(`event ${String(event.eventId)} has a price that is not counted`);
  }
  return Boolean(
    event.workflowExecutionStartedEventAttributes ??
    event.workflowExecutionSignaledEventAttributes ??
    event.workflowExecutionUpdateAcceptedEventAttributes ??
    event.upsertWorkflowSearchAttributesEventAttributes ??
    event.workflowExecutionOptionsUpdatedEventAttributes,
  );
}

/** A task that ends with nothing to say and is scheduled anew at once: its local activities needed longer. */
function isTaskHeartbeat(event: HistoryEvent, next: HistoryEvent | undefined): boolean {
  return Boolean(event.workflowTaskCompletedEventAttributes && next?.workflowTaskScheduledEventAttributes);
}

const isCapture = (activityType: string) => /capture/i.test(activityType);

/** The SDK's Rust core writes what it was into the marker's details, as JSON. */
function localActivityType({ details }: temporal.api.history.v1.IMarkerRecordedEventAttributes): string {
  const data = details?.['data']?.payloads?.[0]?.data;
  return /"activity_type":"([^"]*)"/.exec(Buffer.from(data ?? []).toString())?.[1] ?? '';
}

/**
 * Dollars for actions of one calendar month, pay as you go, without a plan's allocation and its minimum, and without
 * storage: https://docs.temporal.io/cloud/pricing. Beyond the last step it is a matter of negotiation.
 */
const STEPS = [
  { upTo: 5e6, perMillion: 50 },
  { upTo: 10e6, perMillion: 45 },
  { upTo: 20e6, perMillion: 40 },
  { upTo: 50e6, perMillion: 35 },
  { upTo: 100e6, perMillion: 30 },
  { upTo: Number.POSITIVE_INFINITY, perMillion: 25 },
] as const;

export function dollars(actions: number): number {
  let from = 0;
  let sum = 0;
  for (const { upTo, perMillion } of STEPS) {
    sum += (Math.max(0, Math.min(actions, upTo) - from) / 1e6) * perMillion;
    from = upTo;
  }
  return sum;
}
