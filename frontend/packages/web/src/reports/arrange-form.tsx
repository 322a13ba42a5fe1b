"use client";

import { buttonClass } from "@globalmarket/ui/button";
import { useEffect, useRef } from "react";
import { type FormAction, type FormState, unsent } from "../forms/form-state";
import { useServerForm } from "../forms/use-server-form";

export interface Move {
  /** Of the action: `earlier`, `later`, `half`, `whole`, `remove`. */
  move: string;
  label: string;
  /** Names the widget, too, for who hears the buttons one by one. */
  spoken: string;
  isDisabled?: boolean;
}

interface Props {
  action: FormAction;
  /** Hidden fields: the side, the present places, their ETag and the widget's id. */
  fields: Record<string, string>;
  moves: Move[];
}

/** The buttons that move one widget. The focus stays on the button that was pressed, wherever the widget stands afterwards. */
export function ArrangeForm({ action, fields, moves }: Props) {
  const { state, isSending, form } = useServerForm<FormState | null>(action, null, (_before, _form, message) =>
    unsent(message, {}),
  );
  const buttons = useRef(new Map<string, HTMLButtonElement>());
  const pressed = useRef("");
  const attempt = state?.attempt;
  useEffect(() => {
    if (attempt) buttons.current.get(pressed.current)?.focus();
  }, [attempt]);
  return (
    <form {...form} className="flex flex-wrap items-center gap-2">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {moves.map(({ move, label, spoken, isDisabled }) => (
        <button
          key={move}
          ref={(button) => {
            if (button) buttons.current.set(move, button);
          }}
          type="submit"
          name="move"
          value={move}
          aria-label={spoken}
          aria-disabled={isDisabled || isSending || undefined}
          onClick={(event) => {
            pressed.current = move;
            if (isDisabled || isSending) event.preventDefault();
          }}
          className={buttonClass("quiet")}
        >
          {label}
        </button>
      ))}
      <p role={state?.kind === "problem" ? "alert" : "status"} className="text-muted text-sm">
        {state?.message}
      </p>
    </form>
  );
}
