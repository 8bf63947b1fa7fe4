// The assets that everybody sees: a base fetched once for each place, and the differences since, by id. Map and list
// share one copy.
const kept = new Map();

async function asked(url, how) {
  const said = await fetch(url, { credentials: "same-origin", ...how });
  if (!said.ok) throw new Error(`status ${said.status}`);
  return said.json();
}

// Answers that do not change under their address: the base map, coloured areas.
const answers = new Map();
export function get(url) {
  if (!answers.has(url)) {
    const answer = asked(url);
    answer.catch(() => answers.delete(url));
    answers.set(url, answer);
    if (answers.size > 24) answers.delete(answers.keys().next().value);
  }
  return answers.get(url);
}

export async function places(data) {
  let store = await base(data.places);
  try {
    await follow(store, data);
  } catch {
    // So much has changed that the differences are no longer told: from the beginning.
    kept.delete(data.places);
    store = await base(data.places, { cache: "reload" });
  }
  return store;
}

function base(url, how) {
  if (!kept.has(url)) {
    const coming = asked(url, how).then((said) => ({
      base: said.base,
      version: said.version,
      symbols: said.symbols,
      rows: new Map(said.assets.map((row) => [row.id, row])),
      revision: 0,
    }));
    coming.catch(() => kept.delete(url));
    // What was kept of the same place under another mark may hold what has been taken away since.
    for (const other of kept.keys()) if (other.split("?")[0] === url.split("?")[0]) kept.delete(other);
    kept.set(url, coming);
    if (kept.size > 3) kept.delete(kept.keys().next().value);
  }
  return kept.get(url);
}

async function follow(store, data) {
  while (store.version < data.version) {
    if (!store.coming) {
      const url = `${data.since}${data.since.includes("?") ? "&" : "?"}base=${encodeURIComponent(store.base)}&from=${store.version}`;
      store.coming = asked(url)
        .then((said) => take(store, said))
        .finally(() => (store.coming = null));
    }
    const before = store.version;
    await store.coming;
    if (store.version <= before) return;
  }
}

function take(store, said) {
  Object.assign(store.symbols, said.symbols);
  for (const id of said.gone) store.rows.delete(id);
  for (const row of said.put) store.rows.set(row.id, row);
  store.version = said.version;
  store.revision += 1;
}

// Which rows a view shows, as a question about one row.
export function fitting(data) {
  const groups = new Set(data.groups || []);
  const needs = data.needs || [];
  const shown = data.shown ? new Set(data.shown) : null;
  if (!groups.size && !needs.length && !shown) return null;
  return (row) =>
    (!shown || shown.has(row.id)) &&
    (!groups.size || groups.has(row.group)) &&
    needs.every((need) => row.needs.includes(need));
}

// The view's own rows beside those that everybody sees: one person's drafts stand for what they are a change of.
export function together(store, data) {
  const extra = data.extra || { symbols: {}, assets: [] };
  const mine = new Set(extra.assets.map((row) => row.id));
  const rows = mine.size ? [...store.rows.values()].filter((row) => !mine.has(row.id)) : [...store.rows.values()];
  return { rows: [...rows, ...extra.assets], symbols: { ...store.symbols, ...extra.symbols }, mine };
}
