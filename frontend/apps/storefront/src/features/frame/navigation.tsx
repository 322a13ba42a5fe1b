"use client";

import { Navigation, type NavigationProps } from "@globalmarket/web/frame/navigation";

const loadShape = () => import("./page-skeleton").then(({ PageSkeleton }) => PageSkeleton);

/** The page's content and the way to the next one, with the shapes of the shop's pages. */
export function ShopNavigation(props: NavigationProps) {
  return <Navigation {...props} loadShape={loadShape} />;
}
