"use client";

import { TextField } from "@globalmarket/ui/field";
import { FormSummary } from "@globalmarket/ui/form-summary";
import { PasskeyButton } from "../security/passkey-button";
import type { FormState } from "./form-state";
import { PROOF_CHALLENGE, PROOF_CODE, PROOF_CREDENTIAL, PROOF_PASSWORD } from "./proof-names";

interface Props {
  /** Of the form: begins the ids of its fields. */
  id: string;
  state: FormState | null;
}

/** Where the API wants to know again who the person is: a field for it in the form itself, so that the next sending does both. */
export function ProofStep({ id, state }: Props) {
  if (!state?.proof) return null;
  const { by, why, label, passkey } = state.proof;
  const name = by === "code" ? PROOF_CODE : PROOF_PASSWORD;
  return (
    <>
      {state.values.confirmed !== undefined && <input type="hidden" name="confirmed" value={state.values.confirmed} />}
      <FormSummary kind="info" message={why} attempt={state.attempt} />
      {passkey && (
        <PasskeyButton
          {...passkey}
          key={passkey.challenge}
          challengeName={PROOF_CHALLENGE}
          credentialName={PROOF_CREDENTIAL}
        />
      )}
      <TextField
        key={state.attempt}
        id={`${id}-${name}`}
        name={name}
        type={by === "code" ? "text" : "password"}
        label={label}
        autoComplete={by === "code" ? "one-time-code" : "current-password"}
        maxLength={by === "code" ? 20 : undefined}
        dir="ltr"
        error={state.errors[name]}
        className="max-w-sm"
      />
    </>
  );
}
