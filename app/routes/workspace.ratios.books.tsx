import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { BooksPage } from "#app/features/ratios/books-page.tsx";
import { actOnYearBooks, loadYearBooks } from "#app/features/ratios/register-pages.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("costs")("booksTitle"));

export const loader = (args: LoaderFunctionArgs) => loadYearBooks(args);
export const action = (args: ActionFunctionArgs) => actOnYearBooks(args);

export default function YearBooks() {
  return <BooksPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
