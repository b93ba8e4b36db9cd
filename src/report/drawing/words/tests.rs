use protocol::ObjectId;

use super::*;
use crate::exploration::files::FileName;
use crate::exploration::text::SourceText;
use crate::exploration::value::Variant;

fn update(object: &str, line: usize) -> Event {
    Event {
        object: object.to_owned(),
        object_id: Some(ObjectId::new(1)),
        line: Some(line),
        read: Some(Value::Number(1)),
        written: Some(Value::Number(2)),
        ..Event::bare(Op::AtomicUpdate)
    }
}

fn said(event: &Event, interleaving: &Interleaving) -> String {
    let is_said = NamedInLines::of(interleaving).say(event, interleaving);
    effect(event, interleaving, Glyphs::Ascii, is_said).unwrap_or_default()
}

#[test]
fn an_update_names_what_it_changes_if_the_line_does_not() {
    let mut interleaving = Interleaving::of_events(Vec::new());
    interleaving.story.source = SourceText::new("a.rs", "COUNTER.fetch_add(1, SeqCst);\ncount(1);");
    assert_eq!(
        said(&update("COUNTER", 1), &interleaving),
        "1 -> 2 in one step"
    );
    assert_eq!(
        said(&update("COUNTER", 2), &interleaving),
        "changes COUNTER: 1 -> 2 in one step"
    );
}

#[test]
fn a_file_that_is_created_again_has_a_number_only_if_it_is_locked() {
    let of_file = |op, generation| Event {
        object: "new.txt".to_owned(),
        file: Some(FileName {
            file: ObjectId::new(2),
            path: ObjectId::new(1),
            generation,
            removed: false,
        }),
        ..Event::bare(op)
    };
    let created = of_file(Op::FileCreate, 2);
    let mut interleaving = Interleaving::of_events(vec![created.clone()]);
    assert_eq!(said(&created, &interleaving), "creates new.txt");
    interleaving.story.events.push(of_file(Op::FileLock, 1));
    assert_eq!(said(&created, &interleaving), "creates new.txt#2");
}

#[test]
fn if_a_line_names_two_values_each_has_its_name() {
    let line = "(GUESTS.load(SeqCst), COATS.load(SeqCst))";
    let load = |object: &str| Event {
        op: Op::AtomicLoad,
        written: None,
        ..update(object, 1)
    };
    let mut interleaving = Interleaving::of_events(vec![load("GUESTS"), load("COATS")]);
    interleaving.story.source = SourceText::new("a.rs", line);
    assert_eq!(said(&load("GUESTS"), &interleaving), "reads 1 from GUESTS");
    assert_eq!(said(&load("COATS"), &interleaving), "reads 1 from COATS");
    interleaving.story.events.pop();
    assert_eq!(said(&load("GUESTS"), &interleaving), "reads 1");
}

#[test]
fn a_receive_says_why_it_receives_nothing() {
    let interleaving = Interleaving::of_events(Vec::new());
    let sentence = |error: Option<&str>| {
        let error = error.map(|name| Value::Variant(Variant::without_fields(name)));
        let event = Event {
            read: error,
            succeeded: false,
            ..Event::bare(Op::ReceiveTimeout)
        };
        said(&event, &interleaving)
    };
    assert_eq!(sentence(Some("Timeout")), "timeout: receives nothing");
    assert_eq!(
        sentence(Some("Disconnected")),
        "receives nothing: no sender is left"
    );
    assert_eq!(sentence(None), "receives nothing");
}

#[test]
fn a_park_that_ends_without_a_token_ends_by_its_timeout() {
    let interleaving = Interleaving::of_events(Vec::new());
    let park = |succeeded| {
        let event = Event {
            succeeded,
            ..Event::bare(Op::ParkTimeout)
        };
        said(&event, &interleaving)
    };
    assert_eq!(
        [park(true), park(false)],
        ["is unparked", "timeout: its park ends"]
    );
}
