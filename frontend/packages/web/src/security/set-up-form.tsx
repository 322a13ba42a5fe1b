"use client";

import { Button } from "@globalmarket/ui/button";
import { TextField } from "@globalmarket/ui/field";
import { FormSummary } from "@globalmarket/ui/form-summary";
import { useState } from "react";
import { unsent } from "../forms/form-state";
import { useServerForm } from "../forms/use-server-form";
import { setUpSecondFactor } from "./actions";
import { BEGIN, type SetUp } from "./set-up";

/** The texts of the form, in the reader's language. */
export interface SetUpWords {
  password: string;
  begin: string;
  scan: string;
  picture: string;
  typeInstead: string;
  code: string;
  codeHint: string;
  confirm: string;
  done: string;
  keepCodes: string;
}

interface Props {
  words: SetUpWords;
  /** The factor is on: of the form only the recovery codes are left, which are shown this one time. */
  isOver: boolean;
}

/** Sets up a second factor in three steps, with or without scripts. A factor that was removed begins another round, without the old codes. */
export function SetUpForm({ words, isOver }: Props) {
  const [seen, setSeen] = useState({ isOver, round: 0 });
  if (seen.isOver !== isOver) setSeen({ isOver, round: isOver ? seen.round : seen.round + 1 });
  return <Steps key={seen.round} words={words} isOver={isOver} />;
}

function Steps({ words, isOver }: Props) {
  const { state, isSending, form } = useServerForm<SetUp>(setUpSecondFactor, BEGIN, (before, _sent, message) =>
    before.step === "done" ? before : { ...before, form: unsent(message, {}) },
  );
  if (state.step === "done") return <RecoveryCodes codes={state.codes} words={words} />;
  if (isOver) return null;
  const problem = state.form;
  return (
    <form {...form} noValidate className="flex max-w-md flex-col gap-5">
      {problem?.message && (
        <FormSummary kind="problem" message={problem.message} errors={[]} attempt={problem.attempt} />
      )}
      {state.step === "password" ? (
        <TextField
          id="second-factor-password"
          name="password"
          type="password"
          label={words.password}
          autoComplete="current-password"
          error={problem?.errors.password}
          required
        />
      ) : (
        <>
          <p>{words.scan}</p>
          <img src={state.qrCode} alt={words.picture} width={196} height={196} className="rounded-lg bg-white p-2" />
          <p className="text-sm">
            {words.typeInstead} <code className="select-all break-all font-mono">{state.secret}</code>
          </p>
          <TextField
            key={problem?.attempt}
            id="second-factor-code"
            name="code"
            label={words.code}
            hint={words.codeHint}
            autoComplete="one-time-code"
            inputMode="numeric"
            maxLength={20}
            dir="ltr"
            error={problem?.errors.code}
            required
          />
        </>
      )}
      <Button type="submit" disabled={isSending} className="self-start">
        {state.step === "password" ? words.begin : words.confirm}
      </Button>
    </form>
  );
}

function RecoveryCodes({ codes, words }: { codes: string[]; words: SetUpWords }) {
  return (
    <div className="flex flex-col gap-4">
      <FormSummary kind="success" message={words.done} attempt="done" />
      <p>{words.keepCodes}</p>
      <ul dir="ltr" className="grid max-w-md grid-cols-2 gap-2 rounded-lg bg-sunken p-4 font-mono">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </div>
  );
}
