"use client";

import { Button } from "@globalmarket/ui/button";
import { TextField } from "@globalmarket/ui/field";
import { FormSummary } from "@globalmarket/ui/form-summary";
import { useEffect, useRef, useState } from "react";
import { typed, unsent } from "../forms/form-state";
import { ProofStep } from "../forms/proof-step";
import { useServerForm } from "../forms/use-server-form";
import { addPasskey } from "./passkey-actions";
import { hasPasskeys, makePasskey } from "./passkey-browser";
import type { AddingPasskey } from "./set-up";

interface Props {
  words: Record<"name" | "nameHint" | "add" | "failed", string>;
}

/** Adds a passkey of this device: a name first, then the device asks the person, then the API keeps it. It lives on scripts, as passkeys do. */
export function NewPasskeyForm({ words }: Props) {
  const [isShown, setShown] = useState(false);
  const [failedAt, setFailedAt] = useState("");
  const credential = useRef<HTMLInputElement>(null);
  const { state, isSending, form } = useServerForm<AddingPasskey | null>(addPasskey, null, (_before, sent, message) =>
    unsent(message, typed(sent, "name")),
  );
  const creation = state?.creation;
  useEffect(() => setShown(hasPasskeys()), []);
  useEffect(() => {
    if (!creation) return;
    makePasskey(creation.options).then(
      (made) => {
        if (!credential.current) return;
        credential.current.value = made;
        credential.current.form?.requestSubmit();
      },
      () => setFailedAt(creation.challenge),
    );
  }, [creation]);
  if (!isShown) return null;
  const hasFailed = creation !== undefined && failedAt === creation.challenge;
  return (
    <form {...form} noValidate className="flex flex-col gap-4">
      {state?.message && <FormSummary kind={state.kind} message={state.message} attempt={state.attempt} />}
      {hasFailed && <FormSummary kind="problem" message={words.failed} attempt={failedAt} />}
      {creation && !hasFailed && (
        <div key={creation.challenge}>
          <input type="hidden" name="challenge" value={creation.challenge} />
          <input ref={credential} type="hidden" name="credential" defaultValue="" />
        </div>
      )}
      <TextField
        key={state?.attempt}
        id="passkey-name"
        name="name"
        label={words.name}
        hint={words.nameHint}
        error={state?.errors.name}
        defaultValue={state?.values.name ?? ""}
        maxLength={60}
        dir="auto"
        className="max-w-md"
      />
      <ProofStep id="passkey" state={state} />
      <Button type="submit" disabled={isSending} className="self-start">
        {state?.proof?.submit ?? words.add}
      </Button>
    </form>
  );
}
