// Compiles the style sheet and the scripts into web/dist, which the binary
// embeds. Run by `npm run build`; nothing here runs in a browser.
import { build, transform } from "esbuild";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { compile, Logger } from "sass";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = `${here}dist`;

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });

const browsers = ["chrome111", "edge111", "firefox115", "safari16.4"];

const compiled = compile(`${here}scss/keyward.scss`, {
  loadPaths: [here],
  logger: Logger.silent,
  quietDeps: true,
});
const { code: css } = await transform(compiled.css, {
  loader: "css",
  minify: true,
  target: browsers,
});
await writeFile(`${dist}/keyward.css`, css);

const { metafile } = await build({
  entryPoints: [`${here}js/main.js`],
  outfile: `${dist}/keyward.js`,
  bundle: true,
  format: "esm",
  legalComments: "none",
  metafile: true,
  minify: true,
  target: browsers,
});

await cp(`${here}images`, dist, { recursive: true });

const script = Object.values(metafile.outputs)[0].bytes;
console.log(`web/dist: keyward.css ${css.length} bytes, keyward.js ${script} bytes`);
