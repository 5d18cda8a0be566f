import { Command } from 'commander';
import { comparison } from '../../activities/comparing.ts';
import { type Finding, standingFindings } from '../../db/reconciliation-findings.ts';
import { comparingDeps } from '../runtime.ts';
import { onRuntime } from './reach.ts';
import { jsonText, plain, print, table } from './text.ts';

/** `npm run ops -- reconcile`: what the schedule does, for every order and now. */
export function reconcileCommand(): Command {
  return new Command('reconcile')
    .description(
      'Compare every order with its events, its workflow, its stock and the payment service; exit 1 where any differs',
    )
    .option('--json', 'for machines')
    .action(async ({ json }: { json?: true }) => {
      let failures = 0;
      const failed = (orderId: string, error: unknown) => {
        failures += 1;
        const why = error instanceof Error ? error.message : String(error);
        process.stderr.write(`order ${orderId} was not compared: ${plain(why.split('\n')[0] ?? '')}\n`);
      };
      await onRuntime(async (runtime) => {
        const { compareAll } = comparison(comparingDeps(runtime), { goesOn: () => undefined, failed });
        const { compared, left } = await compareAll();
        const findings = await standingFindings(runtime.database.db);
        if (json) print(jsonText(findings.map(shown)));
        else {
          if (findings.length > 0) print(findingsTable(findings));
          const later = left === 0 ? '' : `, ${left} changed just now and are left for later`;
          print(`${compared} orders compared${later}; differences: ${findings.length}`);
        }
        process.exitCode = findings.length + failures > 0 ? 1 : 0;
      });
    });
}

function findingsTable(findings: readonly Finding[]): string {
  const rows = findings.map(shown).map(({ kind, subject, detail, foundAt }) => [kind, subject, detail, foundAt]);
  return table(['kind', 'subject', 'detail', 'found'], rows);
}

function shown({ id, kind, subject, detail, foundAt }: Finding) {
  return { id, kind, subject, detail, foundAt: foundAt?.toISOString() ?? null };
}
