//! Which tables an expression looks into, before anything is translated: they must be read first.

use super::parse::Node;
use super::translate::read;

/// A table and the column by which its entries are known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::survey::import) struct Pulled {
    pub(in crate::survey::import) table: String,
    pub(in crate::survey::import) key: String,
}

/// The tables that an expression looks into.
pub(in crate::survey::import) fn pulled(source: &str) -> Vec<Pulled> {
    let mut found = Vec::new();
    let Ok(node) = read(source) else {
        return found;
    };
    let mut waiting = vec![&node];
    while let Some(node) = waiting.pop() {
        match node {
            Node::Call(name, given) => {
                if let ("pulldata", [Node::Text(table), _, Node::Text(key), _]) =
                    (name.as_str(), given.as_slice())
                {
                    found.push(Pulled {
                        table: table.clone(),
                        key: key.clone(),
                    });
                }
                waiting.extend(given);
            }
            Node::Negate(inner) | Node::Where(_, inner) => waiting.push(inner),
            Node::Binary(_, left, right) => waiting.extend([&**left, &**right]),
            _ => {}
        }
    }
    found
}
