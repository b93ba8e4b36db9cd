//! Each execution has the variables of its request, in all of its processes, and none of another's.

#![cfg(target_os = "linux")]

mod driver;

use baton::client::Executor;
use driver::Program;
use protocol::{End, Reply, Request, Variable};

fn run(program: &mut Program, variables: &[(&str, &str)]) -> Reply {
    let variables = variables.iter().copied();
    let request = Request {
        environment: variables
            .map(|(name, value)| Variable::new(name, value))
            .collect(),
        ..Request::default()
    };
    program.executor.run(&request).unwrap()
}

fn printed(reply: &Reply) -> String {
    assert_eq!(reply.end, End::Exited { code: 0 });
    String::from_utf8_lossy(&reply.stdout).into_owned()
}

const SAYS: &str = "use std::{env, ffi::CStr, process::Command};
    unsafe extern \"C\" { fn getenv(name: *const i8) -> *const i8; }
    fn say(who: &str) {
        let of_c = unsafe {
            let value = getenv(c\"ROUNDS\".as_ptr().cast());
            if value.is_null() { None } else { Some(CStr::from_ptr(value.cast()).to_str().unwrap()) }
        };
        let of_all: Vec<_> = env::vars().filter(|(name, _)| name == \"ROUNDS\" || name == \"MODE\").collect();
        println!(\"{who} {:?} {of_c:?} {of_all:?}\", env::var(\"ROUNDS\").ok());
    }
    fn main() {
        if env::args().len() > 1 { return say(\"child\"); }
        say(\"main\");
        std::thread::spawn(|| say(\"thread\")).join().unwrap();
        Command::new(env::current_exe().unwrap()).arg(\"x\").status().unwrap();
    }";

#[test]
fn every_process_finds_the_variables_of_its_request() {
    let mut program = Program::from_text(SAYS);
    for (variables, found) in [
        (
            vec![("ROUNDS", "2"), ("MODE", "threads")],
            "Some(\"2\") Some(\"2\") [(\"ROUNDS\", \"2\"), (\"MODE\", \"threads\")]",
        ),
        (
            vec![("ROUNDS", "17")],
            "Some(\"17\") Some(\"17\") [(\"ROUNDS\", \"17\")]",
        ),
        (vec![], "None None []"),
        (
            vec![("ROUNDS", "")],
            "Some(\"\") Some(\"\") [(\"ROUNDS\", \"\")]",
        ),
    ] {
        let expected: String = ["main", "thread", "child"]
            .map(|who| format!("{who} {found}\n"))
            .concat();
        assert_eq!(printed(&run(&mut program, &variables)), expected);
    }
}

#[test]
fn another_program_finds_them_too() {
    let mut program = Program::from_text(
        "fn main() { std::process::Command::new(\"printenv\").arg(\"ROUNDS\").status().unwrap(); }",
    );
    for rounds in ["1", "2", "1"] {
        let reply = run(&mut program, &[("ROUNDS", rounds)]);
        assert_eq!(printed(&reply), format!("{rounds}\n"));
    }
}

#[test]
fn a_child_can_be_given_others() {
    let mut program = Program::from_text(
        "use std::{env, process::Command};
        fn main() {
            if env::args().len() > 1 {
                return println!(\"{:?} {:?}\", env::var(\"ROUNDS\").ok(), env::var(\"EXTRA\").ok());
            }
            let me = env::current_exe().unwrap();
            Command::new(&me).arg(\"x\").env(\"ROUNDS\", \"5\").status().unwrap();
            Command::new(&me).arg(\"x\").env_remove(\"EXTRA\").status().unwrap();
            Command::new(&me).arg(\"x\").env_clear().status().unwrap();
        }",
    );
    let reply = run(&mut program, &[("ROUNDS", "1"), ("EXTRA", "0")]);
    let expected = "Some(\"5\") Some(\"0\")\nSome(\"1\") None\nNone None\n";
    assert_eq!(printed(&reply), expected);
}

/// What is shared depends on `ROUNDS`: memory on the heap that `main` writes, too, or not.
const SHARES: &str = "use std::{env, thread};
    fn main() {
        let rounds: usize = env::var(\"ROUNDS\").unwrap().parse().unwrap();
        let mut all = vec![0_u64; 8];
        let address = all.as_mut_ptr() as usize;
        for at in 0..rounds { all[at] += 1; }
        let other = thread::spawn(move || {
            for at in 0..rounds { unsafe { *(address as *mut u64).add(at) += 1 } }
        });
        for at in 0..rounds { all[at] += 1; }
        other.join().unwrap();
        println!(\"{all:?}\");
    }";

#[test]
fn what_an_execution_shows_does_not_depend_on_those_before_it() {
    let mut program = Program::from_text(SHARES);
    let fresh = |rounds: &str| {
        let folder = tempfile::tempdir().unwrap();
        let mut other = Executor::start(&program.file, folder.path(), &[]).unwrap();
        let request = Request {
            environment: vec![Variable::new("ROUNDS", rounds)],
            ..Request::default()
        };
        other.run(&request).unwrap()
    };
    let expected = ["1", "4", "8"].map(|rounds| (rounds, fresh(rounds)));
    for (rounds, expected) in expected.iter().chain(expected.iter().rev()) {
        let reply = run(&mut program, &[("ROUNDS", rounds)]);
        assert_eq!(reply.steps, expected.steps, "{rounds}");
        assert_eq!(reply.earlier, expected.earlier, "{rounds}");
        assert_eq!(reply.accesses, expected.accesses, "{rounds}");
        assert_eq!(reply.stdout, expected.stdout, "{rounds}");
    }
}

#[test]
fn what_tasks_share_is_foreseen_whatever_the_environment() {
    let mut program = Program::from_text(
        "fn main() {
            let mut all = vec![0_u64; 8];
            let address = all.as_mut_ptr() as usize;
            let other = std::thread::spawn(move || unsafe { *(address as *mut u64) += 1 });
            all[0] += 1;
            other.join().unwrap();
            println!(\"{}\", all[0]);
        }",
    );
    let without = run(&mut program, &[]);
    let with = run(&mut program, &[("ROUNDS", "2")]);
    assert!(without.steps.iter().any(|step| step.op.is_plain()));
    assert_eq!(with.steps, without.steps);
    assert_eq!(with.earlier, without.earlier);
}

#[test]
fn an_execution_finds_no_files_of_one_in_another_environment() {
    let mut program = Program::from_text(
        "fn main() {
            println!(\"{}\", std::fs::read_dir(\".\").unwrap().count());
            std::fs::write(std::env::var(\"ROUNDS\").unwrap(), \"x\").unwrap();
        }",
    );
    for rounds in ["1", "2", "1"] {
        assert_eq!(printed(&run(&mut program, &[("ROUNDS", rounds)])), "0\n");
    }
}
