import type { ReactNode } from "react";
import { Money } from "#app/ui/money.tsx";
import { percent, percentOf } from "#app/ui/share.ts";
import { useSvgId } from "#app/ui/svg-id.ts";

export type BarKind = "used" | "committed" | "held" | "left" | "costs";

export type BarPart = {
  kind: BarKind;
  label: ReactNode;
  fen: bigint;
  /** A second line under the amount. */
  note?: ReactNode;
  /** The rows that the amount sums. */
  href?: string;
};

const LEGEND_CLASS: Record<BarKind, string> = {
  used: "k-used",
  committed: "k-com",
  held: "k-held",
  left: "k-left",
  costs: "k-cost",
};

type FundBarProps = {
  totalLabel: ReactNode;
  total: bigint;
  parts: readonly BarPart[];
  /** Legend in one row from 60em. */
  across?: boolean;
};

/** Where a sum went: a total, long beads on a rod in the order given, and a term list that is its table. */
export function FundBar({ totalLabel, total, parts, across = true }: FundBarProps) {
  return (
    <>
      <p className="bar-total">
        <span>{totalLabel}</span>
        <Money fen={total} />
      </p>
      <Beads total={total} parts={parts} />
      <dl className={across ? "legend across" : "legend"}>
        {parts.map((part) => (
          <div key={part.kind}>
            <dt>
              <i className={LEGEND_CLASS[part.kind]} />
              <span>{part.label}</span>
            </dt>
            <dd>
              {part.href === undefined ? (
                <Money fen={part.fen} />
              ) : (
                <a href={part.href}>
                  <Money fen={part.fen} />
                </a>
              )}
              {part.note === undefined ? null : <small className="note"> {part.note}</small>}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

type Span = { kind: BarKind; from: number; to: number };

/** A bead narrower than this, in percent, would vanish between its own pointed ends on a phone. */
const NARROWEST = 2.2;

/**
 * Where each bead begins and ends. A small part is drawn as the narrowest bead and the widest one gives up
 * the room, so that one fen is seen; the legend has the exact amounts.
 */
function spansOf(total: bigint, parts: readonly BarPart[]): { beads: Span[]; end: number } {
  const shown = parts.filter((part) => part.kind !== "costs" && part.fen > 0n);
  const exact = shown.map((part) => percentOf(part.fen, total));
  const widths = exact.map((width) => Math.max(width, NARROWEST));
  const widest = exact.indexOf(Math.max(...exact));
  const taken = widths.reduce((sum, width, index) => sum + width - (exact[index] ?? 0), 0);
  const beads: Span[] = [];
  let at = 0;
  for (const [index, part] of shown.entries()) {
    const width = (widths[index] ?? 0) - (index === widest && shown.length > 1 ? taken : 0);
    const to = Math.min(100, at + Math.max(width, NARROWEST));
    beads.push({ kind: part.kind, from: at, to });
    at = to;
  }
  return { beads, end: at };
}

function Beads({ total, parts }: { total: bigint; parts: readonly BarPart[] }) {
  const hatch = useSvgId("hatch");
  const { beads, end } = spansOf(total, parts);
  const costs = parts.some((part) => part.kind === "costs" && part.fen > 0n);
  return (
    <svg className="bar" width="100%" height="32" aria-hidden="true">
      <defs>
        <HatchPattern id={hatch} />
      </defs>
      {beads.length === 0 ? <line x2="100%" y1="16" y2="16" stroke="#717a76" strokeWidth="2" /> : null}
      {beads.map((bead) => (
        <BeadBody key={bead.kind} bead={bead} hatch={hatch} />
      ))}
      {beads.map((bead, index) => (
        <Joint key={bead.kind} at={bead.from} before={beads[index - 1]} after={bead} />
      ))}
      {beads.length > 0 ? <Joint at={end} before={beads[beads.length - 1]} after={undefined} /> : null}
      {beads.length > 0 && end < 100 ? (
        <line x1={percent(end)} x2="100%" y1="16" y2="16" stroke="#1a2320" strokeWidth="2" />
      ) : null}
      {costs ? <CostTick at={end} /> : null}
    </svg>
  );
}

/** Fees and refunds are a tick at the end of the rod: too small for a bead, too important to leave out. */
function CostTick({ at }: { at: number }) {
  return <rect x={percent(Math.min(at + 0.1, 99.7))} y="4" width="3" height="24" fill="#5b6661" />;
}

function BeadBody({ bead, hatch }: { bead: Span; hatch: string }) {
  const x = percent(bead.from);
  const outlined = bead.kind === "committed" || bead.kind === "left";
  const fill = { used: "#0a5c50", committed: `url(#${hatch})`, held: "#4a8d80", left: "#fff", costs: "none" };
  return (
    <>
      <rect x={x} width={percent(bead.to - bead.from)} height="32" fill={fill[bead.kind]} />
      {outlined
        ? [1, 31].map((y) => (
            <line key={y} x1={x} x2={percent(bead.to)} y1={y} y2={y} stroke="#0a5c50" strokeWidth="2" />
          ))
        : null}
    </>
  );
}

/** How far, in pixels, a bead's pointed end reaches in: a small bead would be nothing but points. */
const reachOf = (bead: Span) => (bead.to - bead.from < 5 ? 3 : 9);

/** Where one bead ends and the next begins: the ground cut out in points, outlines, and the rod between. */
function Joint(props: { at: number; before: Span | undefined; after: Span | undefined }) {
  const { at, before, after } = props;
  const outlined = (bead: Span | undefined): bead is Span =>
    bead?.kind === "committed" || bead?.kind === "left";
  const left = before === undefined ? 1 : reachOf(before);
  const right = after === undefined ? 9 : reachOf(after);
  const leftEdge = outlined(before) ? `M${-left - 0.5} 1-2.6 16${-left - 0.5} 31` : "";
  const rightEdge = outlined(after) ? `M${right + 0.5} 1 2.6 16 ${right + 0.5} 31` : "";
  const point = before === undefined ? "H-1z" : `H${-left}L-1.5 16z`;
  return (
    <svg x={percent(at)} overflow="visible">
      <path className="cut" d={`M${-left}-1H${right}L1.5 16 ${right} 33${point}`} />
      {leftEdge + rightEdge === "" ? null : (
        <path d={leftEdge + rightEdge} fill="none" stroke="#0a5c50" strokeWidth="2" />
      )}
      <path d="M-2 16H2" stroke="#1a2320" strokeWidth="2" />
    </svg>
  );
}

function HatchPattern({ id }: { id: string }) {
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="6" height="6" fill="#e5f0ec" />
      <rect width="2.2" height="6" fill="#0a5c50" />
    </pattern>
  );
}

type MiniPart = { fen: bigint; hatched?: boolean };

/** One line of a budget: used is solid, what is only approved is hatched. */
export function MiniBar({ whole, parts }: { whole: bigint; parts: readonly MiniPart[] }) {
  const hatch = useSvgId("mini");
  let at = 0;
  const spans = parts.map((part) => {
    const from = at;
    at = Math.min(100, at + (part.fen > 0n ? Math.max(percentOf(part.fen, whole), 0.6) : 0));
    return {
      key: `${from}-${part.hatched === true}`,
      from,
      width: at - from,
      hatched: part.hatched === true,
    };
  });
  return (
    <svg className="mini" width="100%" height="10" aria-hidden="true">
      <defs>
        <HatchPattern id={hatch} />
      </defs>
      <line x2="100%" y1="5" y2="5" stroke="#717a76" />
      {spans
        .filter((span) => span.width > 0)
        .map((span) =>
          span.hatched ? (
            <rect
              key={span.key}
              x={percent(span.from)}
              y=".75"
              width={percent(span.width)}
              height="8.5"
              fill={`url(#${hatch})`}
              stroke="#0a5c50"
              strokeWidth="1.5"
            />
          ) : (
            <rect
              key={span.key}
              x={percent(span.from)}
              width={percent(span.width)}
              height="10"
              fill="#0a5c50"
            />
          ),
        )}
    </svg>
  );
}
