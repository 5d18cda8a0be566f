/** What listens where, from the first of the ports that the bench lends to this peer's engine. */
export function portsFrom(first: number) {
  return {
    /** For other nodes of the engine; there are none, and it wants the port all the same. */
    fabric: first,
    admin: first + 1,
    ingress: first + 2,
    /** Where the engine finds our service: the same after a restart, as what is in flight is called there. */
    service: first + 3,
  };
}

export const HOST = '127.0.0.1';
