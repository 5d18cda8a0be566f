import { on } from 'node:events';
import type { Request, RequestHandler, Response } from 'express';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { BEARER_PROTOCOL, LIVE_PROTOCOL, type LiveMessage, MAX_MESSAGE_BYTES } from '../contracts/live.ts';
import type { Db } from '../db/client.ts';
import type { LiveEvents } from '../db/live-events.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { Authenticate } from './caller.ts';
import type { Limits } from './limits.ts';
import { LiveSubscriptions } from './live-subscriptions.ts';
import { presenceOf } from './presence.ts';
import { named, problemOf, requestId } from './problem.ts';
import { assertAllowed } from './routes.ts';
import { upgradeHead } from './upgrades.ts';

export interface LiveSocketDeps {
  db: Db;
  live: LiveEvents;
  authenticate: Authenticate;
  limits: Limits;
  publicUrl: string;
}

/** A peer that has not answered a ping by the next one has gone. */
const PING_MS = 15_000;
/** What a peer has not taken yet, in bytes: at this it is cut off. */
const MAX_BUFFERED = 1_048_576;
/** Messages that wait their turn, before no more are read. */
const MAX_WAITING = 16;
/** From our goodbye until we hang up. */
const GOODBYE_MS = 1000;

/** RFC 6455, 7.4.1. */
const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;

/** The WebSocket for many orders at a time. */
export function liveSockets({ db, live, authenticate, limits, publicUrl }: LiveSocketDeps): RequestHandler {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
    // Never the one with the key in it.
    handleProtocols: (offered) => offered.has(LIVE_PROTOCOL) && LIVE_PROTOCOL,
  });

  return async (request, response) => {
    bearerOfProtocols(request);
    const letIn = async () => assertAllowed(await authenticate(request), 'orders:read');
    const caller = await letIn();
    limits.count(caller, (name, value) => response.set(name, value));
    limits.stay(caller, 'streams', request.socket);
    const socket = upgrade(server, request, response);
    const presence = presenceOf(socket, letIn);
    presence.addEventListener('abort', () => socket.close(POLICY_VIOLATION, named(presence.reason).code));
    live.closed.addEventListener('abort', () => sayGoodbye(socket), { signal: presence });
    const isHeard = keepAlive(socket);

    const send = sender(socket);
    const refuse = async (error: unknown) => {
      await send({ error: problemOf(named(error), publicUrl, requestId(response)) });
    };
    const subscriptions = new LiveSubscriptions({ db, live, caller, presence, send });
    try {
      for await (const [data, isBinary] of on(socket, 'message', { close: ['close'], highWaterMark: MAX_WAITING })) {
        await subscriptions.take(textOf(data, isBinary)).catch(refuse);
        isHeard();
      }
    } catch {
      // A frame that breaks the protocol, or is too large: ws has said so and closes.
    }
  };
}

/** Browsers cannot set headers of a WebSocket. */
function bearerOfProtocols({ headers }: Request): void {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
  const bearer = offered.find((protocol) => protocol.startsWith(BEARER_PROTOCOL));
  if (bearer !== undefined) headers.authorization ??= `Bearer ${bearer.slice(BEARER_PROTOCOL.length)}`;
}

/** @throws OrderSagaError `invalid_request` for what is no WebSocket's handshake */
function upgrade(server: WebSocketServer, request: Request, response: Response): WebSocket {
  const head = upgradeHead(request);
  if (!head) throw refused(`${request.path} is a WebSocket`);
  const outcome: { socket?: WebSocket; refusal?: Error } = {};
  const onRefused = (refusal: Error) => Object.assign(outcome, { refusal });
  // Both are called before handleUpgrade returns.
  server.once('wsClientError', onRefused);
  server.handleUpgrade(request, request.socket, head, (socket) => Object.assign(outcome, { socket }));
  server.off('wsClientError', onRefused);
  if (!outcome.socket) throw refused(outcome.refusal?.message ?? 'no handshake');
  response.detachSocket(request.socket);
  return outcome.socket;
}

function refused(detail: string): OrderSagaError {
  return new OrderSagaError('invalid_request', detail, { status: 400 });
}

/** @returns to be called after each message that was taken: while some wait, no pong behind them is read */
function keepAlive(socket: WebSocket): () => void {
  let isThere = true;
  const isHeard = () => void (isThere = true);
  socket.on('pong', isHeard);
  const timer = setInterval(() => {
    if (!isThere) return socket.terminate();
    isThere = false;
    socket.ping();
  }, PING_MS);
  socket.once('close', () => clearInterval(timer));
  return isHeard;
}

function sayGoodbye(socket: WebSocket): void {
  socket.close(GOING_AWAY, 'the server restarts');
  setTimeout(() => socket.terminate(), GOODBYE_MS);
}

/** Resolves when the peer's side of the line has taken it, or is gone. */
function sender(socket: WebSocket): (message: LiveMessage) => Promise<void> {
  return async (message) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    socket.send(JSON.stringify(message), () => resolve());
    if (socket.bufferedAmount > MAX_BUFFERED) socket.terminate();
    await promise;
  };
}

/** Null for one that is not text. */
function textOf(data: RawData, isBinary: boolean): string | null {
  // As ws gives them by default: one buffer a message.
  return Buffer.isBuffer(data) && !isBinary ? data.toString() : null;
}
