import { z } from 'zod';

const count = z.int().min(1);

/** Of the worker's options, those that the bench may put in place of ours. */
const TriedOptions = z.strictObject({
  maxCachedWorkflows: count.exactOptional(),
  maxConcurrentLocalActivityExecutions: count.exactOptional(),
  maxConcurrentWorkflowTaskExecutions: count.exactOptional(),
  // What has a say in 1.24: maxConcurrentWorkflowTaskPolls is not read by the SDK any more.
  workflowTaskPollerBehavior: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('simple-maximum'), maximum: count }),
      z.strictObject({ type: z.literal('autoscaling') }),
    ])
    .exactOptional(),
  workflowThreadPoolSize: count.exactOptional(),
});
export type TriedOptions = z.infer<typeof TriedOptions>;

const VARIABLE = 'BENCH_WORKER_OPTIONS';

/** What tells a process of ours to try them. */
export function environmentFor(options: TriedOptions): Record<string, string> {
  return { [VARIABLE]: JSON.stringify(options) };
}

/** @throws ZodError that names what is not known or wrong; SyntaxError where it is no JSON */
export function readTriedOptions(): TriedOptions {
  return TriedOptions.parse(JSON.parse(process.env[VARIABLE] ?? '{}'));
}
