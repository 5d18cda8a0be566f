import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import { ROLES } from '../contracts/roles.ts';
import { OrderSagaError } from '../domain/errors.ts';
import { isStorefront } from '../domain/storefronts.ts';
import { type Credentials, granted } from './caller.ts';

export interface TokenSettings {
  issuer: string;
  audience: string;
  jwksUrl: string;
  /** How far the issuer's clock may be off. */
  clockSkewSeconds: number;
  /** An unknown `kid` has the keys fetched anew, at most once in this time. */
  cooldownMs: number;
  timeoutMs: number;
}

/** Whatever a token says of itself, only these count: none of them works with a public key as a shared secret. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];

const Claims = z.object({
  sub: z.string().min(1).max(255),
  role: z.enum(ROLES),
  storefront: z.string().refine(isStorefront).optional(),
  /** RFC 9068. */
  scope: z.string().optional(),
});

/** Three parts in base64url: what else is sent is no token. */
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * Access tokens of an OpenID provider (RFC 9068), by its published keys. The claims `role`, `storefront` and `scope` say who
 * calls; `exp` is needed.
 * @throws OrderSagaError `unauthenticated` with what is wrong; `dependency_unavailable` where the keys cannot be fetched
 */
export function accessTokens({
  issuer,
  audience,
  jwksUrl,
  clockSkewSeconds,
  cooldownMs,
  timeoutMs,
}: TokenSettings): Credentials {
  const keys = createRemoteJWKSet(new URL(jwksUrl), { cooldownDuration: cooldownMs, timeoutDuration: timeoutMs });
  return async (token) => {
    if (!JWT.test(token)) return undefined;
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: clockSkewSeconds,
        requiredClaims: ['exp', 'sub'],
      });
      return callerOf(payload);
    } catch (error) {
      throw refusal(error);
    }
  };
}

function callerOf(payload: JWTPayload) {
  const { success, data, error } = Claims.safeParse(payload);
  if (!success) {
    throw new OrderSagaError(
      'unauthenticated',
      `The token's claim ${error.issues[0]?.path.join('.')} is not one of ours`,
    );
  }
  const { sub, role, storefront = null, scope } = data;
  if (role === 'checkout' && storefront === null) {
    throw new OrderSagaError('unauthenticated', 'The token of a checkout needs the claim storefront');
  }
  return {
    name: `jwt:${sub}@${storefront ?? '*'}`,
    role,
    storefront,
    scopes: granted(role, scope?.split(' ') ?? null),
  };
}

/** An answer other than 200, one that takes too long, and one that is no set of keys. */
const PROVIDERS = ['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID'];

/** The provider's trouble is not the caller's. */
function refusal(error: unknown): unknown {
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
    return new OrderSagaError('unauthenticated', 'The token is signed with a key that its issuer does not publish');
  }
  if (error instanceof OrderSagaError) return error;
  if (error instanceof errors.JOSEError && !PROVIDERS.includes(error.code)) {
    return new OrderSagaError('unauthenticated', `The token: ${error.message}`);
  }
  return new OrderSagaError('dependency_unavailable', "The token's issuer does not say its keys");
}
