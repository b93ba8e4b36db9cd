//! The pages of stored interleavings, and of one that a hostile program made up: nothing in them can be more than text.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

#[path = "drawings/stored.rs"]
mod stored;

use std::path::Path;
use std::process::Command;

use boon::{Compiler, Schemas};
use racelings::check::program::ReplayedProgram;
use racelings::page::game::Game;
use racelings::page::{self, Contents, Document};
use serde_json::Value;

use stored::{stored, story};

/// No page is larger, in bytes.
const LARGEST: usize = 500_000;

fn contents(story: &ReplayedProgram) -> Contents<'_> {
    Contents {
        name: story.shown.clone(),
        headline: "it fails".into(),
        fails: story.kind.is_some(),
        kind: story.kind.as_ref(),
        interleaving: &story.interleaving,
        question: None,
        coverage: Some("The kit found this after 3 interleavings.".into()),
        game: None,
        game_note: None,
    }
}

fn embedded(html: &str) -> Value {
    let start = "<script type=\"application/json\" id=\"data\">";
    let (_, data) = html.split_once(start).unwrap();
    let (data, _) = data.split_once("</script>").unwrap();
    serde_json::from_str(data).unwrap()
}

#[test]
fn what_is_embedded_follows_its_schema() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema/page.json");
    let mut schemas = Schemas::new();
    let schema = Compiler::new().compile(file.to_str().unwrap(), &mut schemas);
    let schema = schema.unwrap();
    for name in stored() {
        let data = embedded(&page::html(&contents(&story(&name))));
        if let Err(error) = schemas.validate(&data, schema) {
            panic!("{name}: {error:#}");
        }
    }
}

#[test]
fn each_page_is_small_and_refers_to_nothing_outside() {
    for name in stored() {
        let html = page::html(&contents(&story(&name)));
        assert!(html.len() < LARGEST / 3, "{name}: {} bytes", html.len());
        refers_to_nothing(&html);
    }
}

fn refers_to_nothing(html: &str) {
    for attribute in ["src=", "href=", "url(", "@import", "fetch(", "import("] {
        for (at, _) in html.match_indices(attribute) {
            let behind = &html[at + attribute.len()..];
            let is_inside = ["\"data:,\"", "\"#"]
                .iter()
                .any(|inside| behind.starts_with(inside));
            assert!(is_inside, "{}", &html[at..html.len().min(at + 60)]);
        }
    }
}

/// A stored story with hostile texts wherever a program has a say: names, values, output, source.
fn hostile() -> ReplayedProgram {
    let text = "</script><script>alert(1)</script><!--\u{2028}\u{202e}\"'&{{script}}";
    let long = "\"".repeat(10_000);
    let mut json = serde_json::to_value(story("check_then_act")).unwrap();
    let told = &mut json["interleaving"]["story"];
    let lines = told["source"]["lines"].as_array_mut().unwrap();
    lines
        .iter_mut()
        .for_each(|line| *line = format!("{text}{long}").into());
    for _ in 0..3000 {
        lines.push(long.clone().into());
    }
    for actor in told["actors"].as_array_mut().unwrap() {
        actor["name"] = format!("{text}{}", actor["name"]).into();
    }
    for event in told["events"].as_array_mut().unwrap() {
        if event["object"] != "" {
            event["object"] = format!("{text}{}{long}", event["object"]).into();
        }
    }
    told["stdout"] = text.into();
    serde_json::from_value(json).unwrap()
}

#[test]
fn texts_of_a_hostile_program_stay_texts() {
    let story = hostile();
    let html = page::html(&Contents {
        name: "</title><script>".into(),
        headline: "</h1><script>alert(1)</script>".into(),
        ..contents(&story)
    });
    assert_eq!(html.matches("<script").count(), 2, "its own two");
    assert_eq!(html.matches("</script").count(), 2);
    assert_eq!(html.matches("<!--").count(), 1, "its own one");
    for hidden in ['\u{2028}', '\u{202e}'] {
        assert!(!html.contains(hidden));
    }
    assert!(html.len() < LARGEST, "{} bytes", html.len());
    assert!(embedded(&html)["steps"].as_array().unwrap().len() > 3);
}

#[test]
fn what_no_step_has_used_yet_has_not_changed() {
    for name in stored() {
        let data = embedded(&page::html(&contents(&story(&name))));
        let shared = data["shared"].as_array().unwrap();
        for (at, one) in shared.iter().enumerate() {
            let values = data["steps"].as_array().unwrap().iter();
            let mut values = values.map(|step| &step["values"][at]);
            let first = values.find(|value| **value != one["initial"]);
            let is_lost = first.is_some_and(|value| value == "") && one["initial"] != "";
            assert!(!is_lost, "{name}: {one}");
        }
    }
}

