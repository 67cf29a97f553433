//! A small reader of XML, strict about what makes it well formed: every tag closed in its order,
//! every attribute once and quoted, every `&` a reference, no control characters.

#![allow(dead_code, unreachable_pub, reason = "each test file uses its part")]
#![expect(
    clippy::panic,
    reason = "a test stops where the ground it stands on is not sound"
)]

/// An element.
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    pub text: String,
}

impl Element {
    pub fn attribute(&self, key: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, value)| value.as_str())
    }

    /// Every element of a name in it, in order.
    pub fn all(&self, name: &str) -> Vec<&Element> {
        let mut found = Vec::new();
        for child in &self.children {
            if child.name == name {
                found.push(child);
            }
            found.extend(child.all(name));
        }
        found
    }

    /// All text in it.
    pub fn words(&self) -> String {
        let inner: Vec<String> = self.children.iter().map(Element::words).collect();
        format!("{} {}", self.text, inner.join(" "))
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Elements of HTML that have no end tag.
const VOID: [&str; 4] = ["meta", "br", "hr", "col"];

/// Reads a document; panics where it is not well formed.
pub fn parse(text: &str) -> Element {
    assert!(
        text.chars().all(|c| c == '\n' || !c.is_control()),
        "a control character"
    );
    let rest = text
        .strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        .unwrap_or(text);
    let rest = rest.strip_prefix("<!DOCTYPE html>\n").unwrap_or(rest);
    let mut rest = rest.trim_start();
    let root = element(&mut rest);
    assert!(rest.trim().is_empty(), "something after the root: {rest}");
    root
}

fn element(rest: &mut &str) -> Element {
    let (tag, after) = rest
        .strip_prefix('<')
        .and_then(|rest| rest.split_once('>'))
        .expect("a tag");
    *rest = after;
    let is_empty = tag.ends_with('/');
    let tag = tag.trim_end_matches('/');
    let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
    let mut element = Element {
        name: name.to_owned(),
        attributes: read_attributes(attributes),
        children: Vec::new(),
        text: String::new(),
    };
    if is_empty || VOID.contains(&name) {
        return element;
    }
    loop {
        let (words, after) = rest.split_at(rest.find('<').expect("an end tag"));
        element.text.push_str(&plain(words));
        *rest = after;
        if let Some(after) = rest.strip_prefix("</") {
            let (closed, after) = after.split_once('>').expect("an end tag");
            assert_eq!(closed, name, "tags cross");
            *rest = after;
            return element;
        }
        element.children.push(self::element(rest));
    }
}

fn read_attributes(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (key, after) = rest.split_once("=\"").expect("a quoted attribute");
        let (value, after) = after.split_once('"').expect("a closing quote");
        assert!(!value.contains('<'), "< in an attribute");
        assert!(
            found.iter().all(|(known, _)| known != key),
            "{key} stands twice"
        );
        found.push((key.trim().to_owned(), plain(value)));
        rest = after.trim_start();
    }
    found
}

fn plain(text: &str) -> String {
    assert!(!text.contains("]]>"), "]]> in text");
    let mut pieces = text.split('&');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, after) = piece.split_once(';').expect("a reference ends");
        out.push_str(match name {
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "#39" => "'",
            other => panic!("an unknown reference {other}"),
        });
        out.push_str(after);
    }
    out
}
