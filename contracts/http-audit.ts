import { z } from 'zod';
import { cursor, id, limit } from './http.ts';
import { ROLES } from './roles.ts';
import { name } from './text.ts';

/** What people have done through the API. */

export const ListAudit = z.strictObject({
  orderId: id.optional().meta({ description: 'Only what was done to this order' }),
  actor: name(300).optional().meta({ description: 'Only what this caller did' }),
  limit: limit.default(20),
  cursor: cursor.optional(),
});

export const AuditEntry = z
  .object({
    id,
    actor: z.string().meta({ description: "The API key's name, or the token's subject" }),
    role: z.enum(ROLES),
    storefront: z.string().nullable().meta({ description: "The caller's, or the order's; null where there is none" }),
    operation: z.string().meta({ description: 'Its name in this document' }),
    path: z.string(),
    orderId: id.nullable(),
    reason: z.string().nullable(),
    details: z
      .record(z.string(), z.unknown())
      .meta({ description: 'Of what was asked: amounts and choices, and nothing personal' }),
    status: z.int().nullable().meta({ description: 'What it was answered; null: nobody knows, its process has gone' }),
    refusal: z.string().nullable().meta({ description: 'Its code, where it was refused' }),
    requestId: z.string(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'AuditEntry' });

export const AuditList = z.object({ data: z.array(AuditEntry), next: z.string().nullable() }).meta({ id: 'AuditList' });

export type AuditEntry = z.infer<typeof AuditEntry>;
