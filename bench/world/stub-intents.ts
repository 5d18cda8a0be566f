import type { LedgerEntry } from './ledger.ts';

/** A payment intent as it is kept: little, as a run leaves hundreds of thousands. Amounts in minor units. */
export interface Intent {
  id: string;
  /** Its place in the book: a list is newest first. */
  seq: number;
  peer: string;
  orderId: string;
  customer: string | null;
  amount: number;
  /** Lower case, as Stripe has it. */
  currency: string;
  method: string;
  /** Seconds since 1970. */
  created: number;
  outcome: 'authorized' | 'declined';
  /** Set once it is canceled: seconds since 1970, and the Idempotency-Key that did it. */
  canceled: { at: number; key: string | undefined } | undefined;
  /** The first answer is not out before: performance.now(). A repeat in between waits for it too. */
  answersAt: number;
}

export type Request = Pick<Intent, 'peer' | 'orderId' | 'customer' | 'amount' | 'currency' | 'method'>;

/** All payments of a run, and what moved. */
export class Intents {
  readonly ledger: LedgerEntry[] = [];
  readonly #byId = new Map<string, Intent>();
  readonly #byKey = new Map<string, Intent>();
  readonly #byCustomer = new Map<string | null, Intent[]>();

  find(id: string): Intent | undefined {
    return this.#byId.get(id);
  }

  findByKey(key: string | undefined): Intent | undefined {
    return key === undefined ? undefined : this.#byKey.get(key);
  }

  add(request: Request, outcome: Intent['outcome'], key: string | undefined, answersAt: number): Intent {
    const seq = this.#byId.size + 1;
    const id = `pi_bench${String(seq).padStart(19, '0')}`;
    const created = Math.floor(Date.now() / 1000);
    const intent: Intent = { ...request, id, seq, created, outcome, canceled: undefined, answersAt };
    this.#byId.set(id, intent);
    if (key !== undefined) this.#byKey.set(key, intent);
    const ofCustomer = this.#byCustomer.get(request.customer);
    if (ofCustomer) ofCustomer.push(intent);
    else this.#byCustomer.set(request.customer, [intent]);
    if (outcome === 'authorized') this.#record(intent, 'authorization');
    return intent;
  }

  cancel(intent: Intent, key: string | undefined): void {
    intent.canceled = { at: Math.floor(Date.now() / 1000), key };
    if (intent.outcome === 'authorized') this.#record(intent, 'void');
  }

  /** Newest first, those before `before` in the list; one more than `limit` where there are more. */
  list(filter: { customer: string | null; createdFrom: number; before: Intent | undefined; limit: number }): Intent[] {
    const all = filter.customer === null ? [...this.#byId.values()] : (this.#byCustomer.get(filter.customer) ?? []);
    const found: Intent[] = [];
    for (let n = all.length - 1; n >= 0 && found.length <= filter.limit; n -= 1) {
      const intent = all[n];
      if (!intent || intent.created < filter.createdFrom) break;
      if (!filter.before || intent.seq < filter.before.seq) found.push(intent);
    }
    return found;
  }

  #record({ peer, orderId, amount, currency }: Intent, kind: LedgerEntry['kind']): void {
    this.ledger.push({ peer, orderId, kind, amount, currency: currency.toUpperCase() });
  }
}
