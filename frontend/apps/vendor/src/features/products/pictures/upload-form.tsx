"use client";

import { Button } from "@globalmarket/ui/button";
import { TextField } from "@globalmarket/ui/field";
import { FormSummary } from "@globalmarket/ui/form-summary";
import { type FormState, typed, unsent } from "@globalmarket/web/forms/form-state";
import { useServerForm } from "@globalmarket/web/forms/use-server-form";
import { ImagePlus } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { uploadPictures } from "./actions";

interface Props {
  productId: string;
  /** The form's first Idempotency-Key. */
  firstKey: string;
  words: Record<"drop" | "choose" | "hint" | "alt" | "altHint" | "optional" | "send" | "sending" | "chosen", string>;
}

/** Pictures are dropped here, or chosen by a plain field, and sent by a button. */
export function UploadForm({ productId, firstKey, words }: Props) {
  const { state, isSending, form } = useServerForm<FormState | null>(uploadPictures, null, (_before, sent, message) =>
    unsent(message, typed(sent, "alt", "key")),
  );
  return (
    <form {...form} className="flex flex-col gap-4">
      {state && <FormSummary kind={state.kind} message={state.message} attempt={state.attempt} />}
      <input type="hidden" name="product" value={productId} />
      <input type="hidden" name="key" value={state?.values.key ?? firstKey} />
      <div key={state?.attempt} className="contents">
        <DropZone words={words} />
        <TextField
          id="upload-alt"
          name="alt"
          label={words.alt}
          hint={words.altHint}
          optional={words.optional}
          defaultValue={state?.values.alt ?? ""}
          maxLength={1000}
          dir="auto"
        />
      </div>
      <Button type="submit" look="secondary" disabled={isSending} className="self-start">
        {isSending ? words.sending : words.send}
      </Button>
    </form>
  );
}

function DropZone({ words }: Pick<Props, "words">) {
  const field = useRef<HTMLInputElement>(null);
  const [names, setNames] = useState<string[]>([]);
  const [isOver, setOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!field.current || !event.dataTransfer.files.length) return;
    field.current.files = event.dataTransfer.files;
    setNames([...event.dataTransfer.files].map(({ name }) => name));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way beside the field in it
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className={`flex flex-col gap-3 rounded-xl border-2 border-dashed p-5 ${isOver ? "border-brand bg-brand-soft" : "border-edge"}`}
    >
      <p className="flex items-center gap-3 text-muted">
        <ImagePlus aria-hidden className="size-6 shrink-0" />
        {words.drop}
      </p>
      <label htmlFor="upload-files" className="font-medium text-sm">
        {words.choose}
      </label>
      <input
        ref={field}
        id="upload-files"
        name="files"
        type="file"
        multiple
        accept="image/jpeg,image/png,image/webp,image/gif,image/avif"
        aria-describedby="upload-hint"
        onChange={({ target }) => setNames([...(target.files ?? [])].map(({ name }) => name))}
        className="min-h-11 w-full rounded-lg border border-edge bg-surface px-3 py-2"
      />
      <p id="upload-hint" className="text-muted text-sm">
        {words.hint}
      </p>
      {names.length > 0 && (
        <p aria-live="polite" className="text-sm">
          {words.chosen} <bdi>{names.join(", ")}</bdi>
        </p>
      )}
    </div>
  );
}
