import type { FormEvent } from 'react';
import { useSearchParams } from 'wouter';
import { AuditTrail } from '../parts/audit-trail.tsx';
import { typedInto } from '../parts/form.ts';

/** Who did what. */
export function AuditPage() {
  const [search, setSearch] = useSearchParams();
  const actor = search.get('actor') ?? undefined;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSearch(typedInto(event.currentTarget));
  };
  return (
    <>
      <h1>Audit trail</h1>
      <search>
        <form key={actor} className="panel filters" aria-label="Find what was done" onSubmit={submit}>
          <div className="field">
            <label htmlFor="find-actor">Who</label>
            <input id="find-actor" name="actor" defaultValue={actor} autoComplete="off" spellCheck={false} />
          </div>
          <button type="submit" className="primary">
            Find
          </button>
        </form>
      </search>
      <AuditTrail actor={actor} />
    </>
  );
}
