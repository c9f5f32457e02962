// What people paste from a spreadsheet, as rows of cells.
"use strict";
(function () {
  const trim = (text) => text.replace(/[\r\n]+$/, "");
  // Whether it is more than one plain cell.
  function isBlock(text) {
    return /[\t\n\r]/.test(trim(text)) || text.startsWith('"');
  }
  // Tab-separated text as spreadsheets copy it: quoted cells may hold tabs, line ends and doubled quotes.
  function read(pasted) {
    const text = trim(pasted);
    const rows = [[]];
    const cell = /("(?:[^"]|"")*"(?=[\t\r\n]|$)|[^\t\r\n]*)(\t|\r\n|\n|\r|$)/y;
    while (cell.lastIndex < text.length) {
      const found = cell.exec(text);
      if (!found) break;
      const quoted = found[1].length > 1 && found[1].startsWith('"');
      rows[rows.length - 1].push(quoted ? found[1].slice(1, -1).replaceAll('""', '"') : found[1]);
      if (found[2] && found[2] !== "\t") rows.push([]);
      else if (found[2] === "\t" && cell.lastIndex === text.length) rows[rows.length - 1].push("");
    }
    return rows.filter((row) => row.some((value) => value.trim()));
  }

  window.gridPaste = { read: read, isBlock: isBlock };
})();
