import { useT } from "#app/lib/i18n-react.tsx";
import { formatFen } from "#app/lib/money.ts";

const ROD_GAP = 36;
/** 千百十万千百十元角分: one frame for every amount, so that all gifts look alike. */
const RODS = 10;

/** Rows of a rod, in drawing units from the top: above the beam one bead counts five, below each counts one. */
const ABOVE_AWAY = [9, 22.2] as const;
const ABOVE_COUNTED = 36.1;
const BELOW_COUNTED = [58.1, 71.3, 84.5, 97.7] as const;
const BELOW_AWAY = [128.3, 115.1, 101.9, 88.7, 75.5] as const;

/** How the two beads above and the five below stand for one digit. */
export function beadsOf(digit: number): { counted: number[]; away: number[] } {
  const fives = digit >= 5 ? 1 : 0;
  const ones = digit % 5;
  return {
    counted: [...(fives === 1 ? [ABOVE_COUNTED] : []), ...BELOW_COUNTED.slice(0, ones)],
    away: [...ABOVE_AWAY.slice(0, 2 - fives), ...BELOW_AWAY.slice(0, 5 - ones)],
  };
}

/** The digits of an amount on its rods, from the highest unit to the fen; empty rods hold null. */
export function rodsOf(fen: bigint): (number | null)[] {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, "0");
  const rods = Math.max(RODS, digits.length);
  const empty: null[] = Array.from({ length: rods - digits.length }, () => null);
  return [...empty, ...[...digits].map(Number)];
}

function beadPath(x: number, rows: readonly number[]): string {
  return rows.map((y) => `M${(x - 7.2).toFixed(1)} ${y}h14.4l7.8 6-7.8 6h-14.4l-7.8-6z`).join("");
}

/** An amount to the fen, set on an abacus. Sums beyond 99,999,999.99 get more rods. */
export function Abacus({ fen, label }: { fen: bigint; label?: string }) {
  const t = useT("ui");
  const digits = rodsOf(fen);
  const units = t("abacusUnits").split(" ").slice(-digits.length);
  const rods = digits.map((digit, index) => ({
    digit,
    unit: units[index] ?? "",
    x: 26 + index * ROD_GAP,
    beads: beadsOf(digit ?? 0),
  }));
  const width = digits.length * ROD_GAP + 16;
  const decimalPoint = width - 80;
  return (
    <svg
      className="abacus"
      viewBox={`0 0 ${width} 195`}
      role="img"
      aria-label={label ?? t("abacus", { amount: formatFen(fen) })}
    >
      <path d={rods.map((rod) => `M${rod.x} 8V141.3`).join("")} stroke="#8b918b" strokeWidth="1.6" />
      <path
        d={`M1.5 6h${width - 3}V143.3H1.5z`}
        fill="none"
        stroke="#1a2320"
        strokeWidth="2.4"
        strokeLinejoin="round"
      />
      <rect x="1.5" y="49.6" width={width - 3} height="7" fill="#1a2320" />
      <circle cx={decimalPoint} cy="53.1" r="2.2" fill="#fbfaf5" />
      <path
        d={rods.map((rod) => beadPath(rod.x, rod.beads.away)).join("")}
        fill="#fbfaf5"
        stroke="#8b918b"
        strokeWidth="1.1"
        strokeLinejoin="round"
      />
      <path
        d={rods.map((rod) => beadPath(rod.x, rod.beads.counted)).join("")}
        fill="#0a5c50"
        stroke="#0a5c50"
        strokeLinejoin="round"
      />
      {rods.map((rod) => (
        <g key={rod.x}>
          {rod.digit === null ? null : (
            <text x={rod.x} y="169" className="d">
              {rod.digit}
            </text>
          )}
          <text x={rod.x} y="187" className="u">
            {rod.unit}
          </text>
        </g>
      ))}
      <circle cx={decimalPoint} cy="167" r="2" fill="#1a2320" />
    </svg>
  );
}
