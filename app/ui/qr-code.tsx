import { qrPath } from "#app/lib/qr-path.ts";

/** A QR code as drawn squares; `label` says what it opens. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = qrPath(text);
  return (
    <svg className="qr" viewBox={`-2 -2 ${size + 4} ${size + 4}`} role="img" aria-label={label}>
      <path fill="#fff" d={`M-2-2h${size + 4}v${size + 4}h-${size + 4}z`} />
      <path fill="#1a2320" shapeRendering="crispEdges" d={path} />
    </svg>
  );
}
