import type { ComponentProps, ReactNode } from "react";

const CONTROL =
  "min-h-11 w-full rounded-lg border border-edge bg-surface px-3 text-ink placeholder:text-muted " +
  "aria-invalid:border-sale aria-invalid:bg-sale-soft [&[type=file]]:py-2";

interface Common {
  label: string;
  /** What is wrong with the value; stands below the field and is read with it. */
  error?: string | undefined;
  hint?: ReactNode;
  optional?: string | undefined;
}

type InputProps = Common & ComponentProps<"input"> & { id: string };

export function TextField({ label, error, hint, optional, className = "", ...input }: InputProps) {
  return (
    <Labelled id={input.id} label={label} error={error} hint={hint} optional={optional} className={className}>
      <input {...input} {...described(input.id, error, hint)} className={CONTROL} />
    </Labelled>
  );
}

type AreaProps = Common & ComponentProps<"textarea"> & { id: string };

export function TextArea({ label, error, hint, optional, className = "", ...area }: AreaProps) {
  return (
    <Labelled id={area.id} label={label} error={error} hint={hint} optional={optional} className={className}>
      <textarea {...area} {...described(area.id, error, hint)} className={`${CONTROL} py-2.5`} />
    </Labelled>
  );
}

type SelectProps = Common & ComponentProps<"select"> & { id: string };

export function SelectField({ label, error, hint, optional, className = "", children, ...select }: SelectProps) {
  return (
    <Labelled id={select.id} label={label} error={error} hint={hint} optional={optional} className={className}>
      <select {...select} {...described(select.id, error, hint)} className={CONTROL}>
        {children}
      </select>
    </Labelled>
  );
}

type LabelledProps = Common & { id: string; className: string; children: ReactNode };

function Labelled({ id, label, error, hint, optional, className, children }: LabelledProps) {
  return (
    <div className={`flex flex-col gap-1.5 ${className}`}>
      <label htmlFor={id} className="font-medium text-sm">
        {label}
        {optional && <span className="font-normal text-muted"> ({optional})</span>}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className="text-muted text-sm">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-sale text-sm">
          {error}
        </p>
      )}
    </div>
  );
}

function described(id: string, error: string | undefined, hint: ReactNode) {
  const parts = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return { "aria-invalid": error ? true : undefined, "aria-describedby": parts || undefined };
}
