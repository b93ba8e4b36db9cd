use super::super::super::claims::Claims;
use super::super::super::gradebook::tests::{book, class};
use super::super::super::pages::{self, Links};
use super::super::super::result::tests::line;
use super::super::super::result::{Containment, KnownFix};
use super::*;
use crate::progress::Moment;

fn page(lines: Vec<GradeLine>) -> String {
    write(&book(lines))
}

#[test]
fn each_result_has_a_mark_and_its_points_and_what_is_not_known_is_no_zero() {
    let html = write(&class());
    let body = html.split("<tbody>").nth(1).unwrap();
    let rows: Vec<&str> = body.split("<tr>").skip(1).take(3).collect();
    assert!(
        rows[0].contains(">✗ 0</a>") && rows[0].contains("<td class=\"passes\">✓ 2.5</td>"),
        "{}",
        rows[0]
    );
    assert!(
        rows[0].contains("<td class=\"sum\">2.5</td>"),
        "{}",
        rows[0]
    );
    assert!(rows[1].contains(">?</a></td>"), "{}", rows[1]);
    assert!(
        rows[1].contains("<td class=\"sum\">0 ?</td>"),
        "{}",
        rows[1]
    );
    assert!(
        html.contains("2 students are not judged on all exercises"),
        "{html}"
    );
}

#[test]
fn the_same_text_is_marked_for_each_who_has_it_and_the_starter_is_not() {
    let mut lines = vec![
        line("alice", "threads1", Word::Passes, "fix"),
        line("bob", "threads1", Word::Passes, "fix"),
        line("carol", "threads1", Word::Fails, "starter"),
        line("dave", "threads1", Word::Fails, "starter"),
        line("eve", "threads1", Word::Passes, "her own"),
    ];
    lines[2].starter = true;
    lines[3].starter = true;
    let html = page(lines);
    assert_eq!(html.matches(" ×2</span>").count(), 2);
    assert_eq!(html.matches("<article").count(), 2);
    assert!(html.contains("<p>2 students: alice, bob</p>"), "{html}");
    assert!(html.contains("no sign that"), "{html}");
    assert_eq!(html.matches(">○ 0</a>").count(), 2);
}

#[test]
fn a_misconception_is_counted_by_the_known_fix_that_the_text_is() {
    let mut lines: Vec<GradeLine> = ["alice", "bob", "carol"]
        .iter()
        .map(|name| line(name, "threads1", Word::Fails, name))
        .collect();
    for line in &mut lines[..2] {
        line.known_fix = Some(KnownFix {
            name: "busy_flag".into(),
            summary: "The flag is read and then set.".into(),
        });
    }
    let html = page(lines);
    let row = "<td>deadlock</td><td>The flag is read and then set.</td><td>2</td>";
    assert!(html.contains(row), "{html}");
    assert!(
        html.contains("<td>deadlock</td><td>none that is known</td><td>1</td>"),
        "{html}"
    );
}

#[test]
fn hostile_names_and_texts_are_only_text() {
    let hostile = "</td></table><script>alert(1)</script>\u{202e}\u{1b}\" onclick='x'";
    let mut line = line(hostile, "threads1", Word::Fails, "text");
    line.finding.headline = hostile.into();
    line.finding.message = hostile.into();
    line.finding.sentences = vec![hostile.into()];
    line.finding.schedule = Some(hostile.into());
    line.origin.machine = hostile.into();
    line.known_fix = Some(KnownFix {
        name: hostile.into(),
        summary: "{{table}}".into(),
    });
    let html = page(vec![line]);
    assert!(
        !html.contains("<script") && !html.contains("onclick='"),
        "{html}"
    );
    assert!(!html.contains(['\u{202e}', '\u{1b}']), "{html}");
    assert_eq!(html.matches("</table>").count(), 2);
    assert!(html.contains("{{table}}"), "{html}");
}

#[test]
fn results_of_code_that_ran_without_a_sandbox_are_counted() {
    let mut line = line("alice", "threads1", Word::Passes, "text");
    line.finding.checks = 1;
    assert!(!page(vec![line.clone()]).contains("without a sandbox"));
    line.origin.sandbox = Containment::None;
    let html = page(vec![line]);
    assert!(
        html.contains("1 result is of code that ran without a sandbox."),
        "{html}"
    );
}

#[test]
fn a_text_leads_to_its_page_where_the_overview_lies_beside_it() {
    let mut line = line("alice", "threads1", Word::Fails, "text");
    let place = pages::place(&line.key);
    line.finding.page = Some(place.clone());
    let mut book = book(vec![line]);
    assert!(!write(&book).contains(&place));
    book.links = Links::Beside;
    let link = format!("<a href=\"{place}\">Its page");
    assert!(write(&book).contains(&link));
}

#[test]
fn what_the_students_folders_say_is_shown_as_what_it_is() {
    let mut lines: Vec<GradeLine> = ["alice", "bob", "carol", "dave"]
        .map(|name| line(name, "threads1", Word::Passes, name))
        .into();
    assert!(!page(lines.clone()).contains("folders say"));
    let claims = |attempts, passed_at: Option<u64>| Claims {
        attempts,
        passed_at: passed_at.map(Moment::from_second),
        modified: Some(Moment::from_second(86_400)),
    };
    lines[0].claims = Some(claims(3, Some(0)));
    lines[1].claims = Some(claims(4, None));
    lines[2].claims = Some(Claims {
        modified: None,
        ..claims(0, None)
    });
    let html = page(lines);
    assert!(html.contains("it is not verified"), "{html}");
    let said = html.split_once("folders say").unwrap().1;
    for expected in [
        "alice</th><td>3, 1970-01-01</td>",
        "bob</th><td>4, 1970-01-02</td>",
        "carol</th><td>0</td>",
        "dave</th><td></td>",
        "Mean</th><td>2.3</td>",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
}
