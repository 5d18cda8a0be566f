import { stackForThisFile } from '../support/stack.ts';
import { many } from './live/many.ts';
import { processes } from './live/processes.ts';
import { sockets } from './live/sockets.ts';
import { staying } from './live/staying.ts';
import { streams } from './live/streams.ts';

/** Orders as they change, over SSE and WebSocket: each part a file of live/, all on one stack. */
const stack = stackForThisFile({ CARRIER: 'off' });

staying(stack);
streams(stack);
processes(stack);
many(stack);
sockets(stack);
