import { type Gear, PLACING, type Point, RELEASING, STARTING_TO_CANCEL, VOIDING } from './points.ts';
import type { Kind } from './purchases.ts';

/** One order that is killed where it stands: once, or again on its second way. */
export interface Chosen {
  kind: Kind;
  gear: Gear;
  points: readonly Point[];
}

/** Null: whenever it falls. */
export type Step = Chosen | null;

const CONFIRMING = ['before confirmOrder', 'decided', 'after confirmOrder', 'answered'] as const satisfies Point[];

const once = (kind: Kind, points: readonly Point[], gear: Gear = 'quick'): Chosen[] =>
  points.map((point) => ({ kind, gear, points: [point] }));
const twice = (kind: Kind, first: Point, second: Point): Chosen => ({ kind, gear: 'quick', points: [first, second] });

/** Every point that an order of each kind comes by. */
const STEPS: readonly (readonly Step[])[] = [
  once('visa', [...PLACING, ...CONFIRMING]),
  once('declined', [...PLACING.slice(2), ...STARTING_TO_CANCEL, ...RELEASING, 'decided', 'answered']),
  once('timing out', [...PLACING.slice(5), ...STARTING_TO_CANCEL, ...VOIDING, ...RELEASING, 'decided', 'answered']),
  once('out of stock', ['before placeOrder', 'after placeOrder', ...STARTING_TO_CANCEL, 'decided', 'answered']),
  once('visa', [...PLACING.slice(1, -1), ...CONFIRMING], 'patient'),
  [
    twice('visa', 'after placeOrder', 'after placeOrder'),
    twice('visa', 'after placeOrder', 'decided'),
    twice('visa', 'while authorizing', 'while authorizing'),
    twice('visa', 'before confirmOrder', 'answered'),
    twice('declined', 'after placeOrder', 'after authorizePayment'),
    twice('declined', 'after startCancel', 'before releaseStock'),
    twice('timing out', 'while authorizing', 'while voiding'),
    twice('out of stock', 'after placeOrder', 'decided'),
  ],
  Array.from({ length: 10 }, () => null),
];

/**
 * The kinds take turns, so that a short run meets all of them; it begins anew when all steps were taken.
 * @param only steps whose name holds this
 * @throws Error where no step does
 */
export function* plan(only: string): Generator<Step, never> {
  if (!STEPS.flat().some((step) => nameOf(step).includes(only))) throw new Error(`there is no step "${only}"`);
  const longest = Math.max(...STEPS.map((steps) => steps.length));
  for (;;) {
    for (let n = 0; n < longest; n += 1) {
      for (const steps of STEPS) {
        const step = steps[n];
        if (step !== undefined && nameOf(step).includes(only)) yield step;
      }
    }
  }
}

/** In a line of the log. */
export function nameOf(step: Step): string {
  if (!step) return 'at any time';
  return `${step.kind}: ${step.points.join(', then ')}${step.gear === 'patient' ? ', patiently' : ''}`;
}
