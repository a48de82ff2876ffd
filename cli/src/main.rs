//! The native `shoring`.

use std::process::ExitCode;

use shoring_cli::NativeHost;

fn main() -> ExitCode {
    let status = shoring_cli::run(std::env::args_os(), &mut NativeHost::default());
    ExitCode::from(u8::try_from(status).unwrap_or(2))
}
