import { stackForThisFile } from '../support/stack.ts';
import { outages } from './bad-input/outages.ts';
import { noRequests } from './bad-input/no-requests.ts';
import { refusedAtTheDoor } from './bad-input/refused-at-the-door.ts';
import { refusedBatches } from './bad-input/refused-batches.ts';
import { refusedChanges } from './bad-input/refused-changes.ts';
import { refusedOrders } from './bad-input/refused-orders.ts';
import { strangeRequests } from './bad-input/strange-requests.ts';

/** What goes wrong, and what is left of it: each kind a file of bad-input/, all on one stack. */
const stack = stackForThisFile({ CARRIER: 'off' });

noRequests(stack);
refusedAtTheDoor(stack);
strangeRequests(stack);
refusedOrders(stack);
refusedBatches(stack);
refusedChanges(stack);
outages(stack);
