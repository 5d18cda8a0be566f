import { browserForThisFile } from '../support/browser.ts';
import { stackForThisFile } from '../support/stack.ts';
import { acting } from './acting.ts';
import { finding } from './finding.ts';
import { pages } from './pages.ts';
import { payloads } from './payloads.ts';
import { rights } from './rights.ts';
import { signingIn } from './signing-in.ts';

/** The operator's page in a real Chromium, on a whole shop: each part of it a file, all on one stack. */
const stack = stackForThisFile({ CARRIER: 'off' });
const browser = browserForThisFile();

signingIn(stack, browser);
finding(stack, browser);
acting(stack, browser);
rights(stack, browser);
pages(stack, browser);
payloads(stack, browser);
