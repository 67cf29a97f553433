//! XML as it is written: elements in order, everything escaped, nothing that XML 1.0 forbids.

use crate::base::text::sanitise;

/// Text made fit for XML and HTML, in elements and in attributes: characters that no document may
/// hold are taken out, those that mean something are named.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in sanitise(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// An element's attributes: those without a value are left out.
pub(super) type Attributes<'a> = &'a [(&'static str, Option<&'a str>)];

/// A document being written.
pub(super) struct Xml {
    out: String,
    open: Vec<&'static str>,
}

impl Xml {
    pub(super) fn new() -> Self {
        Self {
            out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(),
            open: Vec::new(),
        }
    }

    /// An element with others inside.
    pub(super) fn element(
        &mut self,
        name: &'static str,
        attributes: Attributes<'_>,
        inside: impl FnOnce(&mut Self),
    ) {
        self.start(name, attributes, ">\n");
        self.open.push(name);
        inside(self);
        self.open.pop();
        self.indent();
        self.write(format_args!("</{name}>\n"));
    }

    /// An element with text inside.
    pub(super) fn text(&mut self, name: &'static str, attributes: Attributes<'_>, text: &str) {
        self.start(name, attributes, ">");
        self.out.push_str(&escape(text.trim()));
        self.write(format_args!("</{name}>\n"));
    }

    /// An element with nothing inside.
    pub(super) fn empty(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.start(name, attributes, "/>\n");
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    fn start(&mut self, name: &str, attributes: Attributes<'_>, end: &str) {
        self.indent();
        self.write(format_args!("<{name}"));
        for (key, value) in attributes {
            if let Some(value) = value {
                let value = escape(value).replace('\n', " ");
                self.write(format_args!(" {key}=\"{value}\""));
            }
        }
        self.out.push_str(end);
    }

    fn indent(&mut self) {
        let deep = 2 * self.open.len();
        self.write(format_args!("{:deep$}", ""));
    }

    fn write(&mut self, what: std::fmt::Arguments<'_>) {
        self.out.push_str(&what.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_means_something_gets_through() {
        assert_eq!(
            escape("a<b>&\"'\u{1}\u{fffe}\u{202e}c"),
            "a&lt;b&gt;&amp;&quot;&#39;c"
        );
        let mut xml = Xml::new();
        xml.element("a", &[("x", Some("1\n\"2")), ("y", None)], |xml| {
            xml.text("b", &[], " <c> ");
        });
        let written = xml.finish();
        let told = "<a x=\"1 &quot;2\">\n  <b>&lt;c&gt;</b>\n</a>\n";
        assert_eq!(written.split_once("?>\n").unwrap().1, told);
    }
}
