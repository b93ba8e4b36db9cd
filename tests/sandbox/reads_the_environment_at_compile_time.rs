//~ wrong_result
// Has the compiler read a variable of the teacher.
fn harm() -> bool {
    option_env!("SECRET_OF_THE_TEACHER").is_some()
}
