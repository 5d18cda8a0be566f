import { stackForThisFile } from '../support/stack.ts';
import { auditing } from './contract/auditing.ts';
import { batches } from './contract/batches.ts';
import { canceling } from './contract/canceling.ts';
import { deadLetters } from './contract/dead-letters.ts';
import { holding } from './contract/holding.ts';
import { idempotency } from './contract/idempotency.ts';
import { inventory } from './contract/inventory.ts';
import { lineChanges } from './contract/line-changes.ts';
import { lists } from './contract/lists.ts';
import { lookingAfter } from './contract/looking-after.ts';
import { parcels } from './contract/parcels.ts';
import { placing } from './contract/placing.ts';
import { reading } from './contract/reading.ts';
import { reference } from './contract/reference.ts';
import { refunding } from './contract/refunding.ts';
import { returning } from './contract/returning.ts';
import { roles } from './contract/roles.ts';

/** CONTRACT.md, "Orders": each part of it a file of contract/, all on one stack. */
const stack = stackForThisFile({ CARRIER: 'off' });

placing(stack);
idempotency(stack);
batches(stack);
reading(stack);
lists(stack);
canceling(stack);
parcels(stack);
lineChanges(stack);
refunding(stack);
returning(stack);
holding(stack);
inventory(stack);
lookingAfter(stack);
deadLetters(stack);
auditing(stack);
roles(stack);
reference(stack);
