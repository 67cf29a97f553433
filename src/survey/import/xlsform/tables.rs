//! Tables that expressions look into, `pulldata()` and `instance()`: files beside the form and its own
//! lists become lists whose columns a condition can look up.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::Form;
use super::choices::{Entry, List, columns, file_table};
use super::kinds::Source;
use crate::base::language::Text;
use crate::base::text::one_line;
use crate::survey::Files;
use crate::survey::import::names;
use crate::survey::import::sheet::{Row, Table, plain};
use crate::survey::import::xpath::{Pulled, pulled};

impl Form<'_> {
    /// Reads every table that an expression looks into.
    pub(super) fn read_tables(&mut self, rows: &[Row], files: &dyn Files) {
        for row in rows {
            let looks = |cell: &str| cell.contains("pulldata") || cell.contains("instance");
            let cells = row.cells().filter(|(_, cell)| looks(cell));
            for wanted in cells.flat_map(|(_, cell)| pulled(cell)) {
                self.read_table(row, wanted, files);
            }
        }
    }

    fn read_table(&mut self, row: &Row, wanted: Pulled, files: &dyn Files) {
        if self.pulled.contains_key(&wanted) {
            return;
        }
        let own = self.lists.get(&Source::Sheet(wanted.table.clone()));
        if let Some(list) = own.filter(|_| wanted.key == "name") {
            self.pulled.insert(wanted, list);
            return;
        }
        let file = if wanted.table.contains('.') {
            wanted.table.clone()
        } else {
            format!("{}.csv", wanted.table)
        };
        match file_table(&file, files) {
            Ok(table) => {
                let list = self.table(&wanted, &table);
                self.pulled.insert(wanted, Rc::new(list));
            }
            Err(why) => self.note(row, format!("`{file}` cannot be read: {why}")),
        }
    }

    /// A file as a list. Of several rows with one key the first counts, as in the form.
    fn table(&mut self, wanted: &Pulled, table: &Table) -> List {
        let key = plain(&wanted.key);
        let rows: Vec<&Row> = table.rows.iter().collect();
        let columns = columns(table, &rows, (&key, ""));
        let mut seen = BTreeSet::new();
        let mut list = List {
            name: self.free_name(&wanted.table),
            ..List::default()
        };
        for row in rows {
            let code = names::code(row.get(&key));
            if row.get(&key).is_empty() || !seen.insert(code.clone()) {
                continue;
            }
            let cells = columns
                .iter()
                .map(|column| one_line(row.get(&column.theirs)));
            let label = Some(row.get("label")).filter(|label| !label.is_empty());
            list.entries.push(Entry {
                row: row.number,
                label: Text::same(&one_line(label.unwrap_or(&code))),
                cells: cells.collect(),
                code,
            });
        }
        list.columns = columns;
        list
    }

    fn free_name(&self, table: &str) -> String {
        let stem = table.rsplit_once('.').map_or(table, |(stem, _)| stem);
        let name = names::code(stem);
        let pulled = self.pulled.values().map(|list| list.name.as_str());
        let taken: BTreeSet<&str> = self.lists.names().chain(pulled).collect();
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let mut free = std::iter::once(name.clone()).chain(numbered);
        free.find(|name| !taken.contains(name.as_str()))
            .unwrap_or(name)
    }

    /// The list and column that a condition looks up; the list is then written.
    pub(super) fn looked_up(
        &self,
        table: &str,
        column: &str,
        key: &str,
    ) -> Result<(String, String), String> {
        let wanted = Pulled {
            table: table.to_owned(),
            key: key.to_owned(),
        };
        let list = self.pulled.get(&wanted);
        let list = list.ok_or_else(|| format!("it looks into `{table}`, which is not there"))?;
        let theirs = plain(column);
        let found = list.columns.iter().find(|known| known.theirs == theirs);
        let found = found.ok_or_else(|| format!("`{table}` has no column `{column}`"))?;
        self.looked_up.borrow_mut().insert(list.name.clone());
        Ok((list.name.clone(), found.ours.clone()))
    }

    /// Puts the lists that conditions look into with those that questions use.
    pub(super) fn keep_tables(&mut self) {
        let looked_up = self.looked_up.borrow();
        for list in self.pulled.values() {
            if looked_up.contains(&list.name) {
                self.used.insert(list.name.clone(), Rc::clone(list));
            }
        }
    }
}
