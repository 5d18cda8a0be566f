import { describe } from '@jest/globals';
import { startNats } from '../support/brokers.ts';
import { conformance } from './conformance.ts';

describe('over NATS JetStream:', () => {
  conformance(startNats);
});
