//! The story as a picture: a lane for each thread, what changes at the left, the steps from top to bottom. SVG.
//!
//! A picture is made of a [`Document`] alone. Its colours and lines are in page/lanes.css, so that a page can have dark ones.

mod plan;

use std::fmt::Write;

use super::arrows::Link;
use super::document::{Document, Judgement};
use super::markup::Markup;
use super::steps::Sort;
use crate::styled::{Columns, Role, Text};
use plan::{Plan, Row};

/// The size of a character of code.
const CHARACTER: f64 = 7.25;

/// The height of a line of text.
const LINE: f64 = 17.0;

const STYLE: &str = include_str!("lanes.css");

/// The picture in a file of its own.
pub fn svg(document: &Document) -> String {
    let mut markup = Markup::new();
    write(document, &mut markup, Place::File);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n",
        markup.into_string()
    )
}

/// Where a picture stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In a page, which has the style and the headline.
    Page,
    /// In a file of its own.
    File,
}

/// Writes the picture.
pub fn write(document: &Document, markup: &mut Markup, place: Place) {
    let plan = Plan::of(document);
    let head = match place {
        Place::File => 3.0 * LINE,
        Place::Page => 0.0,
    };
    let (width, height) = (plan.width, plan.height + head);
    let size = format!("0 0 {width:.0} {height:.0}");
    let (w, h) = (format!("{width:.0}"), format!("{height:.0}"));
    let attributes = [
        ("xmlns", "http://www.w3.org/2000/svg"),
        ("class", "lanes"),
        ("viewBox", &*size),
        ("width", &*w),
        ("height", &*h),
        ("role", "img"),
        ("aria-labelledby", "lanes-title"),
        ("aria-describedby", "lanes-text"),
    ];
    markup.element("svg", &attributes, |svg| {
        let title = format!("{}: the interleaving, drawn", document.name);
        svg.leaf("title", &[("id", "lanes-title")], &title);
        let steps: Vec<&str> = document.steps.iter().map(|one| &*one.sentence).collect();
        svg.leaf("desc", &[("id", "lanes-text")], &steps.join(" "));
        if place == Place::File {
            svg.leaf("style", &[], STYLE);
            svg.shape("rect", &[("class", "paper"), ("width", &w), ("height", &h)]);
            let class = match document.verdict {
                Judgement::Passes => "headline passes",
                Judgement::Fails => "headline fails",
            };
            svg.leaf(
                "text",
                &at(12.0, 1.6 * LINE, class).each(),
                &document.headline,
            );
        }
        let shift = format!("translate(0 {head:.0})");
        svg.element("g", &[("transform", &*shift)], |svg| {
            Painter {
                document,
                plan: &plan,
            }
            .all(svg);
        });
    });
}

