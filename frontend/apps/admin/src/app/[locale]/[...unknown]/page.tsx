import { notFound } from "next/navigation";

/** Addresses that no other page has: they get the panel's own page, in the reader's language. */
export default function Unknown() {
  notFound();
}
