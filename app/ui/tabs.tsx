import { Tab, TabList, TabPanel, TabProvider } from "@ariakit/react";
import type { ReactNode } from "react";
import { useHydrated } from "#app/ui/use-hydrated.ts";

export type TabItem = { id: string; label: ReactNode; content: ReactNode };

/** Views of one thing on one page; without scripts they stand below each other, with links to each. */
export function Tabs({ label, items }: { label: string; items: readonly TabItem[] }) {
  if (!useHydrated()) {
    return (
      <div className="tabset">
        <nav className="tabs" aria-label={label}>
          {items.map((item) => (
            <a key={item.id} href={`#${item.id}`}>
              {item.label}
            </a>
          ))}
        </nav>
        {items.map((item) => (
          <section key={item.id} id={item.id} className="tabpanel">
            <h3>{item.label}</h3>
            {item.content}
          </section>
        ))}
      </div>
    );
  }
  return (
    <div className="tabset">
      <TabProvider defaultSelectedId={`${items[0]?.id}-tab`}>
        <TabList className="tabs" aria-label={label}>
          {items.map((item) => (
            <Tab key={item.id} id={`${item.id}-tab`} className="tab">
              {item.label}
            </Tab>
          ))}
        </TabList>
        {items.map((item) => (
          <TabPanel key={item.id} id={item.id} tabId={`${item.id}-tab`} className="tabpanel">
            {item.content}
          </TabPanel>
        ))}
      </TabProvider>
    </div>
  );
}
