import { type Lang, translator } from "#app/lib/i18n.ts";
import { breakLines } from "#app/lib/pdf/break-lines.ts";
import { textWidth, type Weight } from "#app/lib/pdf/document-font.server.ts";
import { type Mark, type Piece, rule } from "#app/lib/pdf/drawing.ts";
import { mm, pageSize, printColours } from "#app/lib/pdf/pdf-page.ts";
import { qrPath } from "#app/lib/qr-path.ts";
import { ABACUS_COLOURS, abacusDrawing } from "#app/ui/abacus-drawing.ts";
import { MARK_AWAY, MARK_BEAM, MARK_COUNTED, MARK_ROD, WORDMARK } from "#app/ui/mark-paths.ts";
import { capitalAmount } from "./capital-amount.ts";
import type { Certificate } from "./certificate.ts";
import { certificateWords } from "./certificate-words.ts";
import { sealMarks } from "./seal-drawing.ts";

const [WIDTH, HEIGHT] = pageSize("A5-landscape");
const MARGIN = mm(13);
const RIGHT = WIDTH - MARGIN;
const TEXT_WIDTH = mm(102);
const ABACUS_WIDTH = mm(74);
const QR_SIDE = mm(22);
const FOOT_TOP = 302;
const LAW_TOP = 378;
const { ink, ink2, ink3, line, red } = printColours;

export interface CertificateSetting {
  lang: Lang;
  /** Where the QR code leads and what is printed in letters: the gift's public page, never a donor's own link. */
  address: string;
  isDemo: boolean;
}

/** A certificate as it is set on A5 across (look/certificate.html): the same sheet for the PDF and the picture. */
export function drawCertificate(certificate: Certificate, setting: CertificateSetting): Piece[] {
  return [
    // Behind the words, so that nothing becomes unreadable.
    ...(certificate.standing === "void" ? [voidStamp(setting)] : []),
    ...header(certificate, setting),
    ...body(certificate, setting),
    abacus(certificate, setting),
    ...foot(certificate, setting),
    ...law(setting),
  ];
}

export const CERTIFICATE_SIZE = { width: WIDTH, height: HEIGHT };

function header({ number }: Certificate, { lang }: CertificateSetting): Piece[] {
  const t = translator(lang)("certificate");
  const mark = { x: MARGIN, y: 24, scale: 0.625 };
  return [
    {
      tag: "Artifact",
      marks: [
        { kind: "path", data: MARK_ROD, ...mark, stroke: ink, width: 2 },
        { kind: "path", data: MARK_BEAM, ...mark, stroke: ink, width: 1.75 },
        { kind: "path", data: MARK_COUNTED, ...mark, fill: printColours.teal },
        { kind: "path", data: MARK_AWAY, ...mark, fill: printColours.white, stroke: ink, width: 1.5 },
        { kind: "path", data: WORDMARK, x: MARGIN + 26, y: 25.5, scale: 0.42, fill: ink },
        rule(MARGIN, 51, WIDTH - 2 * MARGIN, 1.1),
        rule(MARGIN, 54, WIDTH - 2 * MARGIN, 1.1),
      ],
    },
    {
      tag: "P",
      marks: [text(`${t("number")} ${number}`, RIGHT, 41, { size: 8, colour: ink2, align: "right" })],
    },
  ];
}

function body(certificate: Certificate, { lang }: CertificateSetting): Piece[] {
  const t = translator(lang)("certificate");
  const words = certificateWords(certificate, lang, capitalAmount(certificate.amountFen));
  const isVoid = certificate.standing === "void";
  const lines = words.say.flatMap((phrase) => broken(phrase, 12.5, TEXT_WIDTH));
  // A long name takes more lines: they are then set smaller, so that the sheet stays one sheet.
  const [size, leading] = lines.length > 5 ? [10.5, 18.5] : [12.5, 25];
  const set = lines.length > 5 ? words.say.flatMap((phrase) => broken(phrase, size, TEXT_WIDTH)) : lines;
  const [title, spacing] = lang === "zh" ? [25, 7.5] : [23, 0.4];
  const top = 178 - (set.length * leading + 62) / 2;
  const sayAt = top + 68;
  return [
    { tag: "H1", marks: [text(t("title"), MARGIN, top + 8, { size: title, weight: "bold", spacing })] },
    { tag: "P", marks: [text(words.to, MARGIN, top + 42, { size: 12.5, weight: "bold" })] },
    {
      tag: "P",
      marks: set.map((one, index) =>
        text(one, MARGIN, sayAt + index * leading, {
          size,
          colour: isVoid ? ink3 : ink,
          // The sum stands out, as it does on the page.
          weight: words.say[1]?.startsWith(one) ? "bold" : "regular",
        }),
      ),
    },
    ...(words.standing === null
      ? []
      : [
          {
            tag: "P" as const,
            marks: broken(words.standing, 9, TEXT_WIDTH).map((one, index) =>
              text(one, MARGIN, sayAt + set.length * leading - 4 + index * 13, {
                size: 9,
                weight: "bold",
                colour: red,
              }),
            ),
          },
        ]),
  ];
}

