import { type FormEvent, useId } from 'react';
import { typedInto } from '../parts/form.ts';
import { Problem } from '../parts/states.tsx';

interface SignInProps {
  /** Why the last try was none. */
  refused: Error | null;
  onSubmit: (key: string) => void;
}

export function SignIn({ refused, onSubmit }: SignInProps) {
  const id = useId();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { key } = typedInto(event.currentTarget);
    if (key !== undefined) onSubmit(key);
  };
  return (
    <main className="sign-in" id="content">
      <h1>Order Saga console</h1>
      <form className="panel stack" onSubmit={submit}>
        <div className="field">
          <label htmlFor={id}>API key or access token</label>
          <input id={id} name="key" type="password" autoComplete="off" spellCheck={false} required autoFocus />
        </div>
        <p className="quiet">It stays in this tab until you sign out or close it.</p>
        {refused && <Problem error={refused} />}
        <button type="submit" className="primary">
          Sign in
        </button>
      </form>
    </main>
  );
}
