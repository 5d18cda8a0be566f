import { setTimeout as sleep } from 'node:timers/promises';
import { Router } from 'express';
import { z } from 'zod';
import { badRequest } from './http-error.ts';
import type { Store } from './store.ts';

const TARGETS = ['payments', 'customers', 'fraud', 'carrier'] as const;
export type FaultTarget = (typeof TARGETS)[number];

const Fault = z.object({
  target: z.enum(TARGETS),
  latencyMs: z.int().min(0).max(600_000).default(0),
  errorRate: z.number().min(0).max(1).default(0),
});
type Fault = z.infer<typeof Fault>;

export type Faults = {
  list(): Fault[];
  put(fault: Fault): void;
  /** True when this request is to be refused before anything is processed. */
  refuses(target: FaultTarget): boolean;
  /** Takes as long as the target is dialled to take. */
  delay(target: FaultTarget): Promise<void>;
};

/** The dialled-in faults; kept in the store, as a restarted world is as faulty as it was. */
export function createFaults(store: Store): Faults {
  const current = new Map<FaultTarget, Fault>(
    TARGETS.map((target) => [target, { target, latencyMs: 0, errorRate: 0 }]),
  );
  for (const row of store.db.prepare('SELECT * FROM faults').all()) {
    const fault = Fault.parse({ target: row['target'], latencyMs: row['latency_ms'], errorRate: row['error_rate'] });
    current.set(fault.target, fault);
  }
  const save = store.db.prepare('INSERT OR REPLACE INTO faults VALUES (?, ?, ?)');
  return {
    list: () => [...current.values()],
    put(fault) {
      save.run(fault.target, fault.latencyMs, fault.errorRate);
      current.set(fault.target, fault);
    },
    // Math.random() is below 1: a rate of 1 refuses every request, and 0 none.
    refuses: (target) => Math.random() < (current.get(target)?.errorRate ?? 0),
    async delay(target) {
      const latencyMs = current.get(target)?.latencyMs ?? 0;
      // Even a timer of 0 costs a millisecond, which would show in what the bench measures.
      if (latencyMs > 0) await sleep(latencyMs);
    },
  };
}

export function faultsRouter(faults: Faults): Router {
  const router = Router();
  router.get('/', (_req, res) => void res.json(faults.list()));
  router.put('/', (req, res) => {
    const fault = Fault.safeParse(req.body);
    if (!fault.success) throw badRequest(fault.error);
    faults.put(fault.data);
    res.json(fault.data);
  });
  return router;
}
