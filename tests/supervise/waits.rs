//! How often a program gave up its processor to wait.

use racelings::supervise::End;

use super::Bench;

#[test]
fn the_waits_of_a_program_and_its_processes_are_counted_and_those_of_an_earlier_one_are_not() {
    let mut bench = Bench::new();
    let often = bench.sh("for i in 1 2 3 4 5 6 7 8 9 10; do sleep 0.001; sleep 0.001; done");
    assert_eq!(often.end, End::Exited { code: 0 });
    assert!(often.waits >= 20, "{often:?}");
    let seldom = bench.sh("exit 0");
    assert!(seldom.waits < 20, "{seldom:?}");
}
