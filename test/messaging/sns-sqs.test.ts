import { describe } from '@jest/globals';
import { startSnsSqs } from '../support/brokers.ts';
import { conformance } from './conformance.ts';

describe('over SNS and SQS:', () => {
  conformance(startSnsSqs);
});
