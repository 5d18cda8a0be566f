import { Refusal } from '../api.ts';

/** What a person can do about it, where there is more to say than the API says itself. */
const ADVICE: Record<string, string> = {
  version_mismatch:
    'Somebody else was faster: it has changed since you saw it. It is shown as it is now; look whether your change is still right, and begin again.',
  forbidden: 'Your role does not include this. Somebody with more rights has to do it.',
  unauthenticated: 'The key is not known, or has ended. Sign in with another one.',
  rate_limited: 'Too much was asked at once. Wait a moment.',
};

/** An error, as the API words it, with what is needed to ask about it. */
export function Problem({ error }: { error: Error }) {
  if (!(error instanceof Refusal)) {
    return (
      <div className="problem" role="alert">
        <p>The API cannot be reached. Check the connection, and try again.</p>
      </div>
    );
  }
  const advice = ADVICE[error.code];
  return (
    <div className="problem" role="alert">
      {advice && <p>{advice}</p>}
      <p>{error.message}</p>
      <p className="quiet">
        <code>{error.code}</code>, request <code>{error.requestId ?? 'unknown'}</code>
      </p>
    </div>
  );
}

export function Loading({ what }: { what: string }) {
  return (
    <p className="quiet" role="status">
      Loading {what}
    </p>
  );
}

export function Empty({ children }: { children: string }) {
  return <p className="empty">{children}</p>;
}
