import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Express } from 'express';
import { LIVE_PATH } from '../contracts/live.ts';

/** What came behind the request of an upgrade. */
const heads = new WeakMap<IncomingMessage, Buffer>();

/** Whether a request is to become something else than HTTP. Any other upgrade is passed over, as RFC 9110 has it (7.8). */
export function isUpgrade({ method, url = '', headers }: IncomingMessage): boolean {
  const [path] = url.split('?');
  return method === 'GET' && path === LIVE_PATH && headers.upgrade?.toLowerCase() === 'websocket';
}

/** Takes an upgrade through the app as any request: it is logged, let in, and refused in the same words. */
export function upgrading(app: Express): (request: IncomingMessage, _socket: unknown, head: Buffer) => void {
  return (request, _socket, head) => {
    const { socket } = request;
    socket.on('error', () => socket.destroy());
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    response.on('finish', () => socket.end());
    heads.set(request, head);
    app(request, response);
  };
}

/** Undefined of a request that asks for none. */
export function upgradeHead(request: IncomingMessage): Buffer | undefined {
  return heads.get(request);
}
