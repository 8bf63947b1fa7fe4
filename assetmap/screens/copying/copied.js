// Copies a text. Where the page may not use the clipboard (a plain http address in the hall, or forbidden), `mark`
// marks the text on the screen, and the old way is tried. Says whether it is copied; where not, it stays marked.
async function copied(text, mark) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    mark();
    return document.execCommand("copy");
  }
}

// Returns what says our own sentences in the language of whoever looks; `table` is English → that language.
function speaker(table) {
  return (english, values = {}) =>
    ((table || {})[english] ?? english).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
