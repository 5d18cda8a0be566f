/** User and password alike: the server listens on 127.0.0.1 only, and lives as long as the run. */
export const POSTGRES_USER = 'bench';

/** What differs from Postgres' defaults, the same for all peers. Nothing of it trades durability for speed. */
export const SERVER_SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'on',
  synchronous_commit: 'on',
  TimeZone: 'UTC',
  // Temporal's pools, six peers with a pool each, their engines, and who measures.
  max_connections: '400',
  shared_buffers: '1GB',
  // A checkpoint makes the next change of each page write the whole page to the WAL: one that falls into a block by
  // chance would count as that block's cost. So they come by this clock, seldom, and not by volume.
  checkpoint_timeout: '15min',
  max_wal_size: '16GB',
  // For the profiles; it costs all peers the same few microseconds a statement.
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track_utility': 'off',
} as const satisfies Record<string, string>;
