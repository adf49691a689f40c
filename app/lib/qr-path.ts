import qrcode from "qrcode-generator";

/** A QR code as one SVG path of unit squares; `size` = squares on a side, without the quiet border of 2. */
export function qrPath(text: string): { size: number; path: string } {
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
  return { size, path: path.join("") };
}
