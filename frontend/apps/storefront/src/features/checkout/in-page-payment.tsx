"use client";

import { Button } from "@globalmarket/ui/button";
import { type FormEvent, useEffect, useRef, useState } from "react";

/** What is used of Stripe's script (https://docs.stripe.com/js). */
interface Elements {
  create(kind: "payment"): { mount(place: HTMLElement): void };
}
interface Library {
  elements(options: { clientSecret: string; locale: string }): Elements;
  confirmPayment(options: {
    elements: Elements;
    confirmParams: { return_url: string };
  }): Promise<{ error?: { message?: string } }>;
}
declare global {
  interface Window {
    Stripe?: (publishableKey: string) => Library;
  }
}

interface Props {
  /** Where the provider's own script is loaded from: it has to come from there. */
  script: string;
  clientSecret: string;
  publishableKey: string;
  language: string;
  /** Where the bank sends the customer, and the script a customer whom no bank has to see. */
  returnPath: string;
  words: { pay: string; loading: string; unavailable: string; declined: string };
}

/** The provider's own form in our page: what is typed into it goes to the provider alone. */
export function InPagePayment({ script, clientSecret, publishableKey, language, returnPath, words }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const form = useRef<{ library: Library; elements: Elements } | null>(null);
  const [state, setState] = useState<"loading" | "ready" | "paying" | "unavailable">("loading");
  const [error, setError] = useState("");

  useEffect(() => {
    let isGone = false;
    load(script)
      .then(() => {
        if (isGone || !place.current || !window.Stripe) return;
        const library = window.Stripe(publishableKey);
        const elements = library.elements({ clientSecret, locale: language });
        elements.create("payment").mount(place.current);
        form.current = { library, elements };
        setState("ready");
      })
      .catch(() => !isGone && setState("unavailable"));
    return () => {
      isGone = true;
    };
  }, [script, clientSecret, publishableKey, language]);

  async function pay(event: FormEvent) {
    event.preventDefault();
    if (!form.current || state !== "ready") return;
    setState("paying");
    setError("");
    const { library, elements } = form.current;
    const confirmParams = { return_url: new URL(returnPath, window.location.origin).href };
    const answer = await library.confirmPayment({ elements, confirmParams }).catch(() => ({ error: { message: "" } }));
    if (answer.error) setError(answer.error.message || words.declined); // without an error the script has left the page
    setState("ready");
  }

  return (
    <form onSubmit={pay} className="flex w-full flex-col gap-4 text-start">
      {state === "loading" && <p className="text-muted">{words.loading}</p>}
      {state === "unavailable" && <p role="alert">{words.unavailable}</p>}
      <div ref={place} />
      {error && (
        <p role="alert" className="text-sale text-sm">
          {error}
        </p>
      )}
      <Button type="submit" disabled={state !== "ready"}>
        {words.pay}
      </Button>
    </form>
  );
}

/** Once for each page; a script that did not come is asked for again the next time. */
function load(address: string): Promise<void> {
  if (window.Stripe) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error(`${address} does not load`));
    };
    document.head.append(script);
  });
}
