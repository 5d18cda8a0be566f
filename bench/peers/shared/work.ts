/** The work of an order as all lean peers do it; bench/README.md says what it has to be. */
export { cancel, confirm } from './decide.ts';
export { Refusal, type Outcome } from './outcome.ts';
export { connectOutside, type Outside } from './outside.ts';
export { reserve, type Tx } from './reserve.ts';
