"""Nhập từ Excel: a spreadsheet as people have it becomes records, or every problem at its cell with a way out.

The way of a file:  bytes → danvan.uploads.read_upload → Sheet → `table.tabulate` (which sheets, which columns, units)
→ `analysis.analyse` (readers and `bind` on django-import-export, then what the door would refuse; nothing written)
→ `batches` (an ImportBatch that waits, with mends and decisions) → `storing` (all or nothing through the door).
`run.import_file` is the same without questions, for the command.

**A new kind of file** is a subclass of `kind.ImportKind` in its own app (imports flow leftwards), named by its dotted
path in `kinds.KINDS`; beneficiaries/imports/supports.py is the example. It says

- `code` (address), `title` ("sổ hỗ trợ", inside a sentence), `sheet` (name in the template), `model`, `right` (beside
  "import"), `list_name` (the list that shows a batch's rows by `?lo=<id>`, see `listing.batch_filter`);
- `columns`: `kind.Column`s in the file's order. `read(cell)` raises Unreadable or `faults.Unfit(message, part=…,
  choices=[…])`; `cells` has readers to share (text, names, day, count, decimal, one_of, amount, quantities). Dates come
  to `read` as PartialDate, money and quantities with their head's unit ("60" under "Số tiền (triệu đồng)" as
  60 000 000). `names="place"` lets a name be remembered for its user: look it up by `look.meant("place", name)`;
- `lookups(actor, aliases, create)`: dictionaries read once a file (`movements.lookups.Lookups` has places,
  organisations, campaigns); whatever has a scope is read through `visible_to(actor)`;
- `bind(row, look)`: `row["key"]` → `row.data`, the plain data of records/data.py; `row.fault(key, message, choices)`,
  `row.refuse(key, error)`, `row.warn(key, value, message)`; `row.unread(keys…)` says that a cell has a fault already;
- `door_keys`, `fallback`: where the door's own faults stand in the file;
- `similar(rows, user)` and `stored(ids, user)`: records that are there already, only what the user sees;
- records take `records.RecordKind` (what is alike, what stands beside), what is known by a code `catalog.CatalogKind`;
- `check` and `create`, where the door is another than that of records (catalogues), or rows change what they name.

A row may name a record that is there by Mã and Phiên bản, and the list goes out in the columns of its file ("Tải để
sửa", outgoing.py): add `codes.AGAIN` to `columns`, set `prefix`, and write `cells(record)` (or `written`), whose cells
`bind` must take back. The rest is done once: again.py says what such rows change, amending.py holds that against the
door and writes it: drafts through services.update, approved records through corrections.propose.
"""
