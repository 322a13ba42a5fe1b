"use client";

import { Notice } from "@globalmarket/ui/notice";
import type { LiveMessage } from "@globalmarket/web/live/connection";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { LivePage } from "@/features/live/live-page";

const IsSold = createContext(true);

interface Props {
  /** Of live updates of the product. */
  address: string;
  changed: string;
  notSold: string;
  children: ReactNode;
}

/**
 * The page of a product as it is by now. One that is no longer sold (withdrawn, or its vendor suspended) has no page to load anew: this
 * one stays and says so, and is loaded once the product is sold again.
 */
export function LiveProduct({ address, changed, notSold, children }: Props) {
  const [isSold, setIsSold] = useState(true);
  const showsItself = useCallback(
    ({ data }: LiveMessage) => {
      const isSoldNow = data?.is_sold !== false;
      setIsSold(isSoldNow);
      return isSoldNow ? null : notSold;
    },
    [notSold],
  );
  return (
    <IsSold value={isSold}>
      <LivePage address={address} changed={changed} showsItself={showsItself} />
      {children}
    </IsSold>
  );
}

/** What is there while the product is sold; in its place `notSold` while it is not. */
export function WhileSold({ notSold, children }: { notSold: string; children: ReactNode }) {
  return useContext(IsSold) ? children : <Notice kind="info">{notSold}</Notice>;
}
