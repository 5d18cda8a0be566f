import postgres from 'postgres';
import { z } from 'zod';

/** Reads what is in the WAL. */
export interface WalReader {
  /** Where it ends now. */
  end(): Promise<string>;
  /**
   * Bytes of whole pages between two places: the first change of a page after a checkpoint takes the page along. How many
   * there are depends on how long ago that was; the rest of the WAL does not.
   */
  pageImages(from: string, to: string): Promise<number>;
  close(): Promise<void>;
}

const End = z.tuple([z.object({ end: z.string() })]);
const Images = z.tuple([z.object({ bytes: z.coerce.number() })]);

export async function readWal(url: string): Promise<WalReader> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  await sql`create extension if not exists pg_walinspect`;
  return {
    async end() {
      // A record of its own, flushed: a place where nothing has been written yet cannot be read from.
      const rows = await sql`select pg_logical_emit_message(true, 'bench', '') as end`;
      return End.parse([...rows])[0].end;
    },
    async pageImages(from, to) {
      const rows = await sql`select sum(fpi_size) as bytes from pg_get_wal_stats(${from}, ${to})`;
      return Images.parse([...rows])[0].bytes;
    },
    close: () => sql.end({ timeout: 5 }),
  };
}
