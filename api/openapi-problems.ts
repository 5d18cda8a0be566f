import type { ZodOpenApiResponsesObject } from 'zod-openapi';
import { Problem } from '../contracts/http.ts';
import type { OperationRow } from '../contracts/operations.ts';
import type { SignedOperation } from '../contracts/signed-operations.ts';
import { ERRORS, type ErrorCode, isErrorCode } from '../domain/errors.ts';
import { problemHeaders } from './openapi-headers.ts';

/** What any request may be refused with. */
const ALWAYS = [
  'invalid_request',
  'headers_too_large',
  'request_timeout',
  'internal_error',
  'dependency_unavailable',
] as const;
/** The same of one that comes with a key. */
const WITH_KEY = ['unauthenticated', 'forbidden', 'rate_limited'] as const;

/** Every refusal of an operation, by its status. */
export function problemAnswers(operation: OperationRow | SignedOperation): ZodOpenApiResponsesObject {
  const isSigned = 'headers' in operation;
  const codes = [
    ...ALWAYS,
    ...(isSigned ? [] : WITH_KEY),
    ...(operation.body ? ['body_too_large'] : []),
    // What is signed is taken byte for byte, whatever it calls itself.
    ...(operation.body && !isSigned ? ['unsupported_media_type'] : []),
    ...operation.errors,
  ].filter(isErrorCode);
  const byStatus = Map.groupBy(new Set(codes), (code) => ERRORS[code].status as number);
  // What cannot be read at all: api/problem.ts.
  byStatus.set(400, ['invalid_request', ...(byStatus.get(400) ?? [])]);
  return Object.fromEntries([...byStatus].map(([status, list]) => [status, answer(operation, status, list)]));
}

function answer(operation: OperationRow, status: number, codes: readonly ErrorCode[]) {
  const retryable = codes.filter((code) => ERRORS[code].retryable).length;
  const examples = codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]);
  return {
    description: codes.map((code) => `\`${code}\`: ${ERRORS[code].title}`).join('; '),
    headers: problemHeaders(
      operation,
      status,
      retryable === 0 ? 'never' : retryable === codes.length ? 'always' : 'perhaps',
    ),
    content: { 'application/problem+json': { schema: Problem, examples: Object.fromEntries(examples) } },
  };
}

/** No operation is refused for a method that it has. */
const ELSEWHERE = ['method_not_allowed'];

/** One problem of each code. */
export const PROBLEM_EXAMPLES = Object.fromEntries(
  Object.entries(ERRORS)
    .filter(([code]) => !ELSEWHERE.includes(code))
    .map(([code, { status, title, retryable, help }]) => [
      code,
      {
        summary: title,
        description: help,
        value: {
          type: `http://127.0.0.1:3000/problems/${code}`,
          title,
          status,
          detail: title,
          code,
          requestId: '01M8498ZYHN8V5V0BTQ4S0X1TC',
          retryable,
        },
      },
    ]),
);
