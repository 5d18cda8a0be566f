import { promisify } from 'node:util';
import { json, type Request, type Response, Router, urlencoded } from 'express';
import { z } from 'zod';
import { OrderSagaError } from '../domain/errors.ts';
import { assertAllowed } from './routes.ts';
import { type Authenticate, authenticateWith } from './caller.ts';
import { check } from './validation.ts';
import { signInPage, STYLE } from './payload-sign-in.ts';

/** A payload as protobuf's JSON has it: bytes in base64. */
const PayloadJson = z.object({
  metadata: z.record(z.string(), z.base64()).optional(),
  data: z.base64().optional(),
  externalPayloads: z.array(z.unknown()).optional(),
});
export type PayloadJson = z.infer<typeof PayloadJson>;
const Payloads = z.object({ payloads: z.array(PayloadJson).max(10_000).default([]) });
const SignIn = z.object({ key: z.string().min(1).max(8192) });

/** Closes payloads and opens them. What cannot be opened comes back as it is. */
export interface PayloadOpener {
  encode(payloads: PayloadJson[]): Promise<PayloadJson[]>;
  decode(payloads: PayloadJson[]): Promise<PayloadJson[]>;
}

export interface PayloadDoorDeps {
  authenticate: Authenticate;
  payloads: PayloadOpener;
  /** Whose pages may ask: Temporal's UI. */
  uiOrigin: string | undefined;
}

const COOKIE = 'order_saga_codec';
const SIGNED_IN_MS = 8 * 60 * 60 * 1000;
/** A page of a history. */
const BODY_LIMIT = 16 * 1024 * 1024;

const readJson = promisify(json({ limit: BODY_LIMIT }));
const readForm = promisify(urlencoded({ extended: false, limit: 16_384 }));

/**
 * Temporal's protocol for remote codecs, for its UI and its command line: an operator sees what is encrypted. With a key or token in
 * `Authorization`, or, where the UI sends none of its own, signed in at /codec: then a cookie comes along, which no script can read and no other site's page
 * can send.
 */
export function payloadDoor({ authenticate, payloads, uiOrigin }: PayloadDoorDeps): Router {
  const router = Router();

  router.use('/codec', (request, response, next) => {
    response.set({ 'Cache-Control': 'no-store', Vary: 'Origin' });
    if (uiOrigin !== undefined && request.get('origin') === uiOrigin) {
      response.set({
        'Access-Control-Allow-Origin': uiOrigin,
        'Access-Control-Allow-Credentials': 'true',
        'Access-Control-Allow-Methods': 'POST',
        'Access-Control-Allow-Headers': 'authorization, content-type, x-namespace, x-csrf-token',
      });
    }
    if (request.method === 'OPTIONS') response.sendStatus(204);
    else next();
  });

  router.get('/codec', (_request, response) => {
    response.set('Content-Security-Policy', PAGE_POLICY).type('html').send(signInPage(uiOrigin));
  });
  router.get('/codec/style.css', (_request, response) => {
    response.type('css').send(STYLE);
  });
  router.post('/codec', async (request, response) => {
    await readForm(request, response);
    const { key } = check(SignIn, request.body ?? {});
    assertAllowed(await authenticateWith(authenticate, key), 'payloads:read');
    // How whoever signs in was spoken to: by what is before us, or by us.
    const secure = (request.get('x-forwarded-proto') ?? request.protocol) === 'https';
    response.cookie(COOKIE, key, { httpOnly: true, sameSite: 'strict', secure, path: '/codec', maxAge: SIGNED_IN_MS });
    response.redirect(303, uiOrigin ?? '/codec');
  });

  async function opened(request: Request, response: Response, work: keyof PayloadOpener): Promise<void> {
    const key = cookieOf(request);
    const caller = await (request.get('authorization') === undefined && key !== undefined
      ? authenticateWith(authenticate, key)
      : authenticate(request));
    assertAllowed(caller, 'payloads:read');
    await readJson(request, response);
    const given = check(Payloads, request.body ?? {});
    response.json({ payloads: await payloads[work](given.payloads) });
  }
  router.post('/codec/encode', (request, response) => opened(request, response, 'encode'));
  router.post('/codec/decode', (request, response) => opened(request, response, 'decode'));
  router.use('/codec', ({ method, originalUrl }) => {
    throw new OrderSagaError('not_found', `There is nothing at ${method} ${originalUrl}`);
  });
  return router;
}

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; form-action 'self' http: https:; base-uri 'none'; frame-ancestors 'none'";

function cookieOf(request: Request): string | undefined {
  const pairs = (request.get('cookie') ?? '').split(/; */).map((pair) => pair.split('='));
  const value = pairs.find(([name]) => name === COOKIE)?.[1];
  try {
    return value && decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
