import { type Router, Router as createRouter, static as serveStatic } from 'express';
import { absolutePath } from 'swagger-ui-dist';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { z } from 'zod';
import { OrderVersion, Problem } from '../contracts/http.ts';
import { OPERATIONS, type Operation } from '../contracts/operations.ts';
import { rolesOf } from '../contracts/roles.ts';
import { ERRORS, isErrorCode } from '../domain/errors.ts';

/** The OpenAPI 3.1 document, from the table of operations. */
export function openApiDocument() {
  const paths: ZodOpenApiPathsObject = {};
  for (const [operationId, operation] of Object.entries(OPERATIONS)) {
    const path = operation.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [operation.method]: describe(operationId, operation) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: { title: 'Order Saga', version: '1', description: 'Orders, decided in the same call.' },
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    security: [{ bearer: [] }],
    paths,
  });
}

function describe(operationId: string, operation: Operation): ZodOpenApiOperationObject {
  const codes = ['invalid_request', 'unauthenticated', 'forbidden', ...operation.errors].filter(isErrorCode);
  const byStatus = Map.groupBy(codes, (code) => ERRORS[code].status);
  const problem = { 'application/problem+json': { schema: Problem } };
  return {
    operationId,
    summary: operation.summary,
    description: `For whoever has the scope \`${operation.scope}\`: ${rolesOf(operation.scope).join(', ')}.`,
    requestParams: {
      ...(operation.params instanceof z.ZodObject ? { path: operation.params } : {}),
      ...(operation.query instanceof z.ZodObject ? { query: operation.query } : {}),
      header: headers(operation),
    },
    ...(operation.body ? { requestBody: { content: { 'application/json': { schema: operation.body } } } } : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(operation.answers).map(([status, schema]) => [
          status,
          {
            description: Number(status) === 202 ? 'Not decided yet' : 'Done',
            content: Object.fromEntries((operation.stream ?? ['application/json']).map((type) => [type, { schema }])),
          },
        ]),
      ),
      ...Object.fromEntries(
        [...byStatus].map(([status, list]) => [status, { description: list.join(', '), content: problem }]),
      ),
    },
  };
}

function headers({ method, idempotencyKey, errors, stream }: Operation) {
  const key = z.string().min(1).max(255);
  const version = z.string().meta({ description: 'The ETag that the order must still have' });
  return z.object({
    ...(method === 'post' ? { 'Idempotency-Key': idempotencyKey === 'required' ? key : key.optional() } : {}),
    ...(stream?.includes('text/event-stream') ? { 'Last-Event-ID': OrderVersion.optional() } : {}),
    ...(errors.includes('version_mismatch') ? { 'If-Match': version.optional() } : {}),
  });
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