function abacus({ amountFen }: Certificate, { lang }: CertificateSetting): Piece {
  const t = translator(lang)("ui");
  const drawing = abacusDrawing(amountFen, t("abacusUnits").split(" "));
  const scale = ABACUS_WIDTH / drawing.width;
  const place = { x: RIGHT - ABACUS_WIDTH, y: 178 - (drawing.height * scale) / 2, scale };
  const path = (data: string, ink: Partial<Extract<Mark, { kind: "path" }>>): Mark => ({
    kind: "path",
    data,
    ...place,
    ...ink,
  });
  const dot = (y: number) => `M${drawing.pointX - 2.1} ${y}a2.1 2.1 0 1 0 4.2 0a2.1 2.1 0 1 0 -4.2 0z`;
  const { rod, frame, away, counted } = ABACUS_COLOURS;
  return {
    tag: "Figure",
    alt: t("abacus", { amount: drawing.amount }),
    marks: [
      path(drawing.rods, { stroke: rod, width: 1.6 }),
      path(drawing.frame, { stroke: frame, width: 2.4 }),
      path(drawing.beam, { fill: frame }),
      path(dot(53.1), { fill: away }),
      path(drawing.away, { fill: away, stroke: rod, width: 1.1 }),
      path(drawing.counted, { fill: counted, stroke: counted, width: 1 }),
      path(dot(162), { fill: frame }),
      ...drawing.labels.flatMap(({ x, digit, unit }): Mark[] => {
        const at = { x: place.x + x * scale, align: "center" as const };
        const label = text(unit, at.x, place.y + 187 * scale, {
          size: 12.5 * scale,
          colour: ink2,
          align: "center",
        });
        if (digit === null) return [label];
        const figure = { size: 21 * scale, weight: "bold" as const, align: "center" as const };
        return [text(String(digit), at.x, place.y + 169 * scale, figure), label];
      }),
    ],
  };
}

function foot(certificate: Certificate, { lang, address }: CertificateSetting): Piece[] {
  const t = translator(lang)("certificate");
  const { size, path } = qrPath(address);
  const unit = QR_SIDE / (size + 4);
  const top = FOOT_TOP + 7;
  const words = certificateWords(certificate, lang, "");
  const scan = t("scan").split("\n");
  const idsAt = MARGIN + QR_SIDE + 92;
  const signAt = RIGHT - 128;
  const nameSize = broken(words.organization, 9.5, 72).length > 4 ? 7 : 9.5;
  const names = broken(words.organization, nameSize, 72);
  return [
    { tag: "Artifact", marks: [rule(MARGIN, FOOT_TOP, WIDTH - 2 * MARGIN, 0.8)] },
    {
      tag: "Figure",
      alt: t("qrLabel"),
      marks: [
        {
          kind: "path",
          data: `M${MARGIN} ${top}h${QR_SIDE}v${QR_SIDE}h-${QR_SIDE}z`,
          stroke: line,
          width: 0.6,
        },
        { kind: "path", data: path, x: MARGIN + 2 * unit, y: top + 2 * unit, scale: unit, fill: ink },
      ],
    },
    {
      tag: "P",
      marks: scan.map((one, index) => text(one, MARGIN + QR_SIDE + 9, top + 27 + index * 13, { size: 8.5 })),
    },
    {
      tag: "P",
      marks: words.ids.flatMap(({ term, value }, index): Mark[] => [
        text(term, idsAt, top + 7 + index * 22, { size: 7, colour: ink3 }),
        text(value, idsAt, top + 17 + index * 22, { size: 8.2 }),
      ]),
    },
    {
      tag: "Figure",
      alt: t("seal", { name: words.organization }),
      marks: sealMarks(words.organization, signAt + 25, top + 31),
    },
    {
      tag: "P",
      marks: [...names, words.day].map((one, index) =>
        text(one, signAt + 58, top + 34 - ((names.length + 1) * 12) / 2 + index * 12.5 + 5, {
          size: index === names.length ? 8.5 : nameSize,
        }),
      ),
    },
  ];
}

function law({ lang, address, isDemo }: CertificateSetting): Piece[] {
  const t = translator(lang)("certificate");
  const said = `${isDemo ? t("demo") : ""}${t("law")}`;
  return [
    { tag: "Artifact", marks: [rule(MARGIN, LAW_TOP, WIDTH - 2 * MARGIN, 0.5, line)] },
    {
      tag: "P",
      marks: broken(said, 7.4, WIDTH - 2 * MARGIN).map((one, index) =>
        text(one, MARGIN, LAW_TOP + 12 + index * 10.5, { size: 7.4, colour: ink2 }),
      ),
    },
    {
      tag: "P",
      marks: [
        text(address.replace(/^https?:\/\//, ""), RIGHT, HEIGHT - 10, {
          size: 7,
          colour: ink3,
          align: "right",
        }),
      ],
    },
  ];
}

function voidStamp({ lang }: CertificateSetting): Piece {
  const word = translator(lang)("certificate")("voidStamp");
  return {
    tag: "Artifact",
    marks: [
      text(word, WIDTH / 2, 205, {
        size: 92,
        weight: "bold",
        colour: "#eccfca",
        align: "center",
        turn: -14,
        spacing: 14,
      }),
    ],
  };
}

type TextMark = Extract<Mark, { kind: "text" }>;

function text(said: string, x: number, y: number, style: Partial<TextMark> & { size: number }): Mark {
  return { kind: "text", text: said, x, y, ...style };
}

function broken(said: string, size: number, width: number, weight: Weight = "regular"): string[] {
  return breakLines(said, width, (part) => textWidth(part, size, weight));
}
