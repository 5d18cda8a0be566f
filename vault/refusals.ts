/** A payload that is not taken. It names the key at most, and never what is in it. */
export class PayloadRefused extends Error {
  override readonly name = 'PayloadRefused';
}
