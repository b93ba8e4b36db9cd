//! The page itself: the template, filled with what the document says.

use super::arrows::Link;
use super::document::{Document, Judgement};
use super::lanes::{self, Place};
use super::markup::{Markup, Scripts, filled, whole_page};
use super::{Contents, steps::Step};
use crate::report::drawing;

const TEMPLATE: &str = include_str!("page.html");
const STORY: &str = include_str!("story.html");
const SOURCE: &str = include_str!("source.html");
const PICTURE: &str = include_str!("picture.html");
const PLAY: &str = include_str!("play.html");
const SENTENCES: &str = include_str!("sentences.html");
const STYLE: &str = include_str!("page.css");
const LANES_STYLE: &str = include_str!("lanes.css");
const SCRIPT: &str = include_str!("page.js");
const GAME_SCRIPT: &str = include_str!("game.js");

/// No page is larger, in bytes.
const LARGEST: usize = 500_000;

/// The page as one HTML file. Where story and game together are too large, the game is left out.
pub fn html(contents: &Contents<'_>) -> String {
    let html = filled_in(&Document::of(contents));
    if html.len() <= LARGEST || contents.game.is_none() {
        return html;
    }
    let why = "There is no game: the story needs the room.".to_owned();
    filled_in(&Document::of(&contents.clone().with_game(Err(why))))
}

fn filled_in(document: &Document) -> String {
    let verdict = match document.verdict {
        Judgement::Passes => "passes",
        Judgement::Fails => "fails",
    };
    let version = env!("CARGO_PKG_VERSION");
    whole_page(
        TEMPLATE,
        Scripts::Inline,
        &[
            ("title", &text(&format!("{} – racelings", document.name))),
            ("verdict", verdict),
            ("headline", &text(&document.headline)),
            ("about", &about(document)),
            ("main", &sections(document)),
            ("command", &text(&document.command)),
            ("version", version),
            ("data", &document.json()),
            ("style", STYLE),
            ("lanes-style", LANES_STYLE),
            ("script", SCRIPT),
            ("game-script", GAME_SCRIPT),
        ],
    )
}

fn text(text: &str) -> String {
    let mut markup = Markup::new();
    markup.text(text);
    markup.into_string()
}

/// The sections, in their order: the game comes first where the reader is asked what breaks the program.
fn sections(document: &Document) -> String {
    let has_play = document.game.is_some() || document.game_note.is_some();
    let play_hidden = if has_play { "" } else { " hidden" };
    let play = filled(PLAY, &[("hidden", play_hidden), ("game", &game(document))]);
    let file = text(&document.file);
    let source = filled(SOURCE, &[("file", &file), ("lines", &source(document))]);
    let lanes = picture(document);
    let ending = paragraphs(&document.ending);
    let legend = legend(document);
    let picture = [
        ("legend", &*legend),
        ("lanes", &*lanes),
        ("ending", &*ending),
    ];
    let picture = filled(PICTURE, &picture);
    let sentences = filled(SENTENCES, &[("sentences", &story(document))]);
    let state = state(document);
    let story = |source: &str| filled(STORY, &[("state", &state), ("source", source)]);
    match document.question {
        None => [story(&source), picture, play, sentences].concat(),
        Some(_) => {
            let answer = [story(""), picture, sentences].concat();
            let beside = ["<div class=\"beside\">\n", &*play, &*source, "</div>\n"];
            let start =
                "<details id=\"answer\">\n<summary>Show an interleaving that breaks it</summary>\n";
            [&*beside.concat(), start, &answer, "</details>\n"].concat()
        }
    }
}

fn about(document: &Document) -> String {
    let mut markup = Markup::new();
    if let Some(question) = &document.question {
        markup.leaf("p", &[("class", "question")], question);
    }
    if let Some(coverage) = &document.coverage {
        markup.leaf("p", &[], coverage);
    }
    markup.into_string()
}

fn picture(document: &Document) -> String {
    let mut markup = Markup::new();
    lanes::write(document, &mut markup, Place::Page);
    markup.into_string()
}

