import type { Trap } from './points.ts';

/** Kills this very process, as `kill -9` does, when the chosen order comes by the point that the trap names. */
export class Armed {
  #trap: Trap | undefined;
  #orderId: string | undefined;
  #isDecided = false;

  /** @param orderId of the trap's key, where that has one already */
  set(trap: Trap, orderId: string | undefined): void {
    this.#trap = trap;
    this.#orderId = orderId;
    this.#isDecided = false;
  }

  /** A request has claimed this key for this order. */
  meet(key: string | undefined, orderId: string): void {
    if (key !== undefined && key === this.#trap?.key) this.#orderId = orderId;
  }

  isSetFor(orderId: string, point: Trap['point']): boolean {
    return orderId === this.#orderId && this.#trap?.point === point;
  }

  /** Whether the order's steps are to be taken one by one. */
  isPatient(orderId: string): boolean {
    return orderId === this.#orderId && this.#trap?.gear === 'patient';
  }

  pass(orderId: string, point: Trap['point']): void {
    if (this.isSetFor(orderId, point)) die();
  }

  /** The commit that decides the order is in. */
  decided(orderId: string): void {
    if (orderId === this.#orderId) this.#isDecided = true;
  }

  /** Once its order is decided a step does not end, so that its workflow task stays open until the answer is out. */
  async hold(orderId: string): Promise<void> {
    if (this.#isDecided && this.isSetFor(orderId, 'answered')) await new Promise(() => undefined);
  }

  /** The whole answer to a request with this key is with the operating system. */
  answered(key: string | undefined): void {
    if (this.#isDecided && key === this.#trap?.key && this.#trap?.point === 'answered') die();
  }
}

/** Nothing runs after this: no handler, no flush, no line of a log. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
}
