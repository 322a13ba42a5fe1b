"use client";

import { DirectionProvider } from "@base-ui/react/direction-provider";
import type { ReactNode } from "react";

interface Props {
  direction: "ltr" | "rtl";
  children: ReactNode;
}

/** Tells menus, dialogs and fields which way the page is written: they do not read it from `dir`. */
export function Direction({ direction, children }: Props) {
  return <DirectionProvider direction={direction}>{children}</DirectionProvider>;
}
