/** Writes lines of progress to standard error, each with the seconds since it was made. */
export function progress(): (line: string) => void {
  const begun = performance.now();
  return (line) => {
    process.stderr.write(`${((performance.now() - begun) / 1000).toFixed(0).padStart(5)} s  ${line}\n`);
  };
}
