"use client";

import { Button } from "@globalmarket/ui/button";
import { TextField } from "@globalmarket/ui/field";
import { FormSummary } from "@globalmarket/ui/form-summary";
import { type FormState, typed, unsent } from "@globalmarket/web/forms/form-state";
import { ProofStep } from "@globalmarket/web/forms/proof-step";
import { SecretOnce } from "@globalmarket/web/forms/secret-once";
import { useServerForm } from "@globalmarket/web/forms/use-server-form";
import { WayOut } from "@globalmarket/web/forms/way-out";
import { createKey } from "./actions";

interface Props {
  firstKey: string;
  roles: { value: string; label: string }[];
  words: Record<"name" | "nameHint" | "roles" | "create" | "secret" | "secretHint", string>;
}

/** A new API key; after it is made its secret stands here, once. */
export function NewKeyForm({ firstKey, roles, words }: Props) {
  const { state, isSending, form } = useServerForm<FormState | null>(createKey, null, (_before, sent, message) =>
    unsent(message, typed(sent, "name", "key")),
  );
  const secret = state?.values.secret;
  return (
    <form {...form} noValidate className="flex flex-col gap-4">
      {state?.message && (
        <FormSummary kind={state.kind} message={state.message} attempt={state.attempt}>
          <WayOut state={state} />
        </FormSummary>
      )}
      {secret && <SecretOnce id="key-secret" secret={secret} label={words.secret} hint={words.secretHint} />}
      <input type="hidden" name="key" value={state?.values.key ?? firstKey} />
      <div key={state?.attempt} className="contents">
        <TextField
          id="key-name"
          name="name"
          label={words.name}
          hint={words.nameHint}
          error={state?.errors.name}
          defaultValue={state?.values.name ?? ""}
          maxLength={100}
          dir="auto"
        />
        <fieldset className="flex flex-col">
          <legend className="font-medium text-sm">{words.roles}</legend>
          {roles.map(({ value, label }) => (
            <label key={value} className="flex min-h-11 items-center gap-3">
              <input
                type="checkbox"
                name={`role.${value}`}
                defaultChecked={state?.values[`role.${value}`] === "on"}
                className="size-5 accent-brand"
              />
              {label}
            </label>
          ))}
        </fieldset>
      </div>
      <ProofStep id="key" state={state} />
      <Button type="submit" disabled={isSending} className="self-start">
        {state?.proof?.submit ?? words.create}
      </Button>
    </form>
  );
}
