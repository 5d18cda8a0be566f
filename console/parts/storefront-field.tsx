import { useSession } from '../session.tsx';

/** For whoever sees more than one; which there are, only the API knows. */
export function StorefrontField({ value }: { value: string | undefined }) {
  const { caller } = useSession();
  if (caller.storefront !== null) return null;
  return (
    <div className="field">
      <label htmlFor="find-storefront">Storefront</label>
      <input id="find-storefront" name="storefront" defaultValue={value} autoComplete="off" spellCheck={false} />
    </div>
  );
}
