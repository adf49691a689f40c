import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { projectRoot } from "#scripts/services/place.ts";

/** One source file: what it imports and what it mentions, as far as the directions are concerned. */
export interface SourceFile {
  /** Path from the project's root, with slashes. */
  path: string;
  /** Imported files of ours as paths from the root; packages by their name. */
  imports: string[];
  readsEnvironment: boolean;
  makesPrismaClient: boolean;
  /** Tables that an SQL text in the file inserts into, updates or deletes from. */
  writesTables: string[];
}

/** Reads one file with TypeScript's own parser, so that comments and strings are not taken for code. */
export function readSource(path: string, text: string): SourceFile {
  const parsed = ts.createSourceFile(
    path,
    text,
    ts.ScriptTarget.Latest,
    true,
    path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const file: SourceFile = {
    path,
    imports: [],
    readsEnvironment: false,
    makesPrismaClient: false,
    writesTables: [],
  };
  const visit = (node: ts.Node): void => {
    const specifier = importedFrom(node);
    if (specifier !== undefined) file.imports.push(resolveImport(path, specifier));
    if (ts.isPropertyAccessExpression(node) && node.getText(parsed).startsWith("process.env"))
      file.readsEnvironment = true;
    if (ts.isNewExpression(node) && node.expression.getText(parsed) === "PrismaClient")
      file.makesPrismaClient = true;
    const literal =
      ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
    if (literal) file.writesTables.push(...tablesWritten(node.text));
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return file;
}

function importedFrom(node: ts.Node): string | undefined {
  if (
    (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
    node.moduleSpecifier &&
    ts.isStringLiteral(node.moduleSpecifier)
  ) {
    return node.moduleSpecifier.text;
  }
  const isDynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const argument = isDynamic ? node.arguments[0] : undefined;
  if (argument && ts.isStringLiteralLike(argument)) return argument.text;
  if (
    ts.isImportTypeNode(node) &&
    ts.isLiteralTypeNode(node.argument) &&
    ts.isStringLiteral(node.argument.literal)
  )
    return node.argument.literal.text;
  return undefined;
}

function resolveImport(from: string, written: string): string {
  const specifier = written.replace(/\?.*$/, ""); // Vite's "style.css?url"
  if (specifier.startsWith("#")) return specifier.slice(1);
  if (specifier.startsWith("."))
    return relative(projectRoot, resolve(projectRoot, dirname(from), specifier)).replaceAll("\\", "/");
  const [first = "", second = ""] = specifier.split("/");
  return specifier.startsWith("@") ? `${first}/${second}` : first;
}

function tablesWritten(text: string): string[] {
  return [...text.matchAll(/\b(?:insert\s+into|update|delete\s+from)\s+(?:public\.)?"?([a-z_]+)"?/gi)].map(
    (match) => (match[1] ?? "").toLowerCase(),
  );
}

/** Every TypeScript file under these folders, without what is generated. */
export function readSources(folders: string[]): SourceFile[] {
  return folders
    .flatMap((folder) => filesUnder(folder))
    .map((path) => readSource(path, readFileSync(join(projectRoot, path), "utf8")));
}

function filesUnder(folder: string): string[] {
  if (folder === "app/lib/prisma-client") return [];
  return readdirSync(join(projectRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesUnder(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}
