interface Props {
  id: string;
  secret: string;
  label: string;
  hint: string;
}

/** A secret that the API has in this answer alone, to be copied. */
export function SecretOnce({ id, secret, label, hint }: Props) {
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      <input
        id={id}
        readOnly
        value={secret}
        dir="ltr"
        aria-describedby={`${id}-hint`}
        onFocus={({ target }) => target.select()}
        className="min-h-11 w-full rounded-lg border border-edge bg-sunken px-3 font-mono text-ink"
      />
      <p id={`${id}-hint`} className="text-muted text-sm">
        {hint}
      </p>
    </div>
  );
}
