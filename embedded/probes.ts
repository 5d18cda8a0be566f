/** Throws unless the address answers well within a second. */
export async function probeHttp(url: string): Promise<void> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(1_000) });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
}
