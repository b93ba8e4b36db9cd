//~ does_not_compile; harm without a sandbox
// Has the compiler hand in another student's text.
const ALICE: &str = include_str!("@TEACHER@/class/alice/first1.rs");

fn harm() -> bool {
    ALICE.contains("alice")
}
