//! Each step names the objects that it depends on and those that it changes: a search relies on that.

#![cfg(target_os = "linux")]

mod driver;

use driver::Program;
use protocol::{ObjectId, ObjectKind, Op, Reply, Step};

fn steps(reply: &Reply, op: Op) -> Vec<&Step> {
    reply.steps.iter().filter(|step| step.op == op).collect()
}

fn kind(reply: &Reply, object: Option<ObjectId>) -> Option<ObjectKind> {
    reply.object(object).map(|object| object.kind)
}

/// Checks every execution within two preemptions, and returns how many there were.
fn look(text: &str, look: impl FnMut(&Reply)) -> usize {
    Program::from_text(text).explore_with(2, look).executions
}

#[test]
fn starting_a_process_names_its_first_task() {
    let text = "fn main() {
            if std::env::args().len() > 1 { return; }
            let me = std::env::current_exe().unwrap();
            std::process::Command::new(me).arg(\"x\").status().unwrap();
        }";
    look(text, |reply| {
        let spawn = steps(reply, Op::ProcessSpawn)[0];
        let begin = steps(reply, Op::Begin)[1];
        assert_eq!(spawn.second, begin.object);
        assert_eq!(kind(reply, spawn.object), Some(ObjectKind::Process));
    });
}

#[test]
fn a_task_that_is_about_to_print_names_the_output() {
    let text = "fn main() { std::thread::spawn(|| println!(\"late\")); }";
    let mut seen = 0;
    look(text, |reply| {
        let waits = reply.pending.iter().find(|pending| pending.op == Op::Print);
        if let Some(pending) = waits {
            seen += 1;
            assert_eq!(kind(reply, pending.object), Some(ObjectKind::Output));
        }
    });
    assert!(seen > 0);
}

#[test]
fn whether_opening_made_the_file_is_known_when_it_is_done() {
    let text = "fn open() { std::fs::OpenOptions::new().append(true).create(true).open(\"file\").unwrap(); }
        fn main() { let other = std::thread::spawn(open); open(); other.join().unwrap(); }";
    let executions = look(text, |reply| {
        assert_eq!(steps(reply, Op::FileCreate).len(), 1);
        let opened = steps(reply, Op::FileOpen);
        assert_eq!(opened.len(), 1);
        assert_eq!(kind(reply, opened[0].second), Some(ObjectKind::File));
    });
    assert!(executions > 2);
}

#[test]
fn seeking_from_the_end_depends_on_the_file() {
    let text = "use std::io::{Seek, SeekFrom};
        fn main() {
            let mut file = std::fs::File::create(\"file\").unwrap();
            file.seek(SeekFrom::End(0)).unwrap();
            file.seek(SeekFrom::Start(0)).unwrap();
        }";
    look(text, |reply| {
        let seeks = steps(reply, Op::FileSeek);
        assert_eq!(kind(reply, seeks[0].second), Some(ObjectKind::File));
        assert_eq!(seeks[1].second, None);
    });
}

#[test]
fn a_lock_that_is_tried_in_vain_has_given_up_the_other_kind_in_a_step() {
    let text = "use std::fs::File;
        fn main() {
            let (one, two) = (File::create(\"file\").unwrap(), File::create(\"file\").unwrap());
            one.lock_shared().unwrap();
            two.lock_shared().unwrap();
            assert!(one.try_lock().is_err());
            assert!(two.try_lock().is_ok());
        }";
    look(text, |reply| {
        let unlock = steps(reply, Op::FileUnlock)[0];
        let tried = steps(reply, Op::FileTryLock);
        assert_eq!(unlock.second, tried[0].second);
        assert!(!tried[0].succeeded && tried[1].succeeded);
    });
}

#[test]
fn a_look_at_a_path_that_std_takes_by_itself_is_a_step_too() {
    let text = "fn main() { std::fs::write(\"file\", \"abc\").unwrap(); assert!(std::path::Path::new(\"file\").is_file()); }";
    look(text, |reply| {
        let [look] = steps(reply, Op::PathRead)[..] else {
            panic!("one look, one step");
        };
        assert_eq!(look.read, Some(3));
        assert_eq!(look.object, steps(reply, Op::FileCreate)[0].object);
        assert_eq!(kind(reply, look.second), Some(ObjectKind::File));
        assert_ne!(look.frames[0], 0);
    });
}

#[test]
fn a_step_of_an_iterator_is_where_the_iterator_was_made() {
    let text = "fn main() {
            let (sender, receiver) = std::sync::mpsc::channel();
            sender.send(1).unwrap();
            drop(sender);
            let sum: i32 =
                receiver.iter().map(|number: i32| number).sum();
            assert_eq!(sum, 1);
        }";
    look(text, |reply| {
        for receive in steps(reply, Op::Receive) {
            let place = receive.place.unwrap();
            assert!(reply.files[place.file as usize].ends_with("exercise.rs"));
            assert_eq!(place.line, 6);
        }
    });
}

#[test]
fn constants_are_the_memory_of_no_task() {
    // The value to compare with is in memory that no other task can write.
    let text = "#[derive(PartialEq)] enum Colour { Red, Blue }
        fn is_red(colour: &Colour) -> bool { *colour == Colour::Red }
        fn main() {
            let other = std::thread::spawn(|| is_red(&Colour::Blue));
            let here = is_red(&Colour::Red);
            assert!(here && !other.join().unwrap());
        }";
    look(text, |reply| {
        assert_eq!(steps(reply, Op::PlainRead).len(), 0);
    });
}
