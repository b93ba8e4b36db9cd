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
    /// What it is for.
    pub goal: Option<String>,
    /// How many minutes it takes.
    pub minutes: Option<u32>,
    /// The exercises that it builds on.
    pub needs: Vec<String>,
    /// Whether it may be skipped.
    pub further: bool,
    /// The verdict in one sentence, with the exercise's name.
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
                list.element("li", &[("id", &entry.name)], |item| item_of(item, entry));
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
    let headline = shown(&entry.headline, 200);
    match &entry.file {
        Some(file) => item.leaf("a", &[("href", file)], &headline),
        None => item.leaf("span", &[], &headline),
    }
    if let Some(goal) = &entry.goal {
        item.leaf("p", &[], &shown(goal, 200));
    }
    if entry.minutes.is_none() && entry.needs.is_empty() && !entry.further {
        return;
    }
    item.element("p", &[("class", "after")], |facts| {
        if let Some(minutes) = entry.minutes {
            facts.text(&format!("About {minutes} minutes. "));
        }
        if entry.further {
            facts.text("May be skipped. ");
        }
        for (place, need) in entry.needs.iter().enumerate() {
            facts.text(if place == 0 { "Builds on " } else { ", " });
            facts.leaf("a", &[("href", &format!("#{need}"))], need);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_chapter_is_named_once_and_each_exercise_links_its_page_and_what_it_builds_on() {
        let entry = |chapter: &str, name: &str, file: Option<&str>| Entry {
            chapter: chapter.into(),
            name: name.into(),
            goal: Some(format!("You know {name}.")),
            minutes: Some(20),
            needs: vec!["a1".into()],
            further: name == "a2",
            headline: format!("{name} <fails>"),
            file: file.map(str::to_owned),
        };
        let html = index(&[
            entry("01_one", "a1", Some("a1.html")),
            entry("01_one", "a2", None),
            entry("02_two", "b1", Some("b1.html")),
        ]);
        assert_eq!(html.matches("<h2>01_one</h2>").count(), 1);
        assert!(
            html.contains("<a href=\"a1.html\">a1 &lt;fails&gt;</a>"),
            "{html}"
        );
        assert!(html.contains("<span>a2 &lt;fails&gt;</span>"), "{html}");
        assert!(html.contains("<p>You know a2.</p>"), "{html}");
        let needs = "About 20 minutes. Builds on <a href=\"#a1\">a1</a>";
        assert!(
            html.contains("<li id=\"a1\">") && html.contains(needs),
            "{html}"
        );
        let skipped = "About 20 minutes. May be skipped. Builds on";
        assert_eq!(html.matches(skipped).count(), 1, "{html}");
    }
}
