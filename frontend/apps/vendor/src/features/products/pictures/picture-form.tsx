"use client";

import type { VendorImage } from "@globalmarket/api";
import { Button } from "@globalmarket/ui/button";
import { TextField } from "@globalmarket/ui/field";
import { FormSummary } from "@globalmarket/ui/form-summary";
import { type FormState, unsent } from "@globalmarket/web/forms/form-state";
import { useServerForm } from "@globalmarket/web/forms/use-server-form";
import { ArrowLeft, ArrowRight } from "lucide-react";
import { useState } from "react";
import { arrangePictures } from "./actions";
import { altField, dropped, inOrder, removeField } from "./arranging";

interface Props {
  productId: string;
  etag: string;
  images: VendorImage[];
  /** What could be better, in words, by the picture's id. */
  advice: Record<string, string[]>;
  languages: { code: string; name: string }[];
  words: Record<
    "alt" | "optional" | "remove" | "drag" | "earlier" | "later" | "save" | "picture" | "processing" | "advice",
    string
  >;
}

/** The pictures in their order, each with its texts for those who do not see it. All is saved together; a move saves as well. */
export function PictureForm({ productId, etag, images, advice, languages, words }: Props) {
  const { state, isSending, form } = useServerForm<FormState | null>(arrangePictures, null, (_before, _sent, message) =>
    unsent(message, {}),
  );
  const [order, setOrder] = useState(() => images.map(({ id }) => id));
  const [dragged, setDragged] = useState("");
  const stored = images.map(({ id }) => id).join(" ");
  const [known, setKnown] = useState(stored);
  if (known !== stored) {
    setKnown(stored);
    setOrder(stored.split(" "));
  }
  return (
    <form {...form} className="flex flex-col gap-4">
      {images.length > 1 && <p className="text-muted text-sm">{words.drag}</p>}
      {state && <FormSummary kind={state.kind} message={state.message} attempt={state.attempt} />}
      <input type="hidden" name="product" value={productId} />
      <input type="hidden" name="etag" value={etag} />
      <input type="hidden" name="order" value={order.join(" ")} />
      <Button type="submit" look="secondary" disabled={isSending} className="order-last self-start">
        {words.save}
      </Button>
      <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        {inOrder(images, order).map((image, place) => (
          <li
            key={image.id}
            onDragOver={(event) => dragged && event.preventDefault()}
            onDrop={(event) => {
              event.preventDefault();
              if (dragged && dragged !== image.id) setOrder(dropped(order, dragged, image.id));
              setDragged("");
            }}
            className={`flex flex-col gap-3 rounded-lg border p-4 ${dragged === image.id ? "border-brand opacity-60" : "border-line"}`}
          >
            {/* biome-ignore lint/a11y/noStaticElementInteractions: dragging is a second way beside the buttons below */}
            <div
              draggable={images.length > 1}
              onDragStart={() => setDragged(image.id)}
              onDragEnd={() => setDragged("")}
              className={images.length > 1 ? "cursor-grab" : ""}
            >
              <Picture image={image} words={words} />
            </div>
            <Advice title={words.advice} advice={advice[image.id]} />
            <div className="flex items-center justify-between gap-2">
              <Move
                to={`earlier ${image.id}`}
                label={`${words.earlier}: ${words.picture} ${place + 1}`}
                isDisabled={isSending || place === 0}
              />
              <bdi className="text-muted text-sm tabular-nums" dir="ltr">
                {place + 1} / {images.length}
              </bdi>
              <Move
                to={`later ${image.id}`}
                label={`${words.later}: ${words.picture} ${place + 1}`}
                isDisabled={isSending || place === images.length - 1}
              />
            </div>
            {languages.map(({ code, name }) => (
              <TextField
                key={code}
                id={altField(image.id, code)}
                name={altField(image.id, code)}
                label={`${words.alt} · ${name}`}
                optional={words.optional}
                defaultValue={image.alt[code] ?? ""}
                maxLength={1000}
                lang={code}
                dir="auto"
              />
            ))}
            <label className="flex min-h-11 items-center gap-3 text-sm">
              <input
                key={etag}
                type="checkbox"
                name={removeField(image.id)}
                aria-label={`${words.remove}: ${words.picture} ${place + 1}`}
                className="size-5 accent-brand"
              />
              {words.remove}
            </label>
          </li>
        ))}
      </ul>
    </form>
  );
}

function Picture({ image, words }: { image: VendorImage; words: Props["words"] }) {
  if (image.state === "ready") {
    const { url, alt } = image;
    const [text = ""] = Object.values(alt);
    return (
      <img src={url} alt={text} loading="lazy" className="aspect-square w-full rounded-md bg-sunken object-contain" />
    );
  }
  return (
    <p className="flex aspect-square w-full items-center justify-center rounded-md bg-sunken p-4 text-center text-muted text-sm">
      {image.failure || words.processing}
    </p>
  );
}

function Advice({ title, advice = [] }: { title: string; advice: string[] | undefined }) {
  if (!advice.length) return null;
  return (
    <div className="rounded-md bg-sunken p-3 text-sm">
      <p className="font-medium">{title}</p>
      <ul className="list-disc ps-5 text-muted">
        {advice.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </div>
  );
}

/** Moves a picture by one place. */
function Move({ to, label, isDisabled }: { to: string; label: string; isDisabled: boolean }) {
  const Icon = to.startsWith("earlier") ? ArrowLeft : ArrowRight;
  return (
    <button
      type="submit"
      name="move"
      value={to}
      disabled={isDisabled}
      aria-label={label}
      className="inline-flex size-11 items-center justify-center rounded-lg border border-edge hover:bg-sunken disabled:opacity-40"
    >
      <Icon aria-hidden className="size-5 rtl:-scale-x-100" />
    </button>
  );
}
