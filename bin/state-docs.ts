import { writeFile } from 'node:fs/promises';
import { TRANSITIONS } from '../domain/states.ts';

/** docs/states.md from the table, as a diagram and as rows. */
export function stateDocs(): string {
  const rows = Object.entries(TRANSITIONS).flatMap(([from, events]) =>
    Object.entries(events).map(([event, to]) => ({ from: from === 'NEW' ? '[*]' : from, event, to })),
  );
  return `# The states of an order

Generated from \`domain/states.ts\` by \`npm run docs:states\`. What is missing here is refused.

\`\`\`mermaid
stateDiagram-v2
${rows.map(({ from, event, to }) => `  ${from} --> ${to}: ${event}`).join('\n')}
\`\`\`
`;
}

if (import.meta.main) await writeFile(new URL('../docs/states.md', import.meta.url), stateDocs());
