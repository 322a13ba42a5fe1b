import type { LogoPicture } from "@globalmarket/api";

/** A vendor's logo next to its name, which says what it shows. */
export function VendorLogo({ logo, className }: { logo: LogoPicture; className: string }) {
  return (
    <picture>
      {logo.sources.map(({ type, srcset }) => (
        <source key={type} type={type} srcSet={srcset} sizes="6rem" />
      ))}
      <img
        src={logo.url}
        alt=""
        width={logo.width}
        height={logo.height}
        decoding="async"
        className={`rounded-lg bg-white object-contain ${className}`}
      />
    </picture>
  );
}
