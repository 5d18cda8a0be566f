import { type Router, Router as createRouter, static as serveStatic } from 'express';
import { absolutePath } from 'swagger-ui-dist';
import {
  createDocument,
  type CreateDocumentOptions,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { z } from 'zod';
import { ANSWERS, BODIES, PATH_PARAMETERS } from '../contracts/examples.ts';
import type { Operation } from '../contracts/operations.ts';
import { rolesOf } from '../contracts/roles.ts';
import { DOCUMENTED, type SignedOperation } from '../contracts/signed-operations.ts';
import { answerHeaders, isVersioned, requestHeaders } from './openapi-headers.ts';
import { lineSchemas } from './openapi-lines.ts';
import { linksFrom } from './openapi-links.ts';
import { PROBLEM_EXAMPLES, problemAnswers } from './openapi-problems.ts';
import { TAGS, tagOf } from './openapi-tags.ts';

/** The OpenAPI 3.1 document, from the table of operations. */
export function openApiDocument() {
  const paths: ZodOpenApiPathsObject = {};
  for (const [operationId, operation] of Object.entries(DOCUMENTED)) {
    const path = operation.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [operation.method]: describe(operationId, operation) };
  }
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Order Saga',
        version: '1',
        description: 'Orders, decided in the same call.',
        contact: { name: 'Order Saga', url: 'https://example.com/order-saga', email: 'order-saga@example.com' },
        license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
      },
      servers: [{ url: '/', description: 'Where this document is' }],
      tags: [...TAGS],
      components: {
        securitySchemes: SECURITY,
        examples: PROBLEM_EXAMPLES,
        schemas: lineSchemas(OPTIONS),
      },
      security: [{ bearer: [] }],
      paths,
    },
    OPTIONS,
  );
}

const SECURITY = {
  bearer: { type: 'http', scheme: 'bearer', description: 'An API key, or an access token' },
  signature: {
    type: 'apiKey',
    in: 'header',
    name: 'webhook-signature',
    description: 'Of the Standard Webhooks spec (https://www.standardwebhooks.com), by a secret that was agreed on',
  },
} as const;

/** contracts/text.ts takes well-formed text without NUL, U+FFFE and U+FFFF; an unreadable cursor counts as one that is wrong. */
const plainText: NonNullable<CreateDocumentOptions['override']> = ({ jsonSchema, zodSchema, io }) => {
  if (zodSchema instanceof z.ZodCatch) delete jsonSchema.default;
  if (io === 'input' && jsonSchema.type === 'string' && zodSchema instanceof z.ZodString && !jsonSchema.format)
    jsonSchema.pattern ??= '^[^\\u0000\\uFFFE\\uFFFF]*$';
};

const OPTIONS: CreateDocumentOptions = { override: plainText };

function describe(operationId: string, operation: Operation | SignedOperation): ZodOpenApiOperationObject {
  const tag = tagOf(operation.path);
  const body = Object.entries(BODIES).find(([name]) => name === operationId)?.[1];
  return {
    operationId,
    ...(tag === undefined ? {} : { tags: [tag] }),
    summary: operation.summary,
    ...access(operation),
    requestParams: {
      ...(operation.params instanceof z.ZodObject ? { path: described(operation.params) } : {}),
      ...(operation.query instanceof z.ZodObject ? { query: described(operation.query) } : {}),
      header: described(requestHeaders(operation)),
    },
    ...(operation.body
      ? {
          requestBody: {
            required: !operation.body.safeParse({}).success,
            content: {
              [operation.bodyType ?? 'application/json']: {
                schema: operation.body,
                ...(body ? { example: body } : {}),
              },
            },
          },
        }
      : {}),
    responses: {
      ...goodAnswers(operationId, operation),
      ...(operation.method === 'get' && isVersioned(operation)
        ? { 304: { description: 'It is as the caller has it', headers: answerHeaders(operation, 304) } }
        : {}),
      ...problemAnswers(operation),
    },
  };
}

/** Who may call it. */
function access(operation: Operation | SignedOperation) {
  return 'scope' in operation
    ? {
        description:
          operation.scope === null
            ? 'For whoever has a key.'
            : `For whoever has the scope \`${operation.scope}\`: ${rolesOf(operation.scope).join(', ')}.`,
      }
    : { description: 'For whoever has signed it; nothing of it is read before that.', security: [{ signature: [] }] };
}

function goodAnswers(operationId: string, operation: Operation | SignedOperation): ZodOpenApiResponsesObject {
  const answers = Object.entries(operation.answers).map(([status, schema]) => {
    const example = ANSWERS.get(schema);
    const content = { schema, ...(example === undefined ? {} : { example }) };
    return [
      status,
      {
        description: Number(status) === 202 ? 'Not decided yet' : 'Done',
        headers: answerHeaders(operation, Number(status)),
        ...(schema instanceof z.ZodUndefined
          ? {}
          : { content: Object.fromEntries((operation.stream ?? ['application/json']).map((type) => [type, content])) }),
        links: linksFrom(operationId),
      },
    ];
  });
  return Object.fromEntries(answers);
}

/** A parameter says what it is for, whether it may be left out or not; what a path names, everywhere the same. */
function described({ shape }: z.ZodObject<Record<string, z.ZodType>>) {
  const fields = Object.entries(shape).map(([name, schema]) => {
    const inner = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? schema.unwrap() : schema;
    const said = { ...(inner instanceof z.ZodType ? inner.meta() : {}), ...schema.meta() };
    const { description = said.description, example } = PATH_PARAMETERS[name] ?? {};
    return [
      name,
      schema.meta({ description, param: { ...said.param, ...(example === undefined ? {} : { example }) } }),
    ];
  });
  return z.object(Object.fromEntries(fields));
}

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Order Saga API</title>
    <link rel="stylesheet" href="/docs/assets/swagger-ui.css">
  </head>
  <body>
    <div id="ui"></div>
    <script src="/docs/assets/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>`;

const START = "SwaggerUIBundle({ url: '/openapi.json', dom_id: '#ui' });\n";

/** The document at /openapi.json, and a page to read it at /docs; nothing comes from a CDN. */
export function referenceRoutes(): Router {
  const document = openApiDocument();
  const router = createRouter();
  router.get('/openapi.json', (_request, response) => {
    response.json(document);
  });
  router.get('/docs', (_request, response) => {
    response.type('html').send(PAGE);
  });
  router.get('/docs/start.js', (_request, response) => {
    response.type('js').send(START);
  });
  router.use('/docs/assets', serveStatic(absolutePath(), { index: false }));
  return router;
}
