import { CancellationScope, setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { Checkout } from '../domain/gateway.ts';
import { describe, type OrderSnapshot } from '../domain/snapshot.ts';
import { hasAnswer } from '../domain/states.ts';
import type { Timing } from '../domain/timing.ts';
import { GoingOn } from './going-on.ts';
import type { SIGNALS } from './messages.ts';
import { NeedsAttention, OrderStatus } from './search-attributes.ts';
import { Turns } from './turns.ts';

export interface OrderStart {
  orderId: string;
  /** Null when the order has been written: the workflow goes on from Postgres. */
  checkout: Checkout | null;
  timing: Timing;
  /** Signals that came while the run before this one was ending. */
  signals?: SignalReceived[];
  isCanceledInTemporal?: boolean;
  /**
   * Its local activities run one after the other. Here and no `patched()`, which would be asked where two meet: a replay does
   * not always see them meet.
   */
  takesTurns?: boolean;
}

export interface SignalReceived {
  name: (typeof SIGNALS)[number];
  args: unknown[];
}

/** What the workflow knows of its order: the newest snapshot that an activity brought. The database decides. */
export class RunningOrder {
  readonly id: string;
  readonly checkout: Checkout | null;
  readonly timing: Timing;
  /** True once placing is over, one way or the other: only then do messages about the later life make sense. */
  settled = false;
  /** Words of whoever asked to cancel it while it was being placed; undefined when nobody did. */
  cancelNote: string | null | undefined;
  readonly turns: Turns;
  readonly goingOn: GoingOn;
  /** Signals that came too late for this run. */
  readonly forNextRun: SignalReceived[] = [];
  /** Those that the run before this one left. */
  hasTakenUp = false;
  /** Whoever canceled it in Temporal has not been heard yet. */
  isCanceledInTemporal: boolean;
  #snapshot: OrderSnapshot | null = null;
  #placing: CancellationScope | null = null;

  constructor({ orderId, checkout, timing, isCanceledInTemporal = false, takesTurns = false }: OrderStart) {
    this.turns = new Turns(takesTurns);
    this.goingOn = new GoingOn(this.turns);
    this.id = orderId;
    this.checkout = checkout;
    this.timing = timing;
    this.isCanceledInTemporal = isCanceledInTemporal;
  }

  /** This run ends, and the next one goes on: signals that come from now on are for that one. */
  get isEnding(): boolean {
    return this.goingOn.isEnding;
  }

  /** Nothing but that something is to be looked at: once is enough. */
  leaveToNextRun(signal: SignalReceived): void {
    if (this.forNextRun.every(({ name }) => name !== signal.name)) this.forNextRun.push(signal);
  }

  /** Waits as long as it takes, or until this run ends. */
  async until(holds: () => boolean): Promise<void> {
    await this.goingOn.until(holds);
  }

  get snapshot(): OrderSnapshot | null {
    return this.#snapshot;
  }

  get status(): OrderSnapshot['status'] | 'NEW' {
    return this.#snapshot?.status ?? 'NEW';
  }

  /** Takes on what stands in the database, and shows it to operators. Handlers overlap: an older one is passed over. */
  adopt(snapshot: OrderSnapshot): OrderSnapshot {
    const before = this.#snapshot;
    if (before && snapshot.version < before.version) return before;
    this.#snapshot = snapshot;
    const shown = workflowInfo().typedSearchAttributes;
    if (snapshot.status !== shown.get(OrderStatus)) this.show(snapshot.status);
    if (snapshot.needsAttention !== shown.get(NeedsAttention)) {
      upsertSearchAttributes([{ key: NeedsAttention, value: snapshot.needsAttention }]);
    }
    setCurrentDetails(describe(snapshot));
    return snapshot;
  }

  show(status: OrderSnapshot['status']): void {
    upsertSearchAttributes([{ key: OrderStatus, value: status }]);
  }

  /** Runs `place` so that `stopPlacing` ends it: what is under way is waited for, what has not begun is not begun. */
  async placing(place: () => Promise<void>): Promise<void> {
    await CancellationScope.cancellable(async () => {
      this.#placing = CancellationScope.current();
      await place();
    });
  }

  stopPlacing(note: string | null): void {
    if (this.settled) return;
    this.cancelNote ??= note;
    this.#placing?.cancel();
  }

  async untilSettled(): Promise<void> {
    await this.until(() => this.settled);
  }

  /** Resolves with the order once it has its answer, or waits for a person. */
  async untilAnswered(): Promise<OrderSnapshot> {
    return await this.#until((snapshot) => hasAnswer(snapshot.status));
  }

  async untilGivenBack(step: OrderSnapshot['openCompensations'][number]): Promise<OrderSnapshot> {
    return await this.#until((snapshot) => !snapshot.openCompensations.includes(step));
  }

  async #until(holds: (snapshot: OrderSnapshot) => boolean): Promise<OrderSnapshot> {
    await this.until(() => this.#snapshot !== null && holds(this.#snapshot));
    return this.#snapshot ?? (await this.#until(holds));
  }
}
