//! The index of a small site: a list of pages, by chapter.

use super::markup::{Markup, Scripts, whole_page};
use super::shown;

const TEMPLATE: &str = include_str!("index.html");
const STYLE: &str = include_str!("page.css");

/// A page of the site.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The chapter that it belongs to.
    pub chapter: String,
    /// The exercise.
    pub name: String,
    /// The verdict in one sentence.
    pub headline: String,
    /// The page's file, in the folder of the index; none if there is no page.
    pub file: Option<String>,
}

/// The index as one HTML file.
pub fn index(entries: &[Entry]) -> String {
    let mut markup = Markup::new();
    for chapter in entries.chunk_by(|one, other| one.chapter == other.chapter) {
        let title = chapter.first().map_or("", |entry| &entry.chapter);
        markup.leaf("h2", &[], &shown(title, 80));
        markup.element("ul", &[("class", "pages")], |list| {
            for entry in chapter {
                list.element("li", &[], |item| item_of(item, entry));
                list.line_end();
            }
        });
    }
    whole_page(
        TEMPLATE,
        Scripts::None,
        &[("pages", &markup.into_string()), ("style", STYLE)],
    )
}

fn item_of(item: &mut Markup, entry: &Entry) {
    match &entry.file {
        Some(file) => item.leaf("a", &[("href", file)], &entry.name),
        None => item.leaf("span", &[], &entry.name),
    }
    item.text(" ");
    item.leaf("span", &[("class", "after")], &shown(&entry.headline, 200));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_chapter_is_named_once_and_each_page_is_linked() {
        let entry = |chapter: &str, name: &str, file: Option<&str>| Entry {
            chapter: chapter.into(),
            name: name.into(),
            headline: format!("{name} <fails>"),
            file: file.map(str::to_owned),
        };
        let html = index(&[
            entry("01_one", "a1", Some("a1.html")),
            entry("01_one", "a2", None),
            entry("02_two", "b1", Some("b1.html")),
        ]);
        assert_eq!(html.matches("<h2>01_one</h2>").count(), 1);
        assert!(html.contains("<a href=\"a1.html\">a1</a>"), "{html}");
        assert!(html.contains("<span>a2</span>"), "{html}");
        assert!(html.contains("b1 &lt;fails&gt;"), "{html}");
    }
}
