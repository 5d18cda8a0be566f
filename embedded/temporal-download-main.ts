import { TestWorkflowEnvironment } from '@temporalio/testing';

/** `node temporal-download-main.ts <folder>`: leaves the CLI that fits the SDK in the folder. */
const [downloadDir] = process.argv.slice(2);
try {
  if (downloadDir === undefined) throw new Error('a folder is missing');
  const environment = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'cached-download', downloadDir } },
  });
  await environment.teardown();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message.replaceAll('\n', ' ')}\n`);
  process.exitCode = 1;
}
