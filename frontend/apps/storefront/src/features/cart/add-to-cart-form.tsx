"use client";

import { Button } from "@globalmarket/ui/button";
import { Notice } from "@globalmarket/ui/notice";
import { useServerForm } from "@globalmarket/web/forms/use-server-form";
import { Link } from "@globalmarket/web/frame/link";
import { useEffect, useState } from "react";
import { CART_CHANGED } from "@/features/frame/cart-badge";
import { addToCart } from "./actions";
import type { Outcome } from "./outcome";

const MOST = 10;

interface Props {
  variantId: string;
  canBuy: boolean;
  cartHref: string;
  words: { add: string; adding: string; quantity: string; open: string };
}

export function AddToCartForm({ variantId, canBuy, cartHref, words }: Props) {
  const { state: outcome, isSending, form } = useServerForm<Outcome | null>(addToCart, null, unsent);
  // Made here and not with the page, which is the same for all visitors: a key must be one visitor's.
  const [key, setKey] = useState("");
  useEffect(() => {
    if (outcome?.isUnanswered) return;
    setKey(crypto.randomUUID());
    if (outcome?.kind === "success") window.dispatchEvent(new CustomEvent(CART_CHANGED, { detail: outcome }));
  }, [outcome]);
  return (
    <form {...form} className="flex flex-col gap-3">
      <input type="hidden" name="variant_id" value={variantId} />
      <input type="hidden" name="key" value={key} />
      <div className="flex gap-3">
        <label htmlFor="quantity" className="sr-only">
          {words.quantity}
        </label>
        <select
          id="quantity"
          name="quantity"
          disabled={!canBuy}
          className="min-h-12 rounded-lg border border-edge bg-surface px-3 tabular-nums"
        >
          {Array.from({ length: MOST }, (_, place) => place + 1).map((number) => (
            <option key={number} value={number}>
              {number}
            </option>
          ))}
        </select>
        <Button type="submit" disabled={!canBuy || isSending} className="min-h-12 flex-1">
          {isSending ? words.adding : words.add}
        </Button>
      </div>
      {outcome && (
        <Notice kind={outcome.kind}>
          {outcome.message}{" "}
          {outcome.kind === "success" && (
            <Link href={cartHref} className="font-semibold underline underline-offset-4">
              {words.open}
            </Link>
          )}
        </Notice>
      )}
    </form>
  );
}

const unsent = (_before: Outcome | null, _form: FormData, message: string): Outcome => ({
  kind: "problem",
  message,
  isUnanswered: true,
});