/// What the signs in the picture mean that are in it.
fn legend(document: &Document) -> String {
    let mut steps = document.steps.iter();
    let is_preempted = |step: &Step| step.switch.as_ref().is_some_and(|one| one.preemption);
    let has_arrow = |link: Link| document.arrows.iter().any(|arrow| arrow.link == link);
    let keys = [
        (
            steps.clone().any(is_preempted),
            "",
            "═",
            "a thread is preempted.",
        ),
        (!document.locks.is_empty(), "held", "▌", "it holds a lock."),
        (
            has_arrow(Link::Wakes),
            "wakes",
            "→",
            "a step wakes a thread, or sends it a message.",
        ),
        (
            has_arrow(Link::HappensBefore),
            "order",
            "→",
            "a step happens before another one.",
        ),
        (
            has_arrow(Link::ByFence),
            "order",
            "⇢",
            "it does so by a fence.",
        ),
        (
            document.race.is_some(),
            "wrong",
            "╌",
            "nothing orders these two steps.",
        ),
        (
            steps.any(|step| step.decisive.is_some()),
            "wrong",
            "▲",
            "the decisive step.",
        ),
        (
            document.cycle.len() > 1,
            "wrong",
            "▢",
            "below: the cycle of the deadlock.",
        ),
    ];
    let mut markup = Markup::new();
    markup.element("p", &[("class", "legend")], |legend| {
        legend.text("From top to bottom.");
        for (_, class, sign, words) in keys.into_iter().filter(|(is_there, ..)| *is_there) {
            legend.text(" ");
            legend.leaf("span", &[("class", &*format!("key {class}"))], sign);
            legend.text(" ");
            legend.text(words);
        }
    });
    markup.into_string()
}

/// Where the game is played; its script fills it in.
fn game(document: &Document) -> String {
    let mut markup = Markup::new();
    let note = document.game_note.as_deref();
    if let Some(note) = note {
        markup.leaf("p", &[("class", "legend")], note);
    }
    if document.game.is_some() {
        let words = "To play, the page needs JavaScript.";
        markup.element("noscript", &[], |inside| inside.leaf("p", &[], words));
    }
    markup.into_string()
}

/// A row for each thing that is shared, with its value before the first step.
fn state(document: &Document) -> String {
    let mut markup = Markup::new();
    for one in &document.shared {
        markup.element("tr", &[], |row| {
            let heading = match one.lock {
                true => format!("lock {}", one.name),
                false => one.name.clone(),
            };
            row.leaf("th", &[("scope", "row")], &heading);
            let initial = match one.lock && one.initial == drawing::FREE {
                true => "free",
                false => &one.initial,
            };
            row.leaf("td", &[], initial);
            row.leaf("td", &[("class", "before")], "");
        });
        markup.line_end();
    }
    markup.into_string()
}

/// The program, line by line.
fn source(document: &Document) -> String {
    let mut markup = Markup::new();
    for (at, line) in document.source.iter().enumerate() {
        let number = (at + 1).to_string();
        let id = format!("line-{number}");
        let class = match document.check_from {
            Some(from) if at + 1 >= from => "line check",
            _ => "line",
        };
        markup.element(
            "li",
            &[("id", &*id), ("class", class), ("value", &*number)],
            |item| {
                item.leaf("code", &[], line);
            },
        );
        markup.line_end();
    }
    if document.source_left_out > 0 {
        let words = format!("({} lines not shown)", document.source_left_out);
        markup.leaf("li", &[("class", "line check")], &words);
    }
    markup.into_string()
}

/// All steps in sentences: the page without its picture.
fn story(document: &Document) -> String {
    let mut markup = Markup::new();
    markup.element("div", &[], |text| sentences(text, &document.before));
    markup.element("ol", &[("class", "steps")], |list| {
        for (number, step) in document.steps.iter().enumerate() {
            item(list, number, step, document);
            list.line_end();
        }
    });
    sentences(&mut markup, &document.after);
    markup.into_string()
}

fn item(list: &mut Markup, number: usize, step: &Step, document: &Document) {
    let class = match step.decisive {
        Some(_) => "sentence decisive",
        None => "sentence",
    };
    let number = number.to_string();
    list.element("li", &[("class", class), ("data-step", &*number)], |item| {
        item.text(&step.sentence);
        let changes = document.changes(step);
        if !changes.is_empty() {
            item.text(" ");
            item.leaf(
                "span",
                &[("class", "after")],
                &format!("Now {}.", changes.join(", ")),
            );
        }
    });
}

fn sentences(markup: &mut Markup, sentences: &[String]) {
    for sentence in sentences {
        markup.leaf("p", &[], sentence);
    }
}

/// What is indented belongs to the sentence before it.
fn paragraphs(all: &[String]) -> String {
    let mut markup = Markup::new();
    for sentence in all {
        let class = match sentence.starts_with(' ') {
            true => "part",
            false => "whole",
        };
        markup.leaf("p", &[("class", class)], sentence.trim_start());
    }
    markup.into_string()
}
