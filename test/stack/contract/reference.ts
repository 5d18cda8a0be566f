import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { DOCUMENTED } from '../../../contracts/signed-operations.ts';
import { ERRORS } from '../../../domain/errors.ts';
import type { Stack } from '../../support/stack.ts';
import { anOrder, problemOf } from '../../support/stack-shop.ts';

const Reference = z.object({ $ref: z.string() });

/** What OpenAPI 3.1 asks of a document, as far as this one goes. */
const Schema = z.union([
  Reference,
  z.looseObject({ type: z.unknown() }),
  z.looseObject({ anyOf: z.array(z.unknown()) }),
]);
const Content = z.record(z.string().regex(/^[\w.+-]+\/[\w.+-]+$/), z.object({ schema: Schema }));
const OpenApiOperation = z.object({
  operationId: z.string(),
  summary: z.string().min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.enum(['path', 'query', 'header']),
        schema: Schema,
        required: z.boolean().optional(),
      }),
    )
    .optional(),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(
    z.string().regex(/^[2-5]\d\d$/),
    z.object({ description: z.string().min(1), content: Content.optional() }),
  ),
});
const OpenApi = z.object({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.object({ title: z.string().min(1), version: z.string().min(1) }),
  paths: z.record(
    z.string().startsWith('/'),
    z.partialRecord(z.enum(['get', 'post', 'put', 'patch', 'delete']), OpenApiOperation),
  ),
  components: z.object({
    schemas: z.record(z.string(), z.unknown()),
    securitySchemes: z.object({
      bearer: z.object({ type: z.literal('http'), scheme: z.literal('bearer') }),
      signature: z.object({ type: z.literal('apiKey'), in: z.literal('header'), name: z.literal('webhook-signature') }),
    }),
  }),
  security: z.array(z.record(z.string(), z.array(z.string()))),
});

export function reference(stack: () => Stack): void {
  const get = async (path: string) => await stack().api('GET', path, { key: null });

  describe('what the door tells about itself', () => {
    it('is live and ready', async () => {
      expect((await get('/health/live')).status).toBe(200);
      expect(await get('/health/ready')).toMatchObject({ status: 200, body: { status: 'ok' } });
    });

    it('describes every operation in OpenAPI 3.1', async () => {
      const { status, body, text } = await get('/openapi.json');
      expect(status).toBe(200);
      const document = OpenApi.parse(body);
      const described = Object.entries(document.paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
      );
      expect(described).toHaveLength(Object.keys(DOCUMENTED).length);
      expect(new Set(described.map(({ operation }) => operation?.operationId)).size).toBe(described.length);
      for (const { path, operation } of described) {
        const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
        const declared = operation?.parameters?.filter((parameter) => parameter.in === 'path') ?? [];
        expect(declared.map(({ name }) => name)).toEqual(named);
        expect(declared.every(({ required }) => required)).toBe(true);
        const responses = Object.entries(operation?.responses ?? {});
        const refusals = operation?.security ? ['401'] : ['401', '403'];
        expect(responses.map(([code]) => code)).toEqual(expect.arrayContaining(refusals));
        // These have nothing to say, or nothing new.
        const bare = responses.filter(([, { content }]) => !content).map(([code]) => code);
        expect(['204', '304']).toEqual(expect.arrayContaining(bare));
      }
      for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
        expect(document.components.schemas).toHaveProperty(name);
      }
    });

    it('demands the Idempotency-Key of orders and refunds in that document, and offers it for every other POST with a key, but a batch', async () => {
      const { paths } = OpenApi.parse((await get('/openapi.json')).body);
      const posts = Object.entries(paths).flatMap(([path, { post }]) =>
        post && !post.security ? [[path, post] as const] : [],
      );
      const needed = posts.filter(([path, { parameters = [] }]) => {
        const key = parameters.find(({ name }) => name === 'Idempotency-Key');
        // Each of its lines has one.
        if (path === '/v1/orders/batch') return key !== undefined;
        expect(key).toMatchObject({ in: 'header' });
        return key?.required === true;
      });
      expect(needed.map(([path]) => path)).toEqual(['/v1/orders', '/v1/orders/{id}/refunds']);
    });

    it('has a page to read it on, that needs nothing from elsewhere', async () => {
      const page = await get('/docs');
      expect(page.status).toBe(200);
      expect(page.headers['content-type']).toMatch(/^text\/html/);
      expect(page.text).not.toMatch(/https?:\/\//);
      for (const [, path = ''] of page.text.matchAll(/(?:href|src)="([^"]+)"/g)) {
        expect((await get(path)).status).toBe(200);
      }
    });

    it.each([
      ['GET', '/'],
      ['GET', '/v1/nothing'],
      ['POST', '/v2/orders'],
      ['GET', '/docs/assets/../../package.json'],
      ['GET', '/docs/assets/..%2f..%2fpackage.json'],
    ])('there is nothing at %s %s', async (method, path) => {
      const { status, headers, text } = await stack().api(method, path);
      expect({ status, type: headers['content-type'] }).toEqual({
        status: 404,
        type: expect.stringMatching(/^application\/problem\+json/),
      });
      expect(text).not.toMatch(/node_modules|at .*\.ts/);
    });

    it('leads from every error to a page about it', async () => {
      const { type } = problemOf(await get('/v1/nothing'), 404, 'not_found');
      expect(type).toBe(`http://127.0.0.1:${stack().env['PORT']}/problems/not_found`);
      const index = await get('/problems');
      for (const [code, { status, title }] of Object.entries(ERRORS)) {
        const page = await get(`/problems/${code}`);
        expect(page.headers['content-type']).toMatch(/^text\/html/);
        for (const { text } of [page, index]) {
          expect(text).toContain(`<code>${code}</code>`);
          expect(text).toContain(`<strong>${status}</strong> ${title}`);
        }
      }
      problemOf(await get('/problems/lunch'), 404, 'not_found');
    });

    it("gives each answer a request id, the caller's where it sent one", async () => {
      const own = await stack().api('POST', '/v1/orders', { body: anOrder(), headers: { 'X-Request-Id': 'abc-1' } });
      expect(problemOf(own, 400, 'idempotency_key_required').requestId).toBe('abc-1');
      expect((await get('/v1/nothing')).headers['x-request-id']).toMatch(/^[0-9A-Z]{26}$/);
    });

    it('says nothing of what it is built with', async () => {
      expect((await get('/health/live')).headers).not.toHaveProperty('x-powered-by');
    });
  });
}
