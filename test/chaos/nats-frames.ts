/** One operation of NATS' client protocol: its line, and its payload where it has one. */
export interface Frame {
  /** `HPUB`, `MSG`, `PING` …, in capitals. */
  operation: string;
  /** What follows on its line. */
  words: string[];
  payload: Buffer | null;
  /** As it came. */
  raw: Buffer;
}

const WITH_PAYLOAD = new Set(['PUB', 'HPUB', 'MSG', 'HMSG']);
const LINE_END = Buffer.from('\r\n');

/** Cuts a stream of bytes into frames. https://docs.nats.io/reference/reference-protocols/nats-protocol */
export class Frames {
  #bytes = Buffer.alloc(0);

  /** The frames that are whole by now. */
  push(chunk: Buffer): Frame[] {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    const frames: Frame[] = [];
    for (let frame = this.#next(); frame !== null; frame = this.#next()) frames.push(frame);
    return frames;
  }

  #next(): Frame | null {
    const end = this.#bytes.indexOf(LINE_END);
    if (end < 0) return null;
    const [operation = '', ...words] = this.#bytes.subarray(0, end).toString().split(/\s+/);
    const name = operation.toUpperCase();
    const length = WITH_PAYLOAD.has(name) ? Number(words.at(-1)) : -2;
    const whole = end + 2 + length + 2;
    if (this.#bytes.length < whole) return null;
    const raw = this.#bytes.subarray(0, whole);
    const payload = length < 0 ? null : this.#bytes.subarray(end + 2, end + 2 + length);
    this.#bytes = this.#bytes.subarray(whole);
    return { operation: name, words, payload, raw };
  }
}

export function message(subject: string, sid: string, payload: string): Buffer {
  return Buffer.from(`MSG ${subject} ${sid} ${Buffer.byteLength(payload)}\r\n${payload}\r\n`);
}
