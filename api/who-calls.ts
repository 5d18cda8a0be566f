import type { CallerView } from '../contracts/http-caller.ts';
import { isStaff } from '../contracts/roles.ts';
import type { Handlers } from './routes.ts';

export interface WhoCallsDeps {
  /** Where Temporal's UI shows workflows, by their ids. */
  temporalUi: string | null;
}

/** Who calls: what a page for people needs before anything else. */
export function whoCallsHandlers({ temporalUi }: WhoCallsDeps): Pick<Handlers, 'getCaller'> {
  return {
    async getCaller({ caller: { name, role, storefront, scopes } }) {
      const body: CallerView = {
        name,
        role,
        storefront,
        scopes: [...scopes],
        temporalUi: isStaff(role) ? temporalUi : null,
      };
      return { status: 200, body };
    },
  };
}
