"use client";

import { Button } from "@globalmarket/ui/button";
import { FormSummary } from "@globalmarket/ui/form-summary";
import { useServerForm } from "@globalmarket/web/forms/use-server-form";
import { Camera } from "lucide-react";
import { type ChangeEvent, useEffect, useState } from "react";
import { type FoundByPicture, searchByPicture } from "./picture-actions";
import { putSmaller } from "./smaller";

interface Props {
  words: Record<"choose" | "hint" | "submit" | "searching" | "chosen", string>;
}

/** A picture is chosen, or taken by a phone's camera, made smaller here, and searched by. */
export function PictureForm({ words }: Props) {
  const { state, isSending, form } = useServerForm<FoundByPicture | null>(
    searchByPicture,
    null,
    (_before, _sent, message) => ({
      kind: "problem",
      message,
      attempt: crypto.randomUUID(),
    }),
  );
  const [preview, setPreview] = useState("");
  useEffect(() => () => URL.revokeObjectURL(preview), [preview]);
  const onChange = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = target.files ?? [];
    setPreview(file ? URL.createObjectURL(file) : "");
    if (file) await putSmaller(target, file);
  };
  return (
    <div className="flex flex-col gap-8">
      <form {...form} className="flex max-w-xl flex-col gap-4 rounded-2xl border border-line bg-raised p-5">
        {state && <FormSummary kind={state.kind} message={state.message} attempt={state.attempt} />}
        <label htmlFor="picture-file" className="flex items-center gap-3 font-medium">
          <Camera aria-hidden className="size-6 shrink-0" />
          {words.choose}
        </label>
        <input
          id="picture-file"
          name="file"
          type="file"
          required
          accept="image/*"
          aria-describedby="picture-hint"
          onChange={onChange}
          className="min-h-11 w-full rounded-lg border border-edge bg-surface px-3 py-2"
        />
        <p id="picture-hint" className="text-muted text-sm">
          {words.hint}
        </p>
        {preview && <img src={preview} alt={words.chosen} className="max-h-56 self-start rounded-lg object-contain" />}
        <Button type="submit" disabled={isSending} className="self-start">
          {isSending ? words.searching : words.submit}
        </Button>
      </form>
      {state?.products}
    </div>
  );
}
