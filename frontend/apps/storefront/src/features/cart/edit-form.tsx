"use client";

import { Notice } from "@globalmarket/ui/notice";
import { type FormEvent, type ReactNode, startTransition, useActionState, useState } from "react";
import type { Outcome } from "./outcome";
import { useCartEditing } from "./settling";

export type EditAction = (before: Outcome | null, form: FormData) => Promise<Outcome | null>;

interface Props {
  action: EditAction;
  children: ReactNode;
  className?: string;
  label?: string;
  /** Sends the form as soon as something in it is chosen. */
  appliesAtOnce?: boolean;
  /** What to say if the change could not be sent. */
  failed: string;
  /** Where the form is folded away: the question that opens it, and whether it is open. With an answer it is open, too. */
  fold?: { question: string; isOpen: boolean };
}

/** A form that changes the cart, with or without scripts. What came of it stands below. */
export function EditForm({ action, children, className = "", label, appliesAtOnce = false, failed, fold }: Props) {
  const [sent, send] = useActionState(action, null);
  const [answer, setAnswer] = useState<Outcome | null>(null);
  const { edit } = useCartEditing();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter);
    edit(async () => {
      const outcome = await action(null, form).catch(() => ({ kind: "problem", message: failed }) as const);
      startTransition(() => setAnswer(outcome));
    });
  };
  const outcome = answer ?? sent;
  const form = (
    <form
      action={send}
      onSubmit={submit}
      onChange={appliesAtOnce ? (event) => event.currentTarget.requestSubmit() : undefined}
      aria-label={label}
      className={className}
    >
      {children}
      <OutcomeNotice outcome={outcome} />
    </form>
  );
  if (!fold) return form;
  return (
    <details open={fold.isOpen || outcome !== null} className="border-line border-t pt-3">
      <summary className="py-1.5 font-medium text-sm">{fold.question}</summary>
      {form}
    </details>
  );
}

export function OutcomeNotice({ outcome }: { outcome: Outcome | null }) {
  if (!outcome) return null;
  return (
    <Notice kind={outcome.kind === "success" ? "info" : outcome.kind}>
      <p>{outcome.message}</p>
      {outcome.changes && (
        <ul className="list-disc ps-5">
          {outcome.changes.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
