import type { ComponentProps } from "react";

interface Going {
  /** Take the present page's place in the history. */
  replace?: boolean;
  /** False: the reader stays at the same place of the page. */
  scroll?: boolean;
}

/** A link within the app. It is a plain one, which `Navigation` follows once scripts run: nothing is fetched before it is chosen. */
export function Link({ replace, scroll, ...link }: ComponentProps<"a"> & Going) {
  return <a {...link} data-go={going({ replace, scroll })} />;
}

/** A form whose answer is another page of the app, with the fields in its address. */
export function LinkForm({ replace, scroll, ...form }: ComponentProps<"form"> & Going) {
  return <form {...form} data-go={going({ replace, scroll })} />;
}

function going({ replace = false, scroll = true }: Going): string {
  return `${replace ? "replace" : "push"} ${scroll ? "top" : "stay"}`;
}
