"use client";

import { FormSummary } from "@globalmarket/ui/form-summary";
import { type FormAction, type FormState, unsent } from "@globalmarket/web/forms/form-state";
import { useServerForm } from "@globalmarket/web/forms/use-server-form";
import { DROP_BUTTON } from "./drag-row";
import { MOVE, MOVE_FORM } from "./moves";

/** What the tree's buttons send, and what a row sends that is dropped on another; says above the tree what became of it. */
export function MoveForm({ action }: { action: FormAction }) {
  const { state, form } = useServerForm<FormState | null>(action, null, (_before, _sent, message) =>
    unsent(message, {}),
  );
  return (
    <form {...form} id={MOVE_FORM}>
      {state?.message && <FormSummary kind={state.kind} message={state.message} attempt={state.attempt} />}
      <button id={DROP_BUTTON} type="submit" name={MOVE} hidden />
    </form>
  );
}
