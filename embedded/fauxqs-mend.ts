import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * fauxqs 2.4.1, with its data on disk, fails on a visibility timeout of 0 and loses the message: it clears the receive
 * count in a column that takes no NULL. This does what it should have done, and leaves the count.
 */
const READY_AGAIN = `
  CREATE TRIGGER IF NOT EXISTS ready_again BEFORE UPDATE ON sqs_messages WHEN NEW.approximate_receive_count IS NULL
  BEGIN
    UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = NEW.message_id;
    SELECT RAISE(IGNORE);
  END`;

/** Mends the data of a fauxqs that has started on `folder`. */
export function mendFauxqs(folder: string): void {
  const database = new DatabaseSync(join(folder, 'fauxqs.db'));
  database.exec(READY_AGAIN);
  database.close();
}
