//! A class on one page, for its teacher: one HTML file without JavaScript, which loads nothing from anywhere. Students by
//! exercises, what goes wrong in each exercise, and each text that fails, with its counterexample in sentences.

mod claims;
mod texts;

use std::collections::BTreeSet;

use super::super::feedback::points;
use super::super::gradebook::{Gradebook, Row};
use super::super::result::{GradeLine, Word};
use super::super::summary::Summary;
use crate::page::markup::{Markup, Scripts, whole_page};
use crate::report::counted;
use crate::styled::printable;
use texts::Texts;

const TEMPLATE: &str = include_str!("overview.html");
const STYLE: &str = include_str!("../../page/page.css");
const OWN_STYLE: &str = include_str!("overview.css");

/// What the marks in the table mean.
const LEGEND: &str = "✓ passes. ✗ fails: the link says why. ○ is the starter, unchanged. ! was not checked for a reason that \
    lies in the file: it does not compile, for example. – was not handed in. ? is not known: it was not graded yet, or the \
    machine was in the way. ×3: three students have this very text. Short fixes are alike, so the same text is no sign that \
    one of them has copied it.";

/// The page.
pub fn write(book: &Gradebook) -> String {
    let texts = Texts::of(book);
    let mut table = Markup::new();
    write_table(&mut table, book, &texts);
    let mut said = Markup::new();
    claims::write(&mut said, book);
    let mut exercises = Markup::new();
    for (at, graded) in book.exercises.iter().enumerate() {
        texts::write(
            &mut exercises,
            graded,
            texts.of_exercise(at),
            &book.links,
            column(book, at),
        );
    }
    whole_page(
        TEMPLATE,
        Scripts::None,
        &[
            ("style", STYLE),
            ("own-style", OWN_STYLE),
            ("about", &about(book)),
            ("table", &table.into_string()),
            ("legend", LEGEND),
            ("claims", &said.into_string()),
            ("exercises", &exercises.into_string()),
        ],
    )
}

/// The results of one exercise.
fn column(book: &Gradebook, at: usize) -> impl Iterator<Item = (&Row, Option<&GradeLine>)> {
    let rows = book.rows.iter();
    rows.map(move |row| (row, row.results.get(at).and_then(Option::as_ref)))
}

fn about(book: &Gradebook) -> String {
    let mut markup = Markup::new();
    let lines: Vec<&GradeLine> = book
        .rows
        .iter()
        .flat_map(|row| row.results.iter().flatten())
        .collect();
    let summary = Summary::of(lines.iter().copied());
    markup.leaf("p", &[], &format!(
        "{}, {}: {} passes, {} fails, {} not checked, {} not handed in. A pass of everything is worth {} points.",
        counted(summary.students, "student"),
        counted(book.exercises.len(), "exercise"),
        summary.passes,
        summary.fails,
        summary.not_run + summary.disturbed,
        summary.missing,
        points(book.max_points()),
    ));
    markup.leaf(
        "p",
        &[("class", "legend")],
        &format!(
            "{}, {:.0} s of processor time. {}",
            counted(summary.checks, "check"),
            summary.processor_seconds,
            origins(&lines)
        ),
    );
    write_warnings(&mut markup, book, &summary);
    markup.into_string()
}

/// What a teacher should know before trusting the grades.
fn write_warnings(markup: &mut Markup, book: &Gradebook, summary: &Summary) {
    if summary.uncontained > 0 {
        let many = counted(summary.uncontained, "result");
        let verb = if summary.uncontained == 1 {
            "is"
        } else {
            "are"
        };
        let words = format!("{many} {verb} of code that ran without a sandbox.");
        markup.leaf("p", &[("class", "warning")], &words);
    }
    let open = book
        .rows
        .iter()
        .filter(|row| book.judged(row).is_err())
        .count();
    if open > 0 {
        let many = counted(open, "student");
        let verb = if open == 1 { "is" } else { "are" };
        markup.leaf("p", &[("class", "warning")], &format!(
            "{many} {verb} not judged on all exercises: the same grade command goes on with what is left."
        ));
    }
}

