/** Who calls. */
export const ROLES = ['checkout', 'support', 'operator', 'carrier', 'service'] as const;
export type Role = (typeof ROLES)[number];

const ORDERING = ['checkout', 'support', 'operator'] as const;
const STAFF = ['support', 'operator'] as const;

/** People of the house: what they do is on record (api/audit.ts). */
export function isStaff(role: Role): boolean {
  return STAFF.some((one) => one === role);
}

/** What there is to be allowed, and to which roles. A key or token may be given less than its role has. */
export const SCOPES = {
  'orders:place': ['checkout'],
  'orders:read': [...ORDERING, 'service'],
  'orders:change': ORDERING,
  'refunds:write': ORDERING,
  'returns:request': ORDERING,
  'returns:decide': STAFF,
  'holds:write': STAFF,
  'shipments:write': ['carrier', 'operator'],
  'attention:resolve': ['operator'],
  'inventory:read': ['operator', 'service'],
  'inventory:write': ['operator', 'service'],
  'analytics:read': ['operator', 'service'],
  'dead-letters:read': ['operator'],
  'dead-letters:write': ['operator'],
  'audit:read': STAFF,
  'webhooks:read': ORDERING,
  'webhooks:write': ORDERING,
  'payloads:read': ['operator'],
} as const satisfies Record<string, readonly Role[]>;
export type Scope = keyof typeof SCOPES;

export const SCOPE_NAMES = Object.keys(SCOPES) as Scope[];

/** Everything that a role may. */
export function scopesOf(role: Role): Scope[] {
  return SCOPE_NAMES.filter((scope) => rolesOf(scope).includes(role));
}

export function rolesOf(scope: Scope): readonly Role[] {
  return SCOPES[scope];
}
