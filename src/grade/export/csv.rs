//! A class as comma-separated values (RFC 4180): Moodle, nbgrader and spreadsheets read it.

use super::super::feedback::{self, points};
use super::super::gradebook::{Gradebook, Row};
use super::super::result::GradeLine;

/// A line for each student: points for each exercise, their sum, what can be reached, and the verdicts in words. A cell is empty
/// where nothing is known, and then the sum is too.
///
/// RFC 4180 is a dozen lines; a crate for it would be compiled in every learner's first build.
pub fn write(book: &Gradebook) -> String {
    let mut header = vec!["student".to_owned()];
    header.extend(book.exercises.iter().map(|exercise| exercise.name.clone()));
    header.extend(["points", "max_points", "feedback"].map(str::to_owned));
    let rows = book.rows.iter().map(|row| cells(book, row));
    let mut text = String::from("\u{feff}");
    for cells in std::iter::once(header).chain(rows) {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(&harmless(cell))).collect();
        text += &cells.join(",");
        text += "\r\n";
    }
    text
}

fn cells(book: &Gradebook, row: &Row) -> Vec<String> {
    let scores = book
        .cells(row)
        .map(|(_, line)| line.and_then(GradeLine::score));
    let scores: Vec<Option<f64>> = scores.collect();
    let is_judged = scores.iter().all(Option::is_some);
    let written = |score: Option<f64>| score.map(points).unwrap_or_default();
    let mut cells = vec![row.student.to_string()];
    cells.extend(scores.into_iter().map(written));
    cells.push(written(is_judged.then(|| row.points())));
    cells.push(points(book.max_points()));
    let lines = row.results.iter().flatten();
    let headlines = lines.map(|line| {
        let link = book.links.for_student(line);
        let headline = feedback::headline(line);
        link.map_or(headline.clone(), |link| format!("{headline} {link}"))
    });
    cells.push(headlines.collect::<Vec<_>>().join("\n"));
    cells
}

/// A cell that no spreadsheet takes for a formula: an apostrophe in front makes it text.
fn harmless(cell: &str) -> String {
    // One that begins with an apostrophe gets another, so that no two cells become the same.
    match cell.starts_with([
        '=', '+', '-', '@', '\'', '\t', '\r', '\n', '＝', '＋', '－', '＠',
    ]) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}

fn quoted(cell: &str) -> String {
    match cell.contains([',', '"', '\n', '\r', ';', '\t', '\'']) || cell.trim() != cell {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::gradebook::tests::{book, class};
    use super::super::super::result::Word;
    use super::super::super::result::tests::line;
    use super::*;

    #[test]
    fn points_are_numbers_and_what_is_not_known_is_empty() {
        let text = write(&class());
        let rows: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(
            rows[0],
            "\u{feff}student,threads1,threads2,points,max_points,feedback"
        );
        assert!(rows[1].starts_with("alice,0,2.5,2.5,3.5,\""), "{}", rows[1]);
        assert!(rows[2].starts_with("bob,0,,,3.5,"), "{}", rows[2]);
        assert!(rows[3].starts_with("carol,0,,,3.5,"), "{}", rows[3]);
    }

    #[test]
    fn no_cell_is_a_formula_and_none_ends_early() {
        for name in [
            "=1+2",
            "+1",
            "-1",
            "@SUM(A1)",
            "a\",=1",
            "\t=1",
            "\r=1",
            "a\n=b",
            " =1",
            "\u{ff1d}1",
        ] {
            let book = book(vec![line(name, "threads1", Word::Passes, "")]);
            let text = write(&book);
            let row = text.split("\r\n").nth(1).unwrap();
            let first = first_cell(row);
            assert!(
                !first.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}']),
                "{name:?}: {row:?}"
            );
            assert!(
                first.trim_start_matches('\'').trim().len() + 3 > name.trim().len(),
                "{row:?}"
            );
            assert!(
                text.ends_with("\r\n") && text.matches("\r\n").count() == 2,
                "{text:?}"
            );
        }
    }

    /// The first cell of a row, as RFC 4180 reads it.
    fn first_cell(row: &str) -> String {
        let Some(quoted) = row.strip_prefix('"') else {
            return row.split(',').next().unwrap().to_owned();
        };
        let mut cell = String::new();
        let mut characters = quoted.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '"' if characters.peek() == Some(&'"') => cell.push(characters.next().unwrap()),
                '"' => break,
                other => cell.push(other),
            }
        }
        cell
    }
}
