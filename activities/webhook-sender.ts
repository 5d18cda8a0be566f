import { lookup as resolve } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Webhook } from 'standardwebhooks';
import { Agent, buildConnector, request } from 'undici';
import { MAX_RETRY_AFTER } from '../domain/webhooks.ts';

/** Enough to free the connection where an answer is short; of a longer one the connection is given up. */
const ANSWER_BYTES = 4096;

export interface OutgoingWebhook {
  url: string;
  /** `webhook-id`. */
  id: string;
  payload: string;
  /** Each signs. */
  secrets: readonly string[];
}

/** What came of an attempt; `status` is null where there was no answer. */
export interface WebhookAnswer {
  status: number | null;
  error: string | null;
  /** How long it asked us to stay away (RFC 9110, Retry-After), by 429 and 503. */
  retryAfterMs: number | null;
}

/** @param signal aborted: nobody waits for the answer any more, and it throws */
export type SendWebhook = (webhook: OutgoingWebhook, signal: AbortSignal) => Promise<WebhookAnswer>;

export interface SenderSettings {
  timeoutMs: number;
  /** Those inside our network, too: what anybody may enter as a URL would reach what is behind our firewall. */
  privateAddresses: 'refused' | 'allowed';
}

/** Sends webhooks over HTTP: follows no redirect, and reads next to nothing of what is answered. */
export function webhookSender({ timeoutMs, privateAddresses }: SenderSettings): SendWebhook {
  const connections = new Agent({
    connect: privateAddresses === 'allowed' ? { timeout: timeoutMs } : publicOnly(timeoutMs),
    maxHeaderSize: 16_384,
  });
  return async ({ url, id, payload, secrets }, signal) => {
    try {
      if (privateAddresses === 'refused' && new URL(url).protocol !== 'https:') throw new RefusedAddress('not https');
      const { statusCode, headers, body } = await request(url, {
        method: 'POST',
        dispatcher: connections,
        headers: { 'content-type': 'application/json', 'user-agent': 'order-saga', ...signed(id, payload, secrets) },
        body: payload,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      // The status is all that counts, also where the rest does not come.
      await body.dump({ limit: ANSWER_BYTES, signal: AbortSignal.timeout(1000) }).catch(() => undefined);
      const isBusy = statusCode === 429 || statusCode === 503;
      return { status: statusCode, error: null, retryAfterMs: isBusy ? retryAfter(headers['retry-after']) : null };
    } catch (error) {
      if (signal.aborted) throw error;
      return { status: null, error: reasonOf(error), retryAfterMs: null };
    }
  };
}

function signed(id: string, payload: string, secrets: readonly string[]): Record<string, string> {
  const now = new Date();
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, payload)).join(' '),
  };
}

class RefusedAddress extends Error {
  override readonly name = 'RefusedAddress';
}

/**
 * Connections to public addresses alone. The address that is checked is the one that is connected to: a name that is
 * looked up once for the check and again for the connection could have another answer by then (DNS rebinding).
 */
function publicOnly(timeout: number): buildConnector.connector {
  const connect = buildConnector({ lookup: publicLookup, timeout });
  return (options, callback) => {
    // What is an address already is not looked up.
    const host = options.hostname.replace(/^\[(.*)\]$/, '$1');
    if (isIP(host) !== 0 && !isPublic(host)) callback(refused(host), null);
    else connect(options, callback);
  };
}

const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, found) => {
    const [first] = found ?? [];
    const hidden = found?.find(({ address }) => !isPublic(address));
    if (error || !first) callback(error ?? refused(hostname), '');
    else if (hidden) callback(refused(hidden.address), '');
    else if (options.all) callback(null, found);
    else callback(null, first.address, first.family);
  });
};

function refused(address: string): NodeJS.ErrnoException {
  return new RefusedAddress(`${address} is not a public address`);
}

/** Whatever IANA has not given out for everybody is not: loopback, private, link-local, also behind an IPv6 form of it. */
export function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/** Seconds, or a date. @returns null where it says nothing, or something in the past */
function retryAfter(header: string | string[] | undefined): number | null {
  if (typeof header !== 'string') return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return ms > 0 ? Math.min(ms, MAX_RETRY_AFTER) : null;
}

/** By its code where it has one: short, and without anything of the answer. */
function reasonOf(error: unknown): string {
  if (error instanceof RefusedAddress) return error.message;
  const { name, code } = Object(error);
  if (name === 'TimeoutError') return 'no answer in time';
  return typeof code === 'string' ? code : String(name);
}
