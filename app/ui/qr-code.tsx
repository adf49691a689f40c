import qrcode from "qrcode-generator";

/** A QR code as drawn squares; `label` says what it opens. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const code = qrcode(0, "M");
  code.addData(text);
  code.make();
  const size = code.getModuleCount();
  const path: string[] = [];
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      let run = 0;
      while (column + run < size && code.isDark(row, column + run)) run += 1;
      if (run > 0) path.push(`M${column} ${row}h${run}v1h-${run}z`);
      column += run;
    }
  }
  return (
    <svg className="qr" viewBox={`-2 -2 ${size + 4} ${size + 4}`} role="img" aria-label={label}>
      <path fill="#fff" d={`M-2-2h${size + 4}v${size + 4}h-${size + 4}z`} />
      <path fill="#1a2320" shapeRendering="crispEdges" d={path.join("")} />
    </svg>
  );
}
