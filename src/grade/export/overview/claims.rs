//! What the students' own folders say: how often each has had an exercise checked, and when.

use super::super::super::claims::Claims;
use super::super::super::gradebook::{Gradebook, Row};
use super::super::super::result::GradeLine;
use super::column;
use crate::page::markup::Markup;

const LEGEND: &str = "How often the student has had the exercise checked, and the day on which it first passed there, or else on \
    which the file was last saved. The students' own folders say so, and it is not verified: a student can write anything \
    there. Loose files say nothing.";

/// Writes them as a table, if there are any.
pub fn write(markup: &mut Markup, book: &Gradebook) {
    let mut cells = book.rows.iter().flat_map(|row| book.cells(row));
    if !cells.any(|(_, line)| claims(line).is_some()) {
        return;
    }
    markup.element("details", &[], |details| {
        let summary = "Attempts and days, as the students’ folders say";
        details.leaf("summary", &[], summary);
        details.leaf("p", &[("class", "legend")], LEGEND);
        details.element("div", &[("class", "scroll"), ("tabindex", "0")], |region| {
            region.element("table", &[("class", "grades")], |table| {
                table.element("thead", &[], |head| heads(head, book));
                table.element("tbody", &[], |body| {
                    for row in &book.rows {
                        body.line_end();
                        body.element("tr", &[], |tr| student(tr, book, row));
                    }
                });
                table.element("tfoot", &[], |foot| means(foot, book));
            });
        });
    });
}

fn claims(line: Option<&GradeLine>) -> Option<&Claims> {
    line.and_then(|line| line.claims.as_ref())
}

fn heads(head: &mut Markup, book: &Gradebook) {
    head.element("tr", &[], |row| {
        row.leaf("th", &[("scope", "col")], "Student");
        for graded in &book.exercises {
            row.leaf("th", &[("scope", "col")], &graded.name);
        }
    });
}

fn student(tr: &mut Markup, book: &Gradebook, row: &Row) {
    tr.leaf("th", &[("scope", "row")], &row.student.to_string());
    for (_, line) in book.cells(row) {
        tr.leaf("td", &[], &claims(line).map_or_else(String::new, words));
    }
}

/// `3, 2026-11-26`.
fn words(claims: &Claims) -> String {
    match claims.passed_at.or(claims.modified) {
        Some(moment) => format!("{}, {}", claims.attempts, moment.day()),
        None => claims.attempts.to_string(),
    }
}

fn means(foot: &mut Markup, book: &Gradebook) {
    foot.element("tr", &[], |row| {
        row.leaf("th", &[("scope", "row")], "Mean");
        for at in 0..book.exercises.len() {
            let attempts = column(book, at).filter_map(|(_, line)| claims(line));
            let attempts: Vec<f64> = attempts.map(|claims| f64::from(claims.attempts)).collect();
            let mean = attempts.iter().sum::<f64>() / attempts.len() as f64;
            let words = match attempts.is_empty() {
                true => String::new(),
                false => format!("{mean:.1}"),
            };
            row.leaf("td", &[], &words);
        }
    });
}
