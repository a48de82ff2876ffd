//! The language server of Shoring, as a function: messages in, messages out. It reads no file, knows no clock and starts no
//! thread; what it asks of the place it runs in is [`Place`]. The command line runs it over standard input (`shoring lsp`), the
//! npm package in a worker.
//!
//! - [`Server::receive`] takes what has come, all at once: so a request that was cancelled since is not worked on, and ten
//!   keystrokes are read once.
//! - [`Server::settle`] is called when nothing has come for a while: then diagnostics are told.

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)
)]

mod actions;
mod diagnostics;
mod documents;
mod folding;
mod hover;
mod inlay;
mod place;
mod protocol;
mod server;
mod settings;
mod state;
mod symbols;
mod uri;

pub use lsp_server::Message;
pub use place::{Asked, Before, ConfigFile, File, Folder, Found, Handed, HandedBase, Place, Texts};
pub use server::{QUIET_MILLISECONDS, Server};
pub use settings::{AlsoReportedByPrisma, Run, Settings};
pub use uri::Root;
