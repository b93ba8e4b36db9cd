//~ does_not_compile; harm without a sandbox
// Has the compiler read a file of the teacher.
const SECRET: &str = include_str!("@TEACHER@/home/secret");

fn harm() -> bool {
    SECRET.contains("@SECRET@")
}
