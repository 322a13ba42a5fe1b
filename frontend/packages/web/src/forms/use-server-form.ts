"use client";

import { unstable_rethrow } from "next/navigation";
import { type FormEvent, startTransition, useActionState, useState, useTransition } from "react";
import { useFaultWords } from "../frame/fault-words";

export interface ServerForm<State> {
  state: State;
  isSending: boolean;
  /** For the form element. */
  form: { action: (form: FormData) => void; onSubmit: (event: FormEvent<HTMLFormElement>) => void };
}

/**
 * A form that a server action answers, with or without scripts. If the shop cannot be reached, `unsent` says what the form shows: by
 * itself React would put an error page in place of everything that was typed. A second click while one is on its way does nothing.
 */
export function useServerForm<State>(
  action: (before: Awaited<State>, form: FormData) => Promise<State>,
  initial: Awaited<State>,
  unsent: (before: Awaited<State>, form: FormData, message: string) => Awaited<State>,
): ServerForm<Awaited<State>> {
  const [sent, send] = useActionState(action, initial); // where there are no scripts
  const [answer, setAnswer] = useState<{ state: Awaited<State> } | null>(null);
  const [isSending, start] = useTransition();
  const words = useFaultWords();
  const state = answer ? answer.state : sent;
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isSending) return;
    const form = new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter);
    start(async () => {
      const next = await action(state, form).catch((error) => {
        unstable_rethrow(error); // the answer is another page
        return unsent(state, form, words.unsent);
      });
      startTransition(() => setAnswer({ state: next }));
    });
  };
  return { state, isSending, form: { action: send, onSubmit } };
}
