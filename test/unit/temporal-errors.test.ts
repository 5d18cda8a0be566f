import { expect, it } from '@jest/globals';
import { NamespaceNotFoundError } from '@temporalio/client';
import { toldOf } from '../../api/problem.ts';
import { createLog } from '../../bin/log.ts';
import { namedError } from '../../bin/order-gateway.ts';

it('a Temporal that has lost its namespace is away, to be asked again, and the log has what it said', () => {
  const lines: string[] = [];
  const log = createLog('error', { write: (line) => void lines.push(line) });
  const told = toldOf(log, namedError(new NamespaceNotFoundError('default')), 'request-1');
  expect(told).toMatchObject({ code: 'dependency_unavailable', message: 'Temporal cannot be reached' });
  expect(lines.join('')).toMatch(/Temporal cannot be reached.*Namespace not found: 'default'/);
});
