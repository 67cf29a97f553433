//! The root over a box's leaves (RFC 6962 §2.1), so that one hash stands for all it holds.
//!
//! The leaves are sorted, so that the root says nothing of the order in which people came. A
//! record's leaf is already the tree's leaf hash: SHA-256(0x00, header, signature).

use sha2::{Digest as _, Sha256};

use crate::response::record::Leaf;

/// A hash over the whole tree.
pub type Root = [u8; 32];

/// Takes leaves one at a time and gives their root, holding one hash a level.
#[derive(Default)]
pub struct Tree {
    /// Roots of complete subtrees with the number of leaves in each, larger ones first.
    peaks: Vec<(u64, Root)>,
}

impl Tree {
    /// Adds the next leaf.
    pub fn push(&mut self, leaf: Leaf) {
        let mut top = (1, leaf.0);
        while let Some((size, left)) = self.peaks.pop_if(|(size, _)| *size == top.0) {
            top = (size * 2, node(&left, &top.1));
        }
        self.peaks.push(top);
    }

    /// The root; SHA-256 of nothing for the empty tree.
    pub fn root(self) -> Root {
        self.peaks
            .into_iter()
            .map(|(_, root)| root)
            .rev()
            .reduce(|right, left| node(&left, &right))
            .unwrap_or_else(|| Sha256::digest([]).into())
    }
}

/// The root over leaves in the order given, which must be ascending.
pub fn root(leaves: impl IntoIterator<Item = Leaf>) -> Root {
    let mut tree = Tree::default();
    leaves.into_iter().for_each(|leaf| tree.push(leaf));
    tree.root()
}

fn node(left: &Root, right: &Root) -> Root {
    let mut hash = Sha256::new();
    hash.update([1]);
    hash.update(left);
    hash.update(right);
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6962's own recursive definition, written as it stands there.
    fn by_definition(leaves: &[Leaf]) -> Root {
        match leaves {
            [] => Sha256::digest([]).into(),
            [only] => only.0,
            many => {
                let split = many.len().next_power_of_two() / 2;
                node(
                    &by_definition(&many[..split]),
                    &by_definition(&many[split..]),
                )
            }
        }
    }

    #[test]
    fn it_agrees_with_the_definition_at_every_small_size() {
        let leaves: Vec<Leaf> = (0..70_u8).map(|at| Leaf([at; 32])).collect();
        for size in 0..=leaves.len() {
            let some = &leaves[..size];
            assert!(root(some.iter().copied()) == by_definition(some), "{size}");
        }
    }
}