/// Where a text stands, as attributes.
struct At([(&'static str, String); 3]);

impl At {
    fn each(&self) -> Vec<(&str, &str)> {
        let attributes = self.0.iter();
        attributes
            .map(|(key, value)| (*key, value.as_str()))
            .collect()
    }
}

fn at(x: f64, y: f64, class: &str) -> At {
    At([
        ("x", format!("{x:.1}")),
        ("y", format!("{y:.1}")),
        ("class", class.to_owned()),
    ])
}

fn path(svg: &mut Markup, class: &str, d: &str) {
    svg.shape("path", &[("class", class), ("d", d)]);
}

struct Painter<'a> {
    document: &'a Document,
    plan: &'a Plan<'a>,
}

impl Painter<'_> {
    fn all(&self, svg: &mut Markup) {
        self.heads(svg);
        for (number, row) in self.plan.rows.iter().enumerate() {
            self.step(svg, number, row);
        }
        self.locks(svg);
        self.arrows(svg);
        self.cycle(svg);
    }

    /// The names above the lanes, and a line below each.
    fn heads(&self, svg: &mut Markup) {
        let plan = self.plan;
        if plan.has_state {
            let state = at(12.0, LINE, "head");
            svg.leaf("text", &state.each(), "shared state");
        }
        for (line, text) in plan.initial.iter().enumerate() {
            let y = plan.top + (line as f64 - plan.initial.len() as f64 + 0.8) * LINE;
            svg.leaf("text", &at(12.0, y, "value").each(), text);
        }
        for (thread, name) in self.document.threads.iter().enumerate() {
            let x = plan.lane(thread);
            svg.leaf("text", &at(x - 4.0, LINE, "head").each(), name);
            let (top, end) = (1.5 * LINE, plan.end);
            path(svg, "lifeline", &format!("M{x:.1} {top:.1}V{end:.1}"));
        }
    }

    /// A bar beside the lane for as long as a lock is held.
    fn locks(&self, svg: &mut Markup) {
        for (thread, name) in self.document.threads.iter().enumerate() {
            for (place, lock) in self.document.locks.iter().enumerate() {
                let holds = |row: &&Row<'_>| {
                    let held = row.step.held.get(thread);
                    held.is_some_and(|held| held.contains(&place))
                };
                let mut rows = self.plan.rows.iter().peekable();
                while rows.peek().is_some() {
                    let mut interval = None;
                    while let Some(row) = rows.next_if(holds) {
                        let (top, _) = interval.unwrap_or((row.middle(), 0.0));
                        interval = Some((top, row.bottom));
                    }
                    let Some(row) = rows.next() else {
                        self.lock(
                            svg,
                            (thread, place),
                            interval,
                            &format!("{name} holds {lock}"),
                        );
                        break;
                    };
                    // It is released in the row behind.
                    let until = interval.map(|(top, _)| (top, row.middle()));
                    self.lock(svg, (thread, place), until, &format!("{name} holds {lock}"));
                }
            }
        }
    }

    fn lock(
        &self,
        svg: &mut Markup,
        (thread, place): (usize, usize),
        interval: Option<(f64, f64)>,
        words: &str,
    ) {
        let Some((top, bottom)) = interval else {
            return;
        };
        let x = self.plan.lane(thread) - 4.0 - 6.0 * (place % 3) as f64;
        svg.element("g", &[("class", "held")], |group| {
            group.leaf("title", &[], words);
            let height = format!("{:.1}", (bottom - top).max(4.0));
            let (x, y) = (format!("{:.1}", x - 4.0), format!("{top:.1}"));
            let bar = [("x", &*x), ("y", &*y), ("width", "4"), ("height", &*height)];
            group.shape("rect", &bar);
        });
    }

    fn step(&self, svg: &mut Markup, number: usize, row: &Row<'_>) {
        let step = row.step;
        let mut class = String::from("step");
        if step.decisive.is_some() {
            class.push_str(" decisive");
        }
        let data = number.to_string();
        svg.element("g", &[("class", &*class), ("data-step", &*data)], |group| {
            let (y, height) = (
                format!("{:.1}", row.top),
                format!("{:.1}", row.bottom - row.top),
            );
            let width = format!("{:.1}", self.plan.width - 8.0);
            let band = [
                ("class", "band"),
                ("x", "4"),
                ("y", &*y),
                ("width", &*width),
            ];
            let rest = [("height", &*height), ("rx", "4")];
            group.shape("rect", &[&band[..], &rest[..]].concat());
            if let Some(switch) = &step.switch {
                let to = step.thread.unwrap_or(switch.from);
                self.switch(
                    group,
                    row.top,
                    (switch.from, to),
                    switch.preemption,
                    &switch.words,
                );
            }
            for (line, text) in row.state.iter().enumerate() {
                let y = row.text + line as f64 * LINE;
                group.leaf("text", &at(12.0, y, "value changed").each(), text);
            }
            self.words(group, number, row);
        });
    }

    /// The number, the code, what is done, and the mark of the decisive step.
    fn words(&self, group: &mut Markup, number: usize, row: &Row<'_>) {
        let step = row.step;
        let x = step
            .thread
            .map_or(self.plan.left, |thread| self.plan.lane(thread));
        if step.thread.is_some() {
            let (cx, cy) = (format!("{x:.1}"), format!("{:.1}", row.text - 4.0));
            group.shape(
                "circle",
                &[("class", "dot"), ("cx", &cx), ("cy", &cy), ("r", "4")],
            );
        }
        let mut y = row.text;
        let number = format!("{}", number + 1);
        let right = at(self.plan.left - 10.0, y, "number");
        group.leaf("text", &right.each(), &number);
        let kind = match step.kind {
            Sort::Code => "words",
            Sort::Note => "words note",
            Sort::Folded => "words folded",
        };
        let marked = row.mark.iter().map(|line| ("mark", line));
        let done = row.words.iter().map(|line| (kind, line));
        let code = row.code.iter().map(|line| ("code", line));
        for (class, line) in code.chain(done).chain(marked) {
            group.leaf("text", &at(x + 12.0, y, class).each(), line);
            y += LINE;
        }
    }

    /// The baton goes from one lane to the other: a double line for a preemption.
    fn switch(
        &self,
        group: &mut Markup,
        top: f64,
        (from, to): (usize, usize),
        preemption: bool,
        words: &str,
    ) {
        let y = top + 0.8 * LINE;
        let (from, to) = (self.plan.lane(from), self.plan.lane(to));
        let back = if from < to { -1.0 } else { 1.0 };
        let tip = format!(
            "M{:.1} {:.1}L{to:.1} {y:.1}L{:.1} {:.1}",
            to + 7.0 * back,
            y - 4.0,
            to + 7.0 * back,
            y + 4.0
        );
        let line = |y: f64| format!("M{from:.1} {y:.1}H{:.1}", to + 2.0 * back);
        if preemption {
            path(group, "preemption", &(line(y - 1.5) + &line(y + 1.5)));
            path(group, "preemption tip", &tip);
        } else {
            path(group, "switch", &line(y));
            path(group, "switch tip", &tip);
        }
        let class = if preemption {
            "label preempted"
        } else {
            "label"
        };
        let x = from.min(to) + 14.0;
        group.leaf("text", &at(x, y - 4.0, class).each(), words);
    }

    /// What happens before what, and what nothing orders.
    fn arrows(&self, svg: &mut Markup) {
        let plan = self.plan;
        let dot = |step: usize| {
            let row = plan.rows.get(step)?;
            Some((plan.lane(row.step.thread?), row.text - 4.0))
        };
        for arrow in &self.document.arrows {
            let (Some(from), Some(to)) = (dot(arrow.from), dot(arrow.to)) else {
                continue;
            };
            svg.element("g", &[("class", "arrow")], |group| {
                let (from_step, to_step) = (arrow.from + 1, arrow.to + 1);
                let (class, words) = match arrow.link {
                    Link::Wakes => ("order wakes", "wakes, or is received by,"),
                    Link::HappensBefore => ("order", "happens before"),
                    Link::ByFence => ("order fence", "happens before, by a fence,"),
                };
                let words = format!("step {from_step} {words} step {to_step}");
                group.leaf("title", &[], &words);
                path(group, class, &elbow(from, to));
                let ((x, y), class) = (to, format!("{class} tip"));
                let tip = match from.0 < x {
                    true => format!("M{:.1} {:.1}l6 4l-6 4", x - 11.0, y - 4.0),
                    false => format!("M{:.1} {:.1}l4 6l4 -6", x - 4.0, y - 11.0),
                };
                path(group, &class, &tip);
            });
        }
        if let Some([first, second]) = self.document.race
            && let (Some(from), Some(to)) = (dot(first), dot(second))
        {
            svg.element("g", &[("class", "race")], |group| {
                group.leaf("title", &[], "nothing orders these two steps");
                path(group, "unordered", &elbow(from, to));
                let (x, y) = (f64::midpoint(from.0, to.0), corner(from, to).1 + 4.0);
                group.leaf("text", &at(x, y, "label unordered").each(), "unordered");
            });
        }
    }

    /// The threads of a deadlock in a ring.
    fn cycle(&self, svg: &mut Markup) {
        if self.document.cycle.len() < 2 {
            return;
        }
        let y = self.plan.end + 2.4 * LINE;
        let mut x = 16.0;
        let start = x;
        svg.element("g", &[("class", "cycle")], |group| {
            let title = at(12.0, y - 1.3 * LINE, "head");
            group.leaf("text", &title.each(), "the cycle of the deadlock");
            for (place, one) in self.document.cycle.iter().enumerate() {
                let width = 16.0 + CHARACTER * one.thread.chars().count() as f64;
                let (left, top, wide) = (
                    format!("{x:.1}"),
                    format!("{:.1}", y - 2.0),
                    format!("{width:.1}"),
                );
                let (height, round) = (format!("{:.1}", 1.5 * LINE), ("rx", "5"));
                let shape = [
                    ("x", &*left),
                    ("y", &*top),
                    ("width", &*wide),
                    ("height", &*height),
                    round,
                ];
                group.shape("rect", &shape);
                group.leaf(
                    "text",
                    &at(x + 8.0, y + LINE - 2.0, "head").each(),
                    &one.thread,
                );
                x += width;
                let words = format!("blocked on {}", one.object);
                let long = 24.0 + CHARACTER * words.chars().count() as f64;
                let middle = y + 0.7 * LINE;
                let is_last = place + 1 == self.document.cycle.len();
                let mut d = format!("M{x:.1} {middle:.1}h{long:.1}");
                if is_last {
                    let (down, home) = (1.9 * LINE, start + 12.0);
                    let _ = write!(d, "v{down:.1}H{home:.1}v-{:.1}", down - 0.9 * LINE);
                    let tip = y + 1.5 * LINE;
                    let _ = write!(d, "m-4 6l4 -6l4 6M{home:.1} {tip:.1}");
                } else {
                    d.push_str("m-6 -4l6 4l-6 4");
                }
                path(group, "waits", &d);
                group.leaf("text", &at(x + 10.0, middle - 5.0, "label").each(), &words);
                x += long;
            }
        });
    }
}

/// A line from one dot to another that crosses no text: texts are at the right of their dots.
fn elbow(from: (f64, f64), to: (f64, f64)) -> String {
    let (x1, y1) = from;
    let (x2, y2) = to;
    let (x, y) = corner(from, to);
    const ROUND: f64 = 6.0;
    match x1 < x2 {
        true => format!(
            "M{x1:.1} {y1:.1}V{:.1}Q{x:.1} {y:.1} {:.1} {y:.1}H{:.1}",
            y - ROUND,
            x + ROUND,
            x2 - 5.0
        ),
        false => format!(
            "M{x1:.1} {y1:.1}H{:.1}Q{x:.1} {y:.1} {x:.1} {:.1}V{:.1}",
            x + ROUND,
            y + ROUND,
            y2 - 5.0
        ),
    }
}

/// Where such a line turns: to the right in the row of its end, to the left in that of its beginning.
fn corner((x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> (f64, f64) {
    match x1 < x2 {
        true => (x1, y2),
        false => (x2, y1),
    }
}

/// A text in lines that have room.
fn folded(text: &str, room: usize) -> Vec<String> {
    let folded = Text::prose(Role::Plain, text, Columns(room));
    folded.lines().iter().map(|line| line.plain()).collect()
}
