import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { evidenceMediaType, safeFileName } from "#app/lib/file-type.ts";

const bytes = (...parts: (number[] | string)[]): Uint8Array =>
  new Uint8Array(parts.flatMap((part) => (typeof part === "string" ? [...strToU8(part)] : part)));
const workbook = zipSync({
  "[Content_Types].xml": strToU8("<Types/>"),
  "xl/workbook.xml": strToU8("<workbook/>"),
});

describe("what a file is by what it holds", () => {
  it.each([
    ["a PDF named as a picture", bytes("%PDF-1.7\n"), "photo.png", "application/pdf"],
    ["a PNG", bytes([0x89], "PNG\r\n", [0x1a, 0x0a]), "a", "image/png"],
    ["a JPEG", bytes([0xff, 0xd8, 0xff, 0xe0]), "a.txt", "image/jpeg"],
    ["a WebP", bytes("RIFF", [0x24, 0, 0, 0], "WEBPVP8 "), "a.jpg", "image/webp"],
    ["another RIFF file", bytes("RIFF", [0x24, 0, 0, 0], "WAVEfmt "), "a.webp", null],
    ["a workbook", workbook, "list", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
    ["another archive", zipSync({ "a.txt": strToU8("a") }), "a.xlsx", null],
    ["a broken archive", bytes("PK", [3, 4, 0, 0]), "a.xlsx", null],
    ["a table", bytes("name,amount\n甲,1\n"), "list.csv", "text/csv"],
    ["a table without its name", bytes("name,amount\n"), "list.txt", null],
    ["a program named as a table", bytes("MZ,", [0, 0, 1]), "list.csv", null],
    ["a page", bytes("<html>"), "a.html", null],
    ["nothing", bytes(), "a.pdf", null],
  ])("reads %s", (_, content, name, expected) => {
    expect(evidenceMediaType(content, name)).toBe(expected);
  });

  it.each([
    ["../../etc/发票 1.exe", "application/pdf", "发票 1.pdf"],
    ["C:\\scans\\a<b>|c?.PNG", "image/png", "abc.png"],
    ["...", "image/webp", "evidence.webp"],
    [`${"长".repeat(200)}.csv`, "text/csv", `${"长".repeat(120)}.csv`],
    ["a\u202Egpj.exe", "image/jpeg", "agpj.jpg"],
  ] as const)("makes %s safe", (name, mediaType, expected) => {
    expect(safeFileName(name, mediaType)).toBe(expected);
  });
});