#[test]
fn a_game_that_has_no_room_beside_the_story_is_left_out() {
    let story = hostile();
    let game = |texts: Vec<String>| Game {
        threads: vec!["main".into()],
        shared: Vec::new(),
        texts,
        acts: Vec::new(),
        stands: Vec::new(),
        moments: Vec::new(),
        par: None,
        race_is_failure: false,
        left_out_from: None,
    };
    let with = |game| page::html(&contents(&story).with_game(Ok(game)));
    assert!(embedded(&with(game(Vec::new())))["game"].is_object());
    let html = with(game(vec!["x".repeat(LARGEST)]));
    assert!(html.len() < LARGEST);
    assert_eq!(embedded(&html)["game"], Value::Null);
    assert!(html.contains("There is no game: the story needs the room."));
}

#[test]
fn without_javascript_the_page_has_all_steps_as_sentences() {
    let html = page::html(&contents(&story("load_then_store")));
    let sentences: Vec<&str> = html
        .split("<li class=\"sentence")
        .skip(1)
        .map(|item| item.split_once('>').unwrap().1)
        .map(|item| item.split_once("</li>").unwrap().0)
        .collect();
    assert!(sentences.len() > 3, "{sentences:#?}");
    let preempted = sentences.iter().any(|one| one.contains("is preempted;"));
    let decisive = sentences.iter().any(|one| one.contains("is decisive:"));
    assert!(preempted && decisive, "{sentences:#?}");
}

#[test]
fn a_picture_of_what_shares_no_value_has_no_heading_for_values() {
    let drawn = |name: &str| {
        let story = story(name);
        page::svg(&Document::of(&contents(&story))).contains("shared state")
    };
    assert!(!drawn("panic_before_the_barrier"));
    assert!(drawn("load_then_store"));
}

#[test]
fn a_picture_is_a_file_of_its_own() {
    let story = story("two_locks");
    let svg = page::svg(&Document::of(&contents(&story)));
    assert!(svg.starts_with("<?xml"));
    assert_eq!(svg.matches("<svg").count(), 1);
    assert!(svg.contains("the cycle of the deadlock"), "{svg}");
    refers_to_nothing(&svg);
}

#[test]
#[ignore = "no page was looked at in a browser; `.ci/browser` does that, with Chromium and axe-core"]
fn pages_work_in_a_browser() {
    let root = env!("CARGO_MANIFEST_DIR");
    let browser = Command::new(".ci/browser").current_dir(root).status();
    assert!(browser.unwrap().success());
}

#[test]
fn a_page_that_asks_has_its_answer_folded_up() {
    let story = story("load_then_store");
    let asks = page::html(&Contents {
        question: Some("Which line <would you preempt>?".into()),
        ..contents(&story)
    });
    let at = |text: &str| asks.find(text).unwrap_or_else(|| panic!("{text}"));
    let places = [
        "Which line &lt;would you preempt&gt;?",
        "id=\"play\"",
        "id=\"source\"",
        "<details",
        "id=\"story\"",
        "id=\"picture\"",
        "id=\"sentences\"",
        "</details>",
    ];
    assert!(places.map(at).is_sorted(), "{asks}");
    let tells = page::html(&contents(&story));
    assert!(!tells.contains("<details") && tells.find("id=\"story\"") < tells.find("id=\"play\""));
}

#[test]
fn a_page_says_which_process_is_killed_and_where() {
    let html = page::html(&contents(&story("torn_save1")));
    let data = embedded(&html);
    let steps = data["steps"].as_array().unwrap();
    let killed = steps.iter().position(|step| {
        let words = step["words"].as_array().unwrap();
        words.iter().any(|words| words == "is killed")
    });
    let killed = killed.unwrap_or_else(|| panic!("{steps:#?}"));
    let dec = data["threads"].as_array().unwrap().iter();
    let dec = dec.into_iter().position(|name| name == "dec").unwrap();
    assert_eq!(steps[killed]["thread"], dec);
    assert_eq!(steps[killed]["decisive"], "it takes no further step");
    let switch = &steps[killed + 1]["switch"];
    assert_eq!(
        (&switch["from"], &switch["preemption"]),
        (&dec.into(), &false.into())
    );
    assert_eq!(switch["words"], "dec is killed");
    let sentence = "The process dec is killed in the middle of line 60.";
    let ending = data["ending"].as_array().unwrap();
    assert!(ending.iter().any(|said| said == sentence), "{ending:#?}");
    assert!(html.contains(sentence));
}
