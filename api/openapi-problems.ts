import type { ZodOpenApiResponsesObject } from 'zod-openapi';
import { Problem } from '../contracts/http.ts';
import type { Operation } from '../contracts/operations.ts';
import { ERRORS, type ErrorCode, isErrorCode } from '../domain/errors.ts';
import { problemHeaders } from './openapi-headers.ts';

/** What any request may be refused with. */
const ALWAYS = [
  'invalid_request',
  'unauthenticated',
  'forbidden',
  'rate_limited',
  'headers_too_large',
  'request_timeout',
  'internal_error',
  'dependency_unavailable',
] as const;
/** The same of one that has a body. */
const WITH_BODY = ['body_too_large', 'unsupported_media_type'] as const;

/** Every refusal of an operation, by its status. */
export function problemAnswers(operation: Operation): ZodOpenApiResponsesObject {
  const codes = [...ALWAYS, ...(operation.body ? WITH_BODY : []), ...operation.errors].filter(isErrorCode);
  const byStatus = Map.groupBy(new Set(codes), (code) => ERRORS[code].status as number);
  // What cannot be read at all: api/problem.ts.
  byStatus.set(400, ['invalid_request', ...(byStatus.get(400) ?? [])]);
  return Object.fromEntries([...byStatus].map(([status, list]) => [status, answer(operation, status, list)]));
}

function answer(operation: Operation, status: number, codes: readonly ErrorCode[]) {
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

/** No operation is refused for a method that it has, and none here is a webhook. */
const ELSEWHERE = ['method_not_allowed', 'invalid_signature'];

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
