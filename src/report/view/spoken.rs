//! A view read aloud, for a screen reader: one sentence per line, every figure with its name, no columns, bars or
//! rules. Lines are not wrapped: a braille display has a width of its own.

use crate::stats::view::View;

use super::{Teller, own};

/// The whole view.
pub fn write(view: &View, teller: &Teller) -> String {
    let mut lines = vec![teller.title(view)];
    lines.extend(teller.about(&view.about));
    for block in &view.blocks {
        let (title, facts) = own::spoken(block, teller);
        lines.push(String::new());
        lines.push(title);
        lines.extend(facts);
    }
    lines.join("\n") + "\n"
}