/// Which kits and compilers have judged the class, and where.
fn origins(lines: &[&GradeLine]) -> String {
    let all = |of: &dyn Fn(&GradeLine) -> String| -> String {
        let all: BTreeSet<String> = lines.iter().map(|line| of(line)).collect();
        printable(&all.into_iter().collect::<Vec<_>>().join(", ")).into_owned()
    };
    format!(
        "racelings {}; {}; on {}.",
        all(&|line| line.origin.kit.clone()),
        all(&|line| line.origin.rustc.clone()),
        all(&|line| line.origin.machine.clone())
    )
}

fn write_table(markup: &mut Markup, book: &Gradebook, texts: &Texts<'_>) {
    let region = [
        ("class", "scroll"),
        ("role", "region"),
        ("tabindex", "0"),
        ("aria-labelledby", "students"),
    ];
    markup.element("div", &region, |region| {
        region.element("table", &[("class", "grades")], |table| {
            table.element("thead", &[], |head| {
                head.element("tr", &[], |row| heads(row, book))
            });
            table.element("tbody", &[], |body| {
                for row in &book.rows {
                    body.line_end();
                    body.element("tr", &[], |tr| cells(tr, book, row, texts));
                }
            });
            table.element("tfoot", &[], |foot| {
                foot.element("tr", &[], |row| passes(row, book))
            });
        });
    });
}

fn heads(row: &mut Markup, book: &Gradebook) {
    row.leaf("th", &[("scope", "col")], "Student");
    for graded in &book.exercises {
        row.element("th", &[("scope", "col")], |head| {
            let anchor = format!("#exercise-{}", graded.name);
            head.leaf("a", &[("href", &anchor)], &graded.name);
        });
    }
    row.leaf(
        "th",
        &[("scope", "col")],
        &format!("Points of {}", points(book.max_points())),
    );
}

fn cells(tr: &mut Markup, book: &Gradebook, row: &Row, texts: &Texts<'_>) {
    let name = row.student.to_string();
    tr.leaf("th", &[("scope", "row"), ("title", &name)], &name);
    for (at, (_, line)) in book.cells(row).enumerate() {
        let (class, mark) = mark(line);
        let text = match line.and_then(GradeLine::score) {
            Some(score) => format!("{mark} {}", points(score)),
            None => mark.to_owned(),
        };
        tr.element("td", &[("class", class)], |cell| {
            let text_of_it = line.and_then(|line| texts.get(at, line));
            match text_of_it {
                Some(known) => cell.leaf("a", &[("href", &format!("#{}", known.id()))], &text),
                None => cell.text(&text),
            }
            if let Some(known) = text_of_it.filter(|known| known.is_shared()) {
                let many = format!(" ×{}", known.students.len());
                cell.leaf("span", &[("class", "same")], &many);
            }
        });
    }
    let is_judged = book.judged(row).is_ok();
    let sum = format!(
        "{}{}",
        points(row.points()),
        if is_judged { "" } else { " ?" }
    );
    tr.leaf("td", &[("class", "sum")], &sum);
}

fn passes(row: &mut Markup, book: &Gradebook) {
    row.leaf("th", &[("scope", "row")], "Passes");
    for at in 0..book.exercises.len() {
        let lines = column(book, at).filter_map(|(_, line)| line);
        let passes = lines.filter(|line| line.finding.passes()).count();
        row.leaf("td", &[], &passes.to_string());
    }
    let total: f64 = book.rows.iter().map(Row::points).sum();
    row.leaf(
        "td",
        &[],
        &format!("mean {:.2}", total / book.rows.len().max(1) as f64),
    );
}

/// A result as a class of its cell and a mark.
fn mark(line: Option<&GradeLine>) -> (&'static str, &'static str) {
    let Some(line) = line.filter(|line| line.finding.is_lasting()) else {
        return ("open", "?");
    };
    match line.finding.verdict {
        Word::Passes => ("passes", "✓"),
        Word::Fails if line.starter => ("fails", "○"),
        Word::Fails => ("fails", "✗"),
        Word::NotRun if line.finding.is_missing() => ("fails", "–"),
        Word::NotRun => ("fails", "!"),
    }
}

#[cfg(test)]
mod tests;
