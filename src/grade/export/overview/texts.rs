//! The texts that a class has handed in: for each exercise those that fail or that several students have, and what goes wrong.

use std::collections::BTreeMap;

use super::super::super::feedback;
use super::super::super::gradebook::{Gradebook, Graded, Row};
use super::super::super::key::Key;
use super::super::super::pages::Links;
use super::super::super::result::{GradeLine, Word};
use super::super::super::student::Student;
use crate::page::markup::Markup;
use crate::report::counted;
use crate::styled::printable;

/// No more sentences of a counterexample are shown.
const MOST_SENTENCES: usize = 120;

/// No more bytes of a compiler's message.
const LONGEST_MESSAGE: usize = 6_000;

/// No more names of students who have the same text.
const MOST_NAMES: usize = 40;

/// The texts that are worth showing, by exercise.
pub struct Texts<'a> {
    by_exercise: Vec<BTreeMap<&'a Key, Text<'a>>>,
}

/// A text, and who has handed it in.
pub struct Text<'a> {
    /// The first student's result.
    pub line: &'a GradeLine,
    /// The students.
    pub students: Vec<&'a Student>,
}

impl<'a> Texts<'a> {
    /// The texts of a class: those that do not pass, and those that several students have.
    pub fn of(book: &'a Gradebook) -> Texts<'a> {
        let mut by_exercise = Vec::new();
        for at in 0..book.exercises.len() {
            let mut texts: BTreeMap<&Key, Text<'_>> = BTreeMap::new();
            for (row, line) in super::column(book, at) {
                // Where there is no file, there is no text.
                let Some(line) = line.filter(|line| line.file.is_some()) else {
                    continue;
                };
                let students = Vec::new();
                let text = texts.entry(&line.key).or_insert(Text { line, students });
                text.students.push(&row.student);
            }
            texts.retain(|_, text| text.is_shared() || !text.line.finding.passes());
            by_exercise.push(texts);
        }
        Texts { by_exercise }
    }

    /// The text of a result, if it is shown.
    pub fn get(&self, exercise: usize, line: &GradeLine) -> Option<&Text<'a>> {
        self.by_exercise.get(exercise)?.get(&line.key)
    }

    /// The texts of an exercise: those that most students have come first.
    pub fn of_exercise(&self, at: usize) -> Vec<&Text<'a>> {
        let texts = self.by_exercise.get(at);
        let mut texts: Vec<&Text<'_>> = texts.into_iter().flat_map(BTreeMap::values).collect();
        texts.sort_by_key(|text| (text.line.finding.passes(), usize::MAX - text.students.len()));
        texts
    }
}

impl Text<'_> {
    /// Whether several students have it. The starter does not count: everyone has it.
    pub fn is_shared(&self) -> bool {
        self.students.len() > 1 && !self.line.starter
    }

    /// The name of its place on the page.
    pub fn id(&self) -> String {
        format!("text-{}-{}", self.line.exercise, self.line.key.short())
    }
}

/// Writes what goes wrong in an exercise.
pub fn write<'a>(
    markup: &mut Markup,
    graded: &Graded,
    texts: Vec<&Text<'_>>,
    links: &Links,
    results: impl Iterator<Item = (&'a Row, Option<&'a GradeLine>)>,
) {
    let id = format!("exercise-{}", graded.name);
    markup.line_end();
    markup.element("section", &[("id", &id)], |section| {
        section.leaf("h3", &[], &graded.name);
        let lines: Vec<&GradeLine> = results.filter_map(|(_, line)| line).collect();
        let passes = lines.iter().filter(|line| line.finding.passes()).count();
        let all = counted(lines.len(), "student");
        section.leaf("p", &[], &format!("{passes} of {all} pass."));
        write_kinds(section, &lines);
        for text in texts {
            section.line_end();
            section.element("article", &[("id", &text.id())], |article| {
                one(article, text, links)
            });
        }
    });
}

/// How many students have which kind of failure, and which known fix their text is.
fn write_kinds(section: &mut Markup, lines: &[&GradeLine]) {
    let mut kinds: BTreeMap<(String, String), usize> = BTreeMap::new();
    for line in lines.iter().filter(|line| !line.finding.passes()) {
        let kind = line.finding.kind.clone().unwrap_or_default();
        let what = match (&line.known_fix, line.starter) {
            (_, true) => "The starter, unchanged.".to_owned(),
            (Some(fix), false) => printable(&fix.summary).into_owned(),
            (None, false) if line.finding.verdict == Word::Fails => "none that is known".to_owned(),
            (None, false) => String::new(),
        };
        *kinds.entry((kind, what)).or_default() += 1;
    }
    if kinds.is_empty() {
        return;
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, many)| usize::MAX - many);
    section.element("table", &[("class", "kinds")], |table| {
        table.element("thead", &[], |head| {
            head.element("tr", &[], |row| {
                for name in ["Kind", "Which known wrong fix it is", "Students"] {
                    row.leaf("th", &[("scope", "col")], name);
                }
            });
        });
        table.element("tbody", &[], |body| {
            for ((kind, what), many) in kinds {
                body.element("tr", &[], |row| {
                    row.leaf("td", &[], &kind);
                    row.leaf("td", &[], &what);
                    row.leaf("td", &[], &many.to_string());
                });
            }
        });
    });
}

fn one(article: &mut Markup, text: &Text<'_>, links: &Links) {
    let line = text.line;
    article.leaf("h4", &[], &feedback::headline(line));
    article.leaf("p", &[], &students(text));
    match (&line.known_fix, line.starter) {
        (_, true) => article.leaf("p", &[], "It is the starter, unchanged."),
        (Some(fix), false) => {
            let words = format!("It is the known fix {}: {}", fix.name, fix.summary);
            article.leaf("p", &[], &printable(&words));
        }
        (None, false) => {}
    }
    let finding = &line.finding;
    if finding.verdict == Word::NotRun && !finding.headline.contains(&finding.message) {
        let message = printable(&finding.message);
        article.leaf(
            "pre",
            &[("tabindex", "0")],
            &feedback::cut(&message, LONGEST_MESSAGE),
        );
    }
    if let Some(link) = links.for_teacher(line) {
        article.element("p", &[], |p| {
            p.leaf(
                "a",
                &[("href", &link)],
                "Its page: the program, and the counterexample as a drawing",
            );
        });
    }
    if !finding.sentences.is_empty() {
        write_story(article, &finding.sentences);
    }
    if let Some(schedule) = &finding.schedule {
        article.element("p", &[("class", "legend")], |legend| {
            legend.text("Its schedule: ");
            legend.leaf("code", &[], &printable(schedule));
        });
    }
}

fn students(text: &Text<'_>) -> String {
    let names = text.students.iter().take(MOST_NAMES);
    let names: Vec<String> = names.map(ToString::to_string).collect();
    let more = match text.students.len().saturating_sub(MOST_NAMES) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(
        "{}: {}{more}",
        counted(text.students.len(), "student"),
        names.join(", ")
    )
}

fn write_story(article: &mut Markup, sentences: &[String]) {
    article.element("details", &[], |details| {
        details.leaf("summary", &[], "The counterexample in sentences");
        details.element("ul", &[("class", "steps")], |list| {
            for sentence in sentences.iter().take(MOST_SENTENCES) {
                list.leaf("li", &[], &printable(sentence));
            }
            let left = sentences.len().saturating_sub(MOST_SENTENCES);
            if left > 0 {
                list.leaf(
                    "li",
                    &[],
                    &format!("({} not shown)", counted(left, "sentence")),
                );
            }
        });
    });
}
