import { stackForThisFile } from '../support/stack.ts';
import { batches } from './pressure/batches.ts';
import { crash } from './pressure/crash.ts';
import { rush } from './pressure/rush.ts';
import { starting } from './pressure/starting.ts';

/** One shop through a hard day: a rush, a stop and a new start, and a crash. Each part finds what the last one left. */
const stack = stackForThisFile({ CARRIER: 'off' });

rush(stack);
starting(stack);
batches(stack);
crash(stack);
