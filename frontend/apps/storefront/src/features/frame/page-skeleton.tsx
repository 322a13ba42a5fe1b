import { Skeleton } from "@globalmarket/ui/skeleton";
import { useEffect } from "react";

const CARDS = ["1", "2", "3", "4", "5", "6", "7", "8"];

/** The shape of the page at `path`, for as long as it is on its way. */
export function PageSkeleton({ path }: { path: string }) {
  useEffect(() => {
    window.scrollTo(0, 0);
  }, []);
  const [, , kind = "", slug] = path.split("/");
  if (kind === "products" && slug) return <ProductShape />;
  if (["", "products", "categories", "search", "vendors"].includes(kind)) return <ListShape />;
  return <TextShape />;
}

function ProductShape() {
  return (
    <div className="mx-auto grid max-w-7xl gap-8 px-4 py-16 lg:grid-cols-[1fr_26rem] lg:gap-12">
      <Skeleton className="aspect-square w-full rounded-2xl" />
      <div className="flex flex-col gap-6">
        <Skeleton className="h-9" />
        <Skeleton className="h-9 w-32" />
        <Skeleton className="h-12" />
        <Skeleton className="h-40" />
      </div>
    </div>
  );
}

function ListShape() {
  return (
    <div className="mx-auto flex max-w-7xl flex-col gap-6 px-4 py-6">
      <Skeleton className="h-9 w-64" />
      <div className="grid grid-cols-2 gap-x-4 gap-y-8 sm:grid-cols-3 lg:grid-cols-4">
        {CARDS.map((card) => (
          <div key={card} className="flex flex-col gap-2">
            <Skeleton className="aspect-4/5 w-full rounded-xl" />
            <Skeleton className="h-4" />
            <Skeleton className="h-5 w-20" />
          </div>
        ))}
      </div>
    </div>
  );
}

function TextShape() {
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-6 px-4 py-8">
      <Skeleton className="h-9 w-64" />
      <Skeleton className="h-32" />
      <Skeleton className="h-32" />
    </div>
  );
}
