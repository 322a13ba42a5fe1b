import NextLink from "next/link";
import type { ComponentProps } from "react";

/** A link within the shop. Nothing is fetched before it is followed: a list of forty links would cost forty requests. */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />;
}
