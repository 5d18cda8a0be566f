import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createContext, type FormEvent, type ReactNode, useContext, useEffect, useId, useRef, useState } from 'react';
import { newKey, Refusal } from '../api.ts';
import { typedInto } from './form.ts';
import { Problem } from './states.tsx';

/** What is sent once somebody has said yes. */
export interface Given {
  /** Undefined where none was given. */
  reason: string | undefined;
  /** The other fields of the form, by their names. */
  fields: Record<string, string>;
  /** Idempotency-Key: the same again for the same. */
  key: string;
}

/** Something that changes what there is: asked for once more, with its reason, before it is done. */
export interface Question {
  title: string;
  /** What is about to happen. */
  text: string;
  /** On the button. */
  verb: string;
  reason: 'needed' | 'optional' | 'none';
  fields?: ReactNode;
  send(given: Given): Promise<unknown>;
  /** What is said when it is done. */
  done: string;
}

const AskContext = createContext<((question: Question) => void) | null>(null);

/** How a page asks before it changes something. */
export function useAsk(): (question: Question) => void {
  const ask = useContext(AskContext);
  if (!ask) throw new Error('there is nobody to ask');
  return ask;
}

export function Asking({ children }: { children: ReactNode }) {
  const [question, setQuestion] = useState<Question | null>(null);
  const [done, setDone] = useState('');
  const ask = (next: Question) => {
    setDone('');
    setQuestion(next);
  };
  return (
    <AskContext value={ask}>
      {children}
      <p className={done ? 'toast' : 'toast away'} role="status">
        {done}
        {done && (
          <button type="button" onClick={() => setDone('')}>
            Close
          </button>
        )}
      </p>
      {question && (
        <QuestionDialog
          question={question}
          close={(said) => {
            setQuestion(null);
            if (said) setDone(said);
          }}
        />
      )}
    </AskContext>
  );
}

function QuestionDialog({ question, close }: { question: Question; close: (said?: string) => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const queries = useQueryClient();
  // Sent again as it is, it has the same key, and is not done twice; something else has another one.
  const sent = useRef({ what: '', key: '' });
  const said = useRef<string | undefined>(undefined);
  const { mutate, isPending, error } = useMutation({
    mutationFn: async (given: Given) => await question.send(given),
    onSuccess: () => {
      said.current = question.done;
      // Rather than taken away: so the focus goes back to where it was.
      dialog.current?.close();
    },
    // Also where it was refused: what is shown may be old.
    onSettled: () => queries.invalidateQueries(),
  });
  const isOver = error instanceof Refusal && error.code === 'version_mismatch';

  useEffect(() => dialog.current?.showModal(), []);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = typedInto(event.currentTarget);
    const { reason, ...fields } = typed;
    const what = JSON.stringify(typed);
    if (sent.current.what !== what) sent.current = { what, key: newKey() };
    mutate({ reason, fields, key: sent.current.key });
  };

  return (
    <dialog
      ref={dialog}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onClose={() => close(said.current)}
    >
      <form className="stack" onSubmit={submit}>
        <h2 id={`${id}-title`}>{question.title}</h2>
        <p id={`${id}-text`}>{question.text}</p>
        {question.fields}
        {question.reason !== 'none' && (
          <div className="field">
            <label htmlFor={`${id}-reason`}>Reason{question.reason === 'optional' && ' (optional)'}</label>
            <textarea
              id={`${id}-reason`}
              name="reason"
              rows={3}
              maxLength={500}
              required={question.reason === 'needed'}
            />
          </div>
        )}
        {error && <Problem error={error} />}
        <div className="actions">
          <button type="submit" className="primary" disabled={isPending || isOver}>
            {isPending ? 'Working' : question.verb}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            {isOver ? 'Close' : 'Back'}
          </button>
        </div>
      </form>
    </dialog>
  );
}
