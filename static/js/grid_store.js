// What was typed in a grid and the server does not have yet waits in this browser (localStorage), under the id of who
// typed it and the name of the grid (data-sheet): a broken connection, a session that ran out or a closed page loses
// nothing. One entry a row or cell, by its key, so that two tabs do not overwrite each other. It goes once it is stored;
// all goes on logging out (drafts.js).
"use strict";
(function () {
  const form = document.querySelector("form[data-grid]");
  if (!form) return;
  const PREFIX = "danvan:grid:" + form.dataset.user + ":" + form.dataset.sheet + ":";
  const DAYS = 30;

  function put(key, item) {
    try {
      window.localStorage.setItem(PREFIX + key, JSON.stringify(item));
      return true;
    } catch (error) {
      return false; // full or forbidden: the row still stands on the page
    }
  }
  function drop(key) {
    window.localStorage.removeItem(PREFIX + key);
  }
  // What waits, oldest first: [key, {cells, context, pk, version, at, kept}].
  function all() {
    const found = [];
    for (const name of Object.keys(window.localStorage)) {
      if (!name.startsWith(PREFIX)) continue;
      let item = null;
      try {
        item = JSON.parse(window.localStorage.getItem(name));
      } catch (error) {
        item = null;
      }
      if (!item || !item.cells || Date.now() - item.at > DAYS * 86400000) window.localStorage.removeItem(name);
      else found.push([name.slice(PREFIX.length), item]);
    }
    return found.sort((a, b) => a[1].at - b[1].at);
  }

  window.gridStore = { put: put, drop: drop, all: all };
})();
