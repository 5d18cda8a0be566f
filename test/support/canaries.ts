/** Words that nobody else uses: wherever one of them turns up, something has leaked. */
export class Canaries {
  /** A part of most of them: a message may show a few letters of what it is about. */
  readonly #planted = new Set(['canary']);

  /** @param text letters, digits and marks that no log and no URL writes otherwise */
  plant(text: string): string {
    this.#planted.add(text);
    return text;
  }

  /** Those that are in a text, in whichever case, and what stands around each. */
  in(text: string): { canary: string; around: string }[] {
    const lower = text.toLowerCase();
    return [...this.#planted].flatMap((canary) => {
      const at = lower.indexOf(canary.toLowerCase());
      return at < 0 ? [] : [{ canary, around: text.slice(Math.max(0, at - 200), at + canary.length + 100) }];
    });
  }

  /** The same value with a word in each field that takes one of a person, and each address a whole one. */
  into(value: unknown, words: Record<string, unknown>): unknown {
    return JSON.parse(JSON.stringify(value), (field, part: unknown) => words[field] ?? part);
  }
}
