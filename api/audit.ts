import type { Logger } from 'pino';
import type { AuditEntry } from '../contracts/http-audit.ts';
import { isStaff } from '../contracts/roles.ts';
import { type AuditFilter, type AuditRow, beginAction, listActions, settleAction } from '../db/audit.ts';
import type { Db } from '../db/client.ts';
import { newId } from '../db/ids.ts';
import { ERRORS } from '../domain/errors.ts';
import type { Caller } from './caller.ts';
import { decodePosition, pageOf } from './cursor.ts';
import { named } from './problem.ts';
import type { Handlers } from './routes.ts';

/** Something that changes what there is, let in and checked, about to be done. */
export interface Action {
  operation: string;
  caller: Caller;
  path: string;
  /** The order that it is about. */
  orderId: string | null;
  body: unknown;
  requestId: string;
}

/** Does it, and has it on record where it is a person's. */
export type Audited = <Answer extends { status: number }>(
  action: Action,
  act: () => Promise<Answer>,
) => Promise<Answer>;

/** Of a body, what says what was done; what is left out may be personal. */
const DETAILS = ['action', 'amount', 'quantity', 'restock', 'onHand', 'backorder', 'enabled'];

/**
 * The audit trail: every change that an operator or support asks for by the API. Its row is there before it is done, so that
 * what cannot be put down is not done, and one whose process dies in the middle is there without an outcome.
 */
export function auditing({ db, log }: { db: Db; log: Logger }): Audited {
  return async (action, act) => {
    if (!isStaff(action.caller.role)) return await act();
    const id = newId();
    const { operation, caller, path, orderId, requestId } = action;
    const { reason, ...details } = saidIn(action.body);
    await beginAction(db, {
      id,
      actor: caller.name,
      role: caller.role,
      storefront: caller.storefront,
      operation,
      path,
      orderId,
      reason,
      details,
      requestId,
    });
    const settle = async (outcome: Pick<AuditRow, 'status' | 'code'>) =>
      await settleAction(db, id, outcome).catch((error: unknown) =>
        // It is done, and its caller is told so.
        log.error({ err: error, requestId }, 'an outcome is missing in the audit trail'),
      );
    try {
      const answer = await act();
      await settle({ status: answer.status, code: null });
      return answer;
    } catch (error) {
      const { code } = named(error);
      await settle({ status: ERRORS[code].status, code });
      throw error;
    }
  };
}

function saidIn(body: unknown): { reason: string | null } & Record<string, unknown> {
  const fields = Object.entries(Object(body));
  const reason = fields.find(([name]) => name === 'reason')?.[1];
  const details = fields.filter(([name, value]) => DETAILS.includes(name) && value !== undefined);
  return { ...Object.fromEntries(details), reason: typeof reason === 'string' ? reason : null };
}

export function auditHandlers({ db }: { db: Db }): Pick<Handlers, 'listAudit'> {
  return {
    async listAudit({ caller: { storefront }, query: { limit, cursor, ...asked } }) {
      const filter: AuditFilter = { storefront, ...asked };
      const list = ['audit', filter];
      const found = await listActions(db, filter, limit + 1, decodePosition(list, cursor));
      return { status: 200, body: pageOf(list, found.map(entryView), limit) };
    },
  };
}

function entryView({ createdAt, code, ...row }: AuditRow): AuditEntry {
  return { ...row, refusal: code, createdAt: createdAt.toISOString() };
}
