import { existsSync, readFileSync } from "node:fs";
import { defineConfig, type DefaultTheme } from "vitepress";
import manifest from "../../package.json" with { type: "json" };

/** The repository that package.json names, as `https://github.com/OWNER/NAME`; undefined until it names one. */
function repositoryUrl(): string | undefined {
  const { repository } = manifest as { readonly repository?: string | { readonly url: string } };
  const text = typeof repository === "string" ? repository : repository?.url;
  const path = text === undefined ? undefined : /([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(text)?.[1];
  return path === undefined ? undefined : `https://github.com/${path}`;
}

/** The pages of the SDK reference, which `npm run docs` writes before the site is built. */
function sdkSidebar(): DefaultTheme.SidebarItem[] {
  const file = new URL("../reference/sdk/typedoc-sidebar.json", import.meta.url);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as DefaultTheme.SidebarItem[]) : [];
}

const guides = [
  { text: "Videos from your server", link: "/guides/server" },
  { text: "Next.js", link: "/guides/nextjs" },
  { text: "A front end with the mock", link: "/guides/front-end" },
  { text: "Many videos", link: "/guides/many-videos" },
  { text: "Tests with MSW and Jest", link: "/guides/testing" },
  { text: "The mock in a container", link: "/guides/containers" },
  { text: "Your own gateway", link: "/guides/own-gateway" },
  { text: "Errors", link: "/guides/errors" },
  { text: "Proxies", link: "/guides/proxies" },
  { text: "CommonJS", link: "/guides/commonjs" },
  { text: "Upgrading", link: "/guides/upgrading" },
];

const tools = [
  { text: "Client", link: "/client" },
  { text: "Command line", link: "/cli" },
  { text: "Sandbox", link: "/sandbox" },
  { text: "Callbacks", link: "/callbacks" },
  { text: "Downloads", link: "/downloads" },
  { text: "Batch", link: "/batch" },
  { text: "Contract tests", link: "/contract" },
  { text: "Drift", link: "/drift" },
];

const reference = [
  { text: "SDK", link: "/reference/sdk/" },
  { text: "Contract", link: "/reference/contract" },
  { text: "Contract report", link: "/reference/report" },
  { text: "Benchmarks", link: "/reference/benchmarks" },
];

const project = [
  { text: "Decisions", link: "/decisions/" },
  { text: "Contributing", link: "/contributing" },
  { text: "Security", link: "/security" },
];

const repository = repositoryUrl();

// VitePress requires a default export.
export default defineConfig({
  title: "evolink-video",
  description: manifest.description,
  lang: "en",
  cacheDir: "../.cache/vitepress",
  outDir: "../.cache/site",
  // Blocks requests to other sites.
  head: [
    ["meta", { "http-equiv": "Content-Security-Policy", content: "default-src 'self' data: blob: 'unsafe-inline'" }],
    ["link", { rel: "icon", href: "data:," }],
  ],
  markdown: { lineNumbers: false },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: [
      { text: "Guides", link: "/guides/server", activeMatch: "/guides/" },
      { text: "SDK", link: "/reference/sdk/", activeMatch: "/reference/sdk/" },
      { text: "Contract", link: "/reference/contract" },
      { text: "Report", link: "/reference/report" },
      { text: "Benchmarks", link: "/reference/benchmarks" },
    ],
    sidebar: {
      "/reference/sdk/": [{ text: "SDK reference", link: "/reference/sdk/", items: sdkSidebar() }],
      "/": [
        { text: "Guides", items: guides },
        { text: "Parts", items: tools },
        { text: "Reference", items: reference },
        { text: "Project", items: project },
      ],
    },
    ...(repository === undefined
      ? {}
      : {
          socialLinks: [{ icon: "github" as const, link: repository }],
          editLink: { pattern: `${repository}/edit/main/docs/:path`, text: "Edit this page" },
        }),
  },
});
