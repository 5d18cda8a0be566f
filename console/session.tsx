import { QueryCache, QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { isStaff } from '../contracts/roles.ts';
import { answered, type Caller, clientFor, type OrderSagaClient, Refusal, type Scope } from './api.ts';
import { Loading, Problem } from './parts/states.tsx';
import { SignIn } from './pages/sign-in.tsx';

/** The tab's own: gone when it is closed, and never sent to anybody but the API. */
const STORED = 'order-saga-key';

export interface Session {
  api: OrderSagaClient;
  caller: Caller;
  may: (scope: Scope) => boolean;
  signOut: () => void;
}

const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('nobody is signed in');
  return session;
}

/** Another try may help where nothing was answered, or the API says so. */
function isWorthRetrying(count: number, error: Error): boolean {
  return count < 2 && (!(error instanceof Refusal) || error.retryable);
}

/** Shows `children` to whoever has a key of the house's people: what they do is on record, what others do is not. */
export function SignedIn({ children }: { children: ReactNode }) {
  const [key, setKey] = useState(() => sessionStorage.getItem(STORED));
  const [refused, setRefused] = useState<Error | null>(null);
  const leave = (why: Error | null) => {
    sessionStorage.removeItem(STORED);
    setKey(null);
    setRefused(why);
  };
  const enter = (given: string) => {
    sessionStorage.setItem(STORED, given);
    setRefused(null);
    setKey(given);
  };
  if (key === null) return <SignIn refused={refused} onSubmit={enter} />;
  return (
    <WithKey key={key} apiKey={key} leave={leave}>
      {children}
    </WithKey>
  );
}

interface WithKeyProps {
  apiKey: string;
  leave: (why: Error | null) => void;
  children: ReactNode;
}

function WithKey({ apiKey, leave, children }: WithKeyProps) {
  // One for each key: what one caller has read is not shown to the next.
  const [queries] = useState(
    () =>
      new QueryClient({
        queryCache: new QueryCache({
          onError: (error) => {
            if (error instanceof Refusal && error.status === 401) leave(error);
          },
        }),
        defaultOptions: { queries: { retry: isWorthRetrying, staleTime: 1000 }, mutations: { retry: false } },
      }),
  );
  return (
    <QueryClientProvider client={queries}>
      <Known apiKey={apiKey} leave={leave}>
        {children}
      </Known>
    </QueryClientProvider>
  );
}

function Known({ apiKey, leave, children }: WithKeyProps) {
  const api = useMemo(() => clientFor(apiKey), [apiKey]);
  const {
    data: caller,
    error,
    refetch,
  } = useQuery({
    queryKey: ['caller'],
    queryFn: async () => await answered(api.GET('/v1/caller')),
    staleTime: Infinity,
  });
  if (!caller || !isStaff(caller.role)) {
    return (
      <main className="sign-in" id="content">
        <h1>Order Saga console</h1>
        {caller && <p role="alert">The console is for operators and support. This is a key of a {caller.role}.</p>}
        {error ? <Problem error={error} /> : !caller && <Loading what="who you are" />}
        <p className="actions">
          {error && (
            <button type="button" onClick={() => void refetch()}>
              Try again
            </button>
          )}
          <button type="button" onClick={() => leave(null)}>
            Sign out
          </button>
        </p>
      </main>
    );
  }
  const session: Session = {
    api,
    caller,
    may: (scope) => caller.scopes.includes(scope),
    signOut: () => leave(null),
  };
  return <SessionContext value={session}>{children}</SessionContext>;
}
