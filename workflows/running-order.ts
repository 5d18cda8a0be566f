import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { type OrderSnapshot, describe } from '../domain/snapshot.ts';
import { NeedsAttention, OrderStatus } from './search-attributes.ts';

/** What the workflow knows of its order: the newest snapshot that an activity brought. The database decides. */
export class RunningOrder {
  readonly id: string;
  #snapshot: OrderSnapshot | null = null;

  constructor(id: string) {
    this.id = id;
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
    // PENDING is set at the start, and stands only within the first workflow task.
    if (snapshot.status !== (before?.status ?? 'PENDING')) {
      upsertSearchAttributes([{ key: OrderStatus, value: snapshot.status }]);
    }
    if (snapshot.needsAttention !== (before?.needsAttention ?? false)) {
      upsertSearchAttributes([{ key: NeedsAttention, value: snapshot.needsAttention }]);
    }
    setCurrentDetails(describe(snapshot));
    return snapshot;
  }
}
