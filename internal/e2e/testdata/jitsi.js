// Runs links through Jitsi Meet's own code, as its web app reads them.
//
//   node jitsi.js DIRECTORY <cases.json >answers.json
//
// DIRECTORY holds the packages: sdk, js-utils, bourne, sanitize-url, lodash-es
// and typescript. Of Jitsi's code the files below are loaded, and whatever
// else they name is a stand-in that throws when it is used: so an answer is
// Jitsi's, or there is none.
"use strict";
const fs = require("fs"), path = require("path");
const dir = path.resolve(process.argv[2]);
const ts = require(path.join(dir, "typescript/lib/typescript.js"));
const features = path.join(dir, "sdk/react/features");

const own = new Set([
  "base/util/parseURLParams.ts", "base/util/uri.ts", "base/util/helpers.ts",
  "base/util/strings.web.ts", "base/util/embedUtils.web.ts",
  "base/config/configWhitelist.ts", "base/config/extraConfigWhitelist.ts",
  "base/config/isEmbeddedConfigWhitelist.ts", "base/config/interfaceConfigWhitelist.ts",
  "base/config/extraInterfaceConfigWhitelist.ts", "base/config/isEmbeddedInterfaceConfigWhitelist.ts",
  "base/config/constants.ts", "base/config/functions.any.ts",
  "base/settings/functions.any.ts", "base/settings/constants.ts",
  "base/media/functions.ts", "base/media/constants.ts",
  "base/redux/functions.ts", "prejoin/functions.any.ts",
]);
const others = {
  "@jitsi/js-utils/json": "js-utils/dist/json.js",
  "@hapi/bourne": "bourne/lib/index.js",
  "@braintree/sanitize-url": "sanitize-url/dist/index.js",
};

function standIn(name) {
  return new Proxy({}, {
    get(_, key) {
      if (key === "__esModule") return true;
      if (key === "default" || typeof key === "symbol") return standIn(name + " " + String(key));
      throw new Error(`${name} is used (${String(key)}), which is not loaded`);
    },
  });
}
const quiet = { __esModule: true, default: { info() {}, warn() {}, log() {}, error() {} } };
const lodash = new Proxy({}, {
  get: (_, name) => name === "__esModule" ? true : load(path.join(dir, "lodash-es", String(name) + ".js")).default,
});

const loaded = new Map();
function load(file) {
  if (loaded.has(file)) return loaded.get(file).exports;
  const module = { exports: {} };
  loaded.set(file, module);
  const { outputText } = ts.transpileModule(fs.readFileSync(file, "utf8"), {
    fileName: file,
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2020, esModuleInterop: true, allowJs: true },
  });
  new Function("module", "exports", "require", outputText)(module, module.exports, (name) => find(file, name));
  return module.exports;
}
function find(from, name) {
  if (!name.startsWith(".")) {
    if (name === "lodash-es") return lodash;
    return others[name] ? load(path.join(dir, others[name])) : standIn(name);
  }
  const at = path.resolve(path.dirname(from), name);
  if (!at.startsWith(features + path.sep)) return load(at.endsWith(".js") ? at : at + ".js");
  const known = path.relative(features, at);
  if (/\/logger$/.test(known)) return quiet;
  for (const end of [".ts", ".web.ts", ".any.ts"]) if (own.has(known + end)) return load(path.join(features, known + end));
  return standIn(known);
}

// A page that is in no other page.
global.window = global;
window.self = window.top = window;

const jitsi = (name) => load(path.join(features, name));
const { parseURLParams } = jitsi("base/util/parseURLParams.ts");
const { parseURIString } = jitsi("base/util/uri.ts");
const { setConfigFromURLParams, getWhitelistedJSON } = jitsi("base/config/functions.any.ts");
const { getStartWithVideoMuted, getStartWithAudioMuted } = jitsi("base/media/functions.ts");
const { isPrejoinEnabledInConfig } = jitsi("prejoin/functions.any.ts");
const whitelist = jitsi("base/config/configWhitelist.ts").default;

// What a case holds: link, stored (the person's settings of before) and
// server (the server's config.js).
function judge({ link, stored, server }) {
  const uri = parseURIString(link);
  const location = new URL(uri.toString());
  const params = parseURLParams(location);
  const config = JSON.parse(JSON.stringify(server)), interfaceConfig = {};
  setConfigFromURLParams(config, interfaceConfig, location);
  const state = {
    "features/base/config": config,
    "features/base/connection": { locationURL: location },
    "features/base/jwt": {},
    "features/base/settings": stored,
  };
  return {
    host: uri.host, tenant: uri.tenant || "", room: uri.room || "", search: uri.search,
    params, config, interfaceConfig,
    refused: Object.keys(params).filter((key) => {
      const [first, ...rest] = key.split(".");
      const nested = rest.reduceRight((value, name) => ({ [name]: value }), params[key]);
      return first !== "config" || JSON.stringify(getWhitelistedJSON("config", nested)) !== JSON.stringify(nested);
    }),
    videoMuted: getStartWithVideoMuted(state),
    audioMuted: getStartWithAudioMuted(state),
    prejoin: isPrejoinEnabledInConfig(state),
    firstMedia: !config.disableInitialGUM,
  };
}
const cases = JSON.parse(fs.readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify({ whitelist: whitelist.length, answers: cases.map(judge) }));
